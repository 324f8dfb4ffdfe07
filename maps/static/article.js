// The page of an article.

import { readingPage } from "./reading.js";
import { box, openPage } from "./readingshell.js";

const { given, map, laid, reports } = openPage();
readingPage(map, given.legend, { text: box("text"), counts: box("counts"), list: box("events") }, reports)(given.reading);
await laid;
document.body.dataset.ready = "";
