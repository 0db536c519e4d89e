// Draws happenings on a line of time: what is certain of their days full, what is only possible light. The list on the
// page says the same; nothing here is needed to read.
"use strict";

(async () => {
  globalThis.kbStylesAgain?.();
  const place = document.getElementById("drawing");
  if (!place || !globalThis.vis) return;
  const DAY = 86400000;
  const GROUPS = 12; // with a row of their own
  const FEW = 10; // which are all looked at first
  const MOST = 0.6; // of more than those
  const NEARLY_ALL = 0.9; // which are looked at instead
  const LONGER = 4; // where that takes no more than so many times as long
  const JUST = 0.1; // of that time, in which others before it are looked at with them
  const NEAR = 1.8; // times that time, in which others are looked at with them
  const BESIDE = 28; // pixels of a point and what is left free around its name
  const NARROW = 0.09; // of the window: in what is shorter no name fits; it is drawn as a point with its name beside it,
  // and so is a day, of which no part is told, that is too short for its own name
  const told = document.getElementById("told");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const date = (day) => {
    const [year, month, number] = day.split("-").map(Number);
    const made = new Date(2000, month - 1, number);
    made.setFullYear(year);
    return made;
  };
  const day = (one) => date(one).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const after = (day) => new Date(date(day).getTime() + DAY);

  const undated = (label) => label.replace(/, (?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4}$/, ""); // the line says when
  const straight = (words) => words.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""); // the list shows what turns words round

  async function rows() {
    if (place.dataset.source) {
      const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return (await answer.json()).items.map((one) => ({
        ...one,
        label: straight(one.label),
        type: one.type.replaceAll("_", " "),
        actor: straight(one.actor?.label ?? ""),
        place: straight(one.place?.label ?? ""),
      }));
    }
    return [...document.querySelectorAll("li[data-begin]")].map(({ dataset: one }) => ({
      ...one, sure_begin: one.sureBegin, sure_end: one.sureEnd,
    }));
  }

  let found;
  try {
    found = (await rows()).filter((one) => one.begin || one.end);
  } catch {
    found = []; // the list is there
  }
  if (!found.length) {
    document.querySelector(".drawing").hidden = true;
    return;
  }

  // -- groups: the most frequent have a row each; the type of what is of no other comes last
  const by = place.dataset.by;
  const times = new Map();
  for (const one of found) if (one[by]) times.set(one[by], (times.get(one[by]) ?? 0) + 1);
  const own = [...times].sort((a, b) => (a[0] === "other") - (b[0] === "other") || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, GROUPS).map(([name]) => name);
  const rowOf = (one) => (!one[by] ? "none" : own.includes(one[by]) ? `own ${own.indexOf(one[by])}` : "others");
  const groups = own.map((name, at) => ({ id: `own ${at}`, content: name, order: at }));
  if (found.some((one) => rowOf(one) === "others")) groups.push({ id: "others", content: "others", order: GROUPS });
  if (found.some((one) => rowOf(one) === "none")) groups.push({ id: "none", content: "not said", order: GROUPS + 1 });

  const items = found.map((one, id) => {
    const begin = one.begin || one.end;
    const end = one.end && one.end >= begin ? one.end : begin;
    const sure = one.sure_begin === begin && one.sure_end === end && one.begin && one.end;
    const open = (one.begin ? "" : " open-begin") + (one.end ? "" : " open-end");
    return {
      id, row: one, start: date(begin), end: after(end), group: by === "none" ? undefined : rowOf(one),
      className: (sure ? "sure" : "maybe") + open + (one.reality && one.reality !== "occurred" ? ` is-${one.reality}` : ""),
    };
  });

  // what is looked at first: the shortest time in which most of them begin; a few of long ago or hence do not press it together
  const starts = items.map((one) => one.start.getTime()).sort((a, b) => a - b);
  const within = (most) => starts.slice(0, starts.length - most + 1)
    .map((begin, at) => [starts[at + most - 1] - begin, begin])
    .reduce((one, other) => (other[0] < one[0] ? other : one));
  const dense = within(items.length > FEW ? Math.ceil(items.length * MOST) : items.length);
  const wide = within(Math.ceil(items.length * NEARLY_ALL));
  const [shortest, begin] = items.length > FEW && wide[0] <= LONGER * Math.max(dense[0], DAY) ? wide : dense;
  const from = shortest === wide[0] ? Math.min(...starts.filter((one) => one >= begin - shortest * JUST)) : begin;
  const span = Math.max(...starts.filter((one) => one >= from && one <= from + shortest * NEAR)) - from; // and what follows soon
  const ends = items.filter((one) => one.start >= from && one.start <= from + span).map((one) => one.end.getTime()).sort((a, b) => a - b);
  const to = Math.max(from + span + DAY, ends[Math.ceil(ends.length * 0.9) - 1]);
  const room = Math.max((to - from) * 0.04, 2 * DAY);
  const style = getComputedStyle(place);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  for (const one of items) one.name = pen.measureText(undated(one.row.label)).width + BESIDE;
  const narrow = place.clientWidth < 600;
  const left = by === "none" ? 0 : Math.min(narrow ? 90 : 200, 24 + Math.max(...groups.map((one) => pen.measureText(one.content).width)));
  const width = Math.max(1, place.clientWidth - left);
  const rest = Math.max(room, roomForNames()); // beside the last of them

  function roomForNames() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const longest = narrow ? 0.5 : 0.4; // of the width that one name takes
    const needed = items
      .filter((one) => one.start >= from && one.start <= from + span)
      .map((one) => {
        const name = Math.min((narrow ? 8.5 : 20) * rem + BESIDE, one.name); // as the style sheet has it
        return (one.start - from + room) / (1 - Math.min(longest, name / width));
      });
    return Math.max(0, ...needed.map((one) => one - (to - from + room)));
  }

  const first = starts[0];
  const last = Math.max(...items.map((one) => one.end.getTime()));

  const drawnAs = (one, window) => {
    const part = (one.end - one.start) / window;
    return part < NARROW || (one.end - one.start <= DAY && part * width < one.name) ? "point" : "range";
  };
  const data = new vis.DataSet(items.map((one) => ({ ...one, content: undated(one.row.label), type: drawnAs(one, to - from + room + rest) })));
  const order = [...items].sort((a, b) => a.start - b.start || a.id - b.id).map((one) => one.id);
  let at = -1;
  // a point that lies before what is seen would show the end of its name alone
  let seen = from - room;
  const view = new vis.DataView(data, { filter: (one) => one.type !== "point" || one.start >= seen });
  const text = (words) => {
    const element = document.createElement("bdi");
    element.textContent = words;
    return element;
  };
  const core = (item) => {
    const element = document.createElement("span");
    element.className = "core";
    const { sure_begin: begin, sure_end: end } = item.row;
    if (!begin || !end) return element;
    const whole = item.end - item.start;
    element.style.left = `${(100 * (date(begin) - item.start)) / whole}%`;
    element.style.width = `${(100 * (after(end) - date(begin))) / whole}%`;
    return element;
  };
  const line = new vis.Timeline(place, view, by === "none" ? undefined : new vis.DataSet(groups), {
    start: new Date(from - room), end: new Date(to + rest),
    min: new Date(first - 400 * DAY), max: new Date(last + 0.5 * (last - first) + 400 * DAY),
    zoomMin: 2 * DAY, zoomKey: "ctrlKey", horizontalScroll: false, verticalScroll: true, height: "100%",
    stack: true, selectable: true, multiselect: false, showTooltips: false, margin: { item: { horizontal: 6, vertical: 3 }, axis: 6 },
    orientation: "top", groupOrder: "order",
    onInitialDrawComplete: () => { rowsByKeys(); place.dataset.drawn = String(items.length); },
    template: (item) => text(item.content), groupTemplate: (group) => text(group?.content ?? ""), visibleFrameTemplate: core,
  });
  line.emit("rangechanged", {}); // it waits for its first window, which it has: else it shows itself a second later

  function rowsByKeys() {
    for (const one of place.querySelectorAll(".vis-left, .vis-right")) {
      one.tabIndex = one.offsetWidth ? 0 : -1; // they scroll; one that is not seen is no stop
      one.setAttribute("role", "group");
      one.setAttribute("aria-label", "Rows of the timeline");
    }
  }

  const address = ({ row }) => (row.event ? place.dataset.to.replace("event-ID", row.event) : row.path ?? "");
  const open = (item) => { if (address(item)) location.assign(address(item)); };
  const words = ({ begin, end, sure_begin: first, sure_end: last }) => {
    if (begin && end) {
      if (begin === end) return day(begin);
      if (!first) return `some time from ${day(begin)} to ${day(end)}`;
      if (first === begin && last === end) return `${day(begin)} to ${day(end)}`;
      return `some time from ${day(begin)} to ${day(end)}, in any case ${first === last ? `on ${day(first)}` : `from ${day(first)} to ${day(last)}`}`;
    }
    return begin ? `from ${day(begin)}, its end is not known` : `by ${day(end)}, its beginning is not known`;
  };
  const BECAME = { occurred: "", notHappened: "did not happen" };
  const became = ({ reality }) => BECAME[reality] ?? reality ?? "";
  function tell(item) {
    const link = document.createElement(address(item) ? "a" : "span");
    if (address(item)) link.href = address(item);
    link.append(text(item.row.label));
    const more = [item.row.type, became(item.row), item.row.place, words(item.row)];
    told.replaceChildren(link, ` ${more.filter(Boolean).join(" · ")}`);
  }
  line.on("click", ({ item }) => { if (item !== null && item !== undefined) open(data.get(item)); });
  line.on("itemover", ({ item }) => tell(data.get(item)));
  line.on("rangechanged", ({ start, end }) => {
    const changed = data.get().filter((one) => one.type !== drawnAs(one, end - start));
    if (changed.length) data.update(changed.map((one) => ({ id: one.id, type: drawnAs(one, end - start) })));
    if (seen !== start.getTime()) {
      seen = start.getTime();
      view.refresh();
      if (at >= 0) line.setSelection(order[at]); // it may have been out of sight
    }
    place.dataset.shown = `${start.toISOString()}/${end.toISOString()}`;
  });

  // -- keys and buttons
  const move = { animation: !still };
  const does = {
    in: () => line.zoomIn(0.5, move),
    out: () => line.zoomOut(0.5, move),
    all: () => line.setWindow(new Date(first), new Date(last + 0.3 * (last - first)), move),
    left: () => shift(-0.2),
    right: () => shift(0.2),
  };
  function shift(part) {
    const { start, end } = line.getWindow();
    const by = (end - start) * part;
    line.setWindow(new Date(start.getTime() + by), new Date(end.getTime() + by), move);
  }
  function step(by) {
    at = at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by));
    const item = data.get(order[at]);
    line.setSelection(item.id);
    const { start, end } = line.getWindow();
    if (item.end < start || item.start > end) line.moveTo(item.start, move);
    tell(item);
  }
  const keys = { "+": does.in, "=": does.in, "-": does.out, "0": does.all, ArrowLeft: does.left, ArrowRight: does.right,
    ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => { if (at >= 0) open(data.get(order[at])); } };
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.querySelector(".drawing .keys").addEventListener("click", (event) => does[event.target.closest("button")?.dataset.does]?.());
})();
