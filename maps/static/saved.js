// The page that travels as one file.

import { inlineSource } from "./inline.js";
import { start } from "./page.js";

start(inlineSource);
