// What every page does beside being read: theme at once, suggestions by keys, menus that close, facets folded on small
// screens. Nothing here is needed to read.
"use strict";

// A listbox under a combobox, as the ARIA practices have it; pick.js has some too. An option that is taken is clicked.
const listbox = (field, list) => {
  let at = -1;
  const options = () => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];
  const settle = () => {
    at = -1;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", String(options().length > 0));
  };
  const close = () => {
    list.replaceChildren();
    settle();
  };
  const choose = (index) => {
    const all = options();
    if (!all.length) return;
    at = (index + all.length) % all.length;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    all[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[at].id);
  };
  new MutationObserver(settle).observe(list, { childList: true });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (list.children.length) event.preventDefault(); // a field of search would lose what was typed
      close();
    }
    else if (event.key === "ArrowDown") { choose(at + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { choose(at < 0 ? -1 : at - 1); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0) { options()[at].click(); event.preventDefault(); }
  });
  return { options, close };
};

(() => {
  const root = document.documentElement;

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.hasAttribute("data-theme-switch")) return;
    event.preventDefault();
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = dark ? "light" : "dark";
    root.dataset.theme = theme;
    document.querySelector('meta[name="color-scheme"]').content = theme;
    const path = new URL(event.target.action).pathname.replace(/theme$/, ""); // of this server, which may be below one
    document.cookie = `${button.dataset.themeSwitch}=${theme}; path=${path}; max-age=15552000; samesite=lax`;
    button.setAttribute("aria-label", dark ? "Dark theme" : "Light theme");
    document.dispatchEvent(new CustomEvent("kb:theme", { detail: theme }));
  });

  // -- suggestions
  const field = document.getElementById("q");
  const list = document.getElementById("suggestions");
  if (field && list) {
    const { close } = listbox(field, list);
    document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
    document.addEventListener("focusin", (event) => { if (!event.target.closest(".search")) close(); });
  }

  // -- "/" goes to the search field
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    field?.focus();
    event.preventDefault();
  });

  // -- menus close with Escape and one another; one that lies over the page with a press beside it too
  const over = () => [...document.querySelectorAll("details[data-menu][open]")].filter(
    (one) => getComputedStyle(one.lastElementChild).position === "absolute",
  );
  document.addEventListener("pointerdown", ({ target }) => {
    over().forEach((one) => { if (!one.contains(target)) one.open = false; });
  });
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("details[data-menu]") || !menu.open) return;
    document.querySelectorAll("details[data-menu][open]").forEach((one) => { if (one !== menu) one.open = false; });
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const menu = event.target.closest?.("details[data-menu][open]");
    if (!menu) return over().forEach((one) => { one.open = false; });
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // -- a form that was opened in place goes with Escape, and the pen has the focus again; one that was left lies over
  // what has the focus now, which keeps it
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const slot = event.target.closest?.(".decide-slot");
    if (!slot) {
      document.querySelectorAll(".decide-slot:not(:empty)").forEach((one) => one.replaceChildren());
      return;
    }
    const pens = [...document.querySelectorAll("a.decide")].filter(
      (one) => one.compareDocumentPosition(slot) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    slot.replaceChildren();
    pens.at(-1)?.focus();
  });

  // -- where the menu is wider than the screen, it stands at the page that is shown
  const here = document.querySelector('.menu [aria-current="page"]');
  if (here) {
    const menu = here.closest("ul");
    menu.scrollLeft += here.getBoundingClientRect().left - menu.getBoundingClientRect().left - menu.clientWidth / 3;
  }

  if (matchMedia("(max-width: 62rem)").matches) {
    document.querySelectorAll("details[data-fold-narrow]").forEach((one) => { one.open = false; });
  }

  // What is not read before somebody unfolds it; "toggle" does not bubble.
  document.addEventListener("toggle", (event) => {
    const waiting = event.target.open && event.target.querySelector(".unread");
    if (waiting) waiting.dispatchEvent(new Event("unfold"));
  }, true);
})();
