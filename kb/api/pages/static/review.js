// A key is an answer, as in `kb review`: s same, d different, u unsure, k skip, z takes the last one back.
(() => {
  const answers = document.querySelector("[data-keys]");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea, button, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    const button = key === "z"
      ? document.querySelector(".banner.recorded button")
      : answers && answers.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
