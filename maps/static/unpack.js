// A page that travels as one file: put the data where the scripts look for it, then run them in their order.

(async () => {
  const inflate = (text) => {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };
  const holder = document.getElementById("dateline");
  const { data, scripts } = JSON.parse(holder.textContent);
  holder.textContent = await inflate(data);
  for (const packed of scripts) {
    const script = document.createElement("script");
    script.textContent = await inflate(packed); // runs if its hash stands in the page's policy
    document.body.append(script);
  }
})().catch((error) => {
  document.getElementById("notice").textContent = `This browser cannot open the map: ${error.message}`;
});
