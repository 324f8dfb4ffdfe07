// The page of the service.

import { start } from "./page.js";
import { serviceSource } from "./service.js";

start(serviceSource);
