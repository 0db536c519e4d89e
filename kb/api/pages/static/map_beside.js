// Fetches what a map beside a page needs once the page is shown and nothing else is to be done; its place is kept free.
"use strict";

(() => {
  const box = document.querySelector("[data-beside]");
  if (!box) return;
  const load = async (path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: path, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const begin = async () => {
    for (const path of box.dataset.styles.split(" ")) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: path }));
    }
    for (const path of box.dataset.scripts.split(" ")) await load(path);
  };
  const idle = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 50));
  const seen = new IntersectionObserver((all) => {
    if (!all.some((one) => one.isIntersecting)) return;
    seen.disconnect();
    idle(() => begin().catch(() => box.remove()));
  });
  addEventListener("load", () => seen.observe(box));
})();
