// A field that names an entity: suggestions as one types, by pointer or keys; the id of the one that is picked is sent.
// Without this the name that was written is sent. Needs site.js.
"use strict";

(() => {
  const WAITS = 150; // ms after the last key

  const enhanced = new WeakSet();
  const enhance = (box) => {
    if (enhanced.has(box)) return;
    enhanced.add(box);
    const field = box.querySelector("input:not([type=hidden])");
    const held = box.querySelector("input[type=hidden]");
    const list = box.querySelector('[role="listbox"]');
    let timer = 0;
    let asked = 0;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
      field.setAttribute(name, value);
    }
    const { options, close: empty } = listbox(field, list);
    const close = () => {
      clearTimeout(timer);
      asked += 1;
      empty();
    };
    const pick = (option) => {
      field.value = option.dataset.called;
      held.value = option.dataset.id;
      close();
    };
    const ask = async () => {
      const mine = (asked += 1);
      const address = new URL(box.dataset.pick, location.href);
      address.searchParams.set("q", field.value);
      const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
      const text = answer?.ok ? await answer.text() : "";
      if (mine !== asked) return; // another key, or the list was closed
      const page = new DOMParser().parseFromString(text, "text/html");
      list.replaceChildren(...page.body.children);
      options().forEach((one) => { one.id = `${list.id}-${one.dataset.id}`; }); // two fields may suggest one entity
    };
    field.addEventListener("input", () => {
      held.value = "";
      clearTimeout(timer);
      if (field.value.trim()) timer = setTimeout(ask, WAITS);
      else close();
    });
    field.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]:not([aria-disabled])');
      if (option) pick(option);
    });
    box.addEventListener("focusout", close);
  };

  document.querySelectorAll("[data-pick]").forEach(enhance);
  document.addEventListener("focusin", ({ target }) => { // a field that came later, with a form in place
    const box = target.closest("[data-pick]");
    if (box) enhance(box);
  });
})();
