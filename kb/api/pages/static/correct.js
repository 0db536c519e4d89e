// What was looked at is what is recorded: a text that is changed after that must be looked at again.
"use strict";

(() => {
  const form = document.querySelector("form.correcting");
  const record = form?.querySelector("[data-looked]");
  if (!record) return;
  form.addEventListener("input", () => { record.disabled = true; });
})();
