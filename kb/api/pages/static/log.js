// Says how many events came since the log was shown. Without it the page shows them when it is loaded again.
(() => {
  const live = document.querySelector(".live");
  if (!live || !window.EventSource) return;
  let came = 0;
  const stream = new EventSource(live.dataset.stream + (live.dataset.type ? `&type=${encodeURIComponent(live.dataset.type)}` : ""));
  stream.onmessage = ({ data }) => {
    if (!JSON.parse(data).actor.includes(live.dataset.actor)) return; // as the list is filtered
    came += 1;
    const link = document.createElement("a");
    link.href = live.dataset.shows; // with the filters that were asked for
    link.textContent = `${came} ${came === 1 ? "event was" : "events were"} recorded since: show`;
    live.replaceChildren(link);
    live.hidden = false;
  };
  addEventListener("pagehide", () => stream.close());
})();
