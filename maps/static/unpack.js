// A page that travels as one file: put the data where the scripts look for it, then run them in their order.

import { unpackedText } from "./packed.js";

const holder = document.getElementById("dateline");
const { data, columns, scripts, unopened } = JSON.parse(holder.textContent);

(async () => {
  const given = JSON.parse(await unpackedText(data));
  given.data.columns = columns;
  holder.textContent = JSON.stringify(given);
  for (const packed of scripts) {
    const script = document.createElement("script");
    script.textContent = await unpackedText(packed); // runs if its hash stands in the page's policy
    document.body.append(script);
  }
})().catch((error) => {
  document.getElementById("notice").textContent = unopened.replace("{reason}", () => error.message);
});
