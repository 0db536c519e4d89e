// Leaves those terms on the page whose name or meaning has all words that are typed.
"use strict";

(() => {
  const label = document.querySelector(".sift");
  const field = label?.querySelector("input");
  if (!field) return;
  const told = document.querySelector("[data-sifted]");
  const terms = [...document.querySelectorAll(".term")].map((one) => ({ one, text: one.textContent.toLowerCase() }));
  label.hidden = false;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { one, text } of terms) {
      one.hidden = !words.every((word) => text.includes(word));
      left += one.hidden ? 0 : 1;
    }
    document.querySelectorAll("#terms > section").forEach((part) => {
      part.hidden = !part.querySelector(".term:not([hidden])");
    });
    told.textContent = words.length ? `${left} of ${terms.length} terms` : "";
  });
})();
