// Sliders for both clocks: when it happened, and as it was known after an event. A page comes anew for each place they
// are left at, so that all of it is of one moment; without them there are fields.
"use strict";

(() => {
  const form = document.querySelector(".clocks");
  if (!form) return;
  const WAIT = 700; // milliseconds: keys move a slider step by step
  const KEPT = "kb-slider";
  const days = form.dataset.days ? form.dataset.days.split(" ") : [];
  const slider = (name) => form.querySelector(`[data-sets="${name}"]`);
  const since = slider("since");
  const until = slider("until");
  const known = slider("asOf");
  const begin = form.elements.since;
  const end = form.elements.until;

  if (since && until) {
    if (begin.value) since.value = String(Math.max(0, days.findLastIndex((day) => day <= begin.value)));
    const later = days.findIndex((day) => day >= end.value);
    if (end.value) until.value = String(later < 0 ? days.length - 1 : later);
  }
  const spoken = () => {
    since?.setAttribute("aria-valuetext", begin.value || "open");
    until?.setAttribute("aria-valuetext", end.value || "open");
    known?.setAttribute("aria-valuetext", form.elements.asOf.value ? `event ${form.elements.asOf.value}` : "now");
  };
  spoken();

  let waiting = 0;
  form.addEventListener("input", (event) => {
    const moved = event.target;
    if (moved.type !== "range") return;
    if (moved === known) form.elements.asOf.value = known.value === known.max ? "" : known.value;
    else {
      const [low, high] = [Number(since.value), Number(until.value)];
      if (low > high) moved === since ? (until.value = since.value) : (since.value = until.value);
      begin.value = Number(since.value) === 0 ? "" : days[Number(since.value)];
      end.value = Number(until.value) === days.length - 1 ? "" : days[Number(until.value)];
      document.dispatchEvent(new CustomEvent("kb:days", { detail: { since: begin.value, until: end.value } }));
    }
    spoken();
    clearTimeout(waiting);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "range") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      sessionStorage.setItem(KEPT, event.target.dataset.sets);
      form.requestSubmit();
    }, WAIT);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const query = asked.toString();
    const goal = form.getAttribute("action") + (query ? `?${query}` : "") + location.hash;
    if (goal === location.pathname + location.search + location.hash) location.reload();
    else location.assign(goal);
  });
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (kept) slider(kept)?.focus({ preventScroll: true });
})();
