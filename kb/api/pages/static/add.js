// Files may be dropped on the field; a form that is on its way says so and is not sent twice.
(() => {
  const form = document.querySelector("form.adding");
  if (!form) return;
  const place = form.querySelector(".drop");
  const field = place.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("busy")) { event.preventDefault(); return; }
    form.classList.add("busy");
    event.submitter.textContent = "Reading …";
  });
  addEventListener("pageshow", () => form.classList.remove("busy"));
})();
