// Files may be dropped on the field. They are sent one after the other, each with a line of its own that says how far it
// is, and one that is refused stops no other. What was sent is recorded to its end, whether the page is left or not.
// Without this script the form sends all of them at once, and the page that comes back says what became of each.
"use strict";

(() => {
  const form = document.querySelector("form.adding");
  const sending = document.querySelector(".sending");
  if (!form || !sending) return;
  const place = form.querySelector(".drop");
  const field = place.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });

  const list = sending.querySelector(".files");
  const bar = sending.querySelector("progress");
  const summary = sending.querySelector(".summary");
  const stop = sending.querySelector('[data-does="stop"]');
  const rest = sending.querySelector('[data-does="rest"]');
  const jobs = [];
  let running = false;
  let stopped = false;
  const WORDS = { waiting: "waiting", reading: "reading", recorded: "recorded", known: "known", rejected: "rejected", unsent: "not sent" };
  const several = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  const say = (job, state, words = "") => {
    job.state = state;
    job.line.className = state;
    job.line.querySelector("strong").textContent = WORDS[state];
    job.line.querySelector(".fine").textContent = words;
    const done = jobs.filter((one) => !["waiting", "reading", "unsent"].includes(one.state)).length;
    const bad = jobs.filter((one) => one.state === "rejected").length;
    const left = jobs.filter((one) => one.state === "unsent").length;
    bar.max = jobs.length;
    bar.value = done;
    summary.textContent = `${done} of ${several(jobs.length, "file")} done${bad ? `, ${bad} rejected` : ""}${left ? `, ${left} not sent` : ""}`;
    rest.hidden = running || !left;
    stop.hidden = !running;
  };

  const lineOf = (file) => {
    const line = document.createElement("li");
    const head = document.createElement("p");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    head.append(document.createElement("strong"), " ", name, " ", Object.assign(document.createElement("span"), { className: "fine" }));
    line.append(head, Object.assign(document.createElement("ol"), { className: "rows results" }));
    list.append(line);
    return line;
  };

  // Yields the lines of an answer as they come.
  async function* lines(answer) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let kept = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      kept += value;
      const parts = kept.split("\n");
      kept = parts.pop();
      yield* parts.map((part) => JSON.parse(part));
    }
  }

  async function send(job) {
    const results = job.line.querySelector(".results");
    results.replaceChildren();
    say(job, "reading");
    const data = new FormData();
    data.append("csrf", form.elements.csrf.value);
    data.append("file", job.file);
    const counts = {};
    try {
      const answer = await fetch(form.dataset.send, { method: "POST", body: data, headers: { Accept: "application/x-ndjson, application/json" } });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => ({}));
        say(job, answer.status === 429 || answer.status === 503 ? "unsent" : "rejected", `${problem.detail ?? `answer ${answer.status}`} ${problem.hint ?? ""}`.trim());
        return;
      }
      for await (const { status, html } of lines(answer)) {
        counts[status] = (counts[status] ?? 0) + 1;
        results.insertAdjacentHTML("beforeend", html);
        say(job, "reading", several(Object.values(counts).reduce((a, b) => a + b, 0), "article"));
      }
    } catch {
      say(job, "unsent", "The connection broke off, or the file cannot be read here. What was recorded stays.");
      return;
    }
    const words = Object.entries(counts).map(([status, number]) => `${number} ${status}`).join(", ");
    const taken = (counts.added ?? 0) + (counts.corrected ?? 0);
    const one = Object.values(counts).reduce((sum, number) => sum + number, 0) === 1; // whose line says it
    say(job, taken ? "recorded" : counts.known ? "known" : "rejected", one ? "" : words || "nothing in it");
  }

  async function run() {
    running = true;
    stopped = false;
    form.classList.add("busy");
    for (const job of jobs) {
      if (job.state !== "waiting") continue;
      if (stopped) say(job, "unsent");
      else await send(job);
    }
    running = false;
    form.classList.remove("busy");
    stop.disabled = false;
    say(jobs.at(-1), jobs.at(-1).state, jobs.at(-1).line.querySelector(".fine").textContent);
    if (!rest.hidden) rest.focus({ preventScroll: true });
  }

  stop.addEventListener("click", () => { stopped = true; stop.disabled = true; });
  rest.addEventListener("click", () => {
    for (const job of jobs) if (job.state === "unsent") say(job, "waiting");
    run();
  });
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });

  form.addEventListener("submit", (event) => {
    if (form.classList.contains("busy")) { event.preventDefault(); return; }
    const files = [...field.files];
    const others = form.elements.text.value.trim() || form.elements.page?.value.trim();
    if (event.submitter.value !== "add" || !files.length || others) {
      form.classList.add("busy");
      event.submitter.textContent = "Reading …";
      return;
    }
    event.preventDefault();
    sending.hidden = false;
    for (const file of files) {
      const job = { file, line: lineOf(file), state: "waiting" };
      jobs.push(job);
    }
    for (const job of jobs) if (job.state === "waiting") say(job, "waiting");
    field.value = "";
    sending.scrollIntoView({ block: "nearest" });
    run();
  });
  addEventListener("pageshow", () => { if (!running) form.classList.remove("busy"); });
})();
