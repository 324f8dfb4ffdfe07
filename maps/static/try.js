// A text that a reader pastes, mapped. It goes to this service alone, which keeps nothing of it.

import { readingPage } from "./reading.js";
import { box, openPage } from "./readingshell.js";
import { number, t } from "./words.js";

const { given, map, laid, reports } = openPage();
const show = readingPage(map, given.legend, { text: box("text"), counts: box("counts"), list: box("events") }, reports);

/** A page's source begins with a tag; all else is text. */
function mediaType(text) {
  return /^\s*<(!doctype|html|head|body|article|div|p|\?xml)\b/i.test(text) ? "text/html" : "text/plain";
}

async function read(text) {
  const query = new URLSearchParams({ reading: true });
  if (box("published").value) query.set("published", box("published").value);
  const answer = await fetch(`${given.root}geoparse?${query}`, { method: "POST", body: text, headers: { "Content-Type": mediaType(text) } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail ?? answer.statusText);
  return told;
}

async function submit(event) {
  event.preventDefault();
  const text = box("pasted").value, size = new Blob([text]).size;
  box("notice").textContent = !text.trim() ? t("try.empty") : size > given.most ? t("try.long", { n: number(given.most) }) : "";
  if (box("notice").textContent) return;
  box("go").disabled = true;
  box("counts").textContent = t("try.reading");
  try {
    show(await read(text));
    box("result").hidden = false;
    box("text").focus();
  } catch (error) {
    box("counts").textContent = "";
    box("notice").textContent = t("try.failed", { reason: error.message });
  } finally {
    box("go").disabled = false;
  }
}

box("form").addEventListener("submit", submit);
box("example").addEventListener("click", () => {
  box("pasted").value = given.example.text;
  box("published").value = given.example.published;
  box("form").requestSubmit();
});
await laid;
document.body.dataset.ready = "";
