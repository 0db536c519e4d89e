// An article: what was understood shows where one points or tabs, marks and facts light each other up, and which kinds are
// marked is kept in the address.
"use strict";

(() => {
  const text = document.querySelector(".reading .text");
  const panel = document.querySelector(".panel");
  const card = document.getElementById("card");
  if (!text || !panel || !card) return;

  let shown = null;
  let leaving = 0;
  const hide = () => {
    clearTimeout(leaving);
    card.hidden = true;
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    shown?.querySelector("a")?.removeAttribute("aria-describedby");
    shown = null;
  };
  const show = (mark) => {
    if (mark === shown) return;
    hide();
    const facts = mark.dataset.facts.split(" ").filter(Boolean);
    const items = facts.map((key) => document.getElementById(key)).filter(Boolean);
    if (!items.length) return;
    shown = mark;
    card.replaceChildren(...items.slice(0, 5).map((item) => {
      const line = document.createElement("p");
      const gist = item.querySelector(".gist").cloneNode(true);
      line.append(item.querySelector(".dot").cloneNode(true), gist);
      const sure = item.querySelector(".certainty");
      if (sure) line.append(" ", sure.cloneNode(true));
      return line;
    }));
    card.hidden = false;
    const box = mark.getClientRects()[0];
    const width = card.offsetWidth;
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - width - 8);
    const below = box.bottom + 6;
    const top = below + card.offsetHeight > innerHeight && box.top > card.offsetHeight + 12 ? box.top - card.offsetHeight - 6 : below;
    card.style.insetInlineStart = "auto";
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
    mark.querySelector("a")?.setAttribute("aria-describedby", "card");
    items.forEach((item) => item.classList.add("lit"));
  };
  const soon = () => { clearTimeout(leaving); leaving = setTimeout(hide, 180); };

  text.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark[data-facts]");
    if (mark) { clearTimeout(leaving); show(mark); } else soon();
  });
  text.addEventListener("pointerleave", soon);
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", soon);
  text.addEventListener("focusin", (event) => { const mark = event.target.closest("mark[data-facts]"); if (mark) show(mark); });
  text.addEventListener("focusout", soon);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // a fact lights its words up
  const light = (item) => {
    document.querySelectorAll("mark.lit").forEach((one) => one.classList.remove("lit"));
    if (!item) return;
    text.querySelectorAll(`mark[data-facts~="${CSS.escape(item.id)}"]`).forEach((one) => one.classList.add("lit"));
  };
  panel.addEventListener("pointerover", (event) => light(event.target.closest(".item")));
  panel.addEventListener("pointerleave", () => light(null));
  panel.addEventListener("focusin", (event) => light(event.target.closest(".item")));

  // which kinds are marked, in the address
  document.querySelector(".toggles")?.addEventListener("change", () => {
    const off = [...document.querySelectorAll(".toggles input:not(:checked)")].map((one) => one.dataset.kind);
    const address = new URL(location.href);
    if (off.length) address.searchParams.set("hide", off.join(","));
    else address.searchParams.delete("hide");
    history.replaceState(null, "", address);
  });
})();
