// Draws the page's list of edges as a graph. The list says the same; nothing here is needed to read.
"use strict";

(() => {
  const box = document.getElementById("graph");
  const rows = [...document.querySelectorAll("[data-edge]")].map((one) => one.dataset);
  if (!box) return;
  if (!globalThis.cytoscape || !rows.length) {
    document.querySelector(".graph-drawing").hidden = true;
    return;
  }
  document.querySelector("details.edges")?.removeAttribute("open");

  const nodes = new Map();
  const put = (id, label, path) => {
    if (!nodes.has(id)) nodes.set(id, { group: "nodes", data: { id, label, path: path ?? "", ties: 0 } });
    nodes.get(id).data.ties += 1;
  };
  const edges = rows.map((one, at) => {
    put(one.from, one.fromLabel, one.fromPath);
    put(one.to, one.toLabel, one.toPath);
    return { group: "edges", data: { id: `edge ${at}`, source: one.from, target: one.to, label: one.words } };
  });
  let few = nodes.size <= 60; // so few that each can have its name

  // colours as the style sheet has them: a canvas knows no custom properties
  const probe = document.createElement("span");
  probe.hidden = true;
  box.after(probe);
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const text = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // as large as the page has it
  let scale = 1; // of the drawing to the screen: names have the size of text however much is fitted into the box
  const style = () => [
    { selector: "node", style: {
      label: "data(label)", "font-family": getComputedStyle(document.body).fontFamily, "font-size": 11 * text * scale, color: colour("--ink"),
      "text-outline-color": colour("--sheet"), "text-outline-width": 2 * scale, "text-valign": "bottom", "text-margin-y": 3,
      "text-wrap": few ? "wrap" : "ellipsis", "line-height": 1.2, "text-max-width": `${120 * text * scale}px`, "text-background-color": colour("--sheet"),
      "text-background-opacity": few ? 0.85 : 0, "text-background-padding": `${scale}px`, "background-color": colour("--soft"),
      width: `mapData(ties, 1, 20, ${11 * scale}, ${30 * scale})`, height: `mapData(ties, 1, 20, ${11 * scale}, ${30 * scale})`,
    } },
    { selector: 'node[path != ""]', style: { "background-color": colour("--link") } },
    { selector: "edge", style: {
      width: scale, "line-color": colour("--rule-strong"), "target-arrow-color": colour("--rule-strong"), "target-arrow-shape": box.closest("[data-undirected]") ? "none" : "triangle",
      "arrow-scale": 0.7 * scale, "curve-style": "bezier", label: few ? "data(label)" : "", "font-size": 9 * text * scale, color: colour("--soft"),
      "text-rotation": "autorotate", "text-outline-color": colour("--sheet"), "text-outline-width": 2 * scale,
    } },
    ...(few ? [] : [{ selector: "node[ties < 2]", style: { label: "" } }]),
    { selector: ".above", style: { "text-valign": "top", "text-margin-y": -3 } },
    { selector: ".after", style: { "text-valign": "center", "text-halign": "right", "text-margin-x": 3, "text-margin-y": 0 } },
    { selector: ".before", style: { "text-valign": "center", "text-halign": "left", "text-margin-x": -3, "text-margin-y": 0 } },
    { selector: ".covered", style: { label: "" } }, { selector: ".named", style: { label: "data(label)" } },
    { selector: ".dim", style: { opacity: 0.15 } },
  ];
  const graph = cytoscape({
    container: box, elements: [...nodes.values(), ...edges], style: style(), minZoom: 0.02, maxZoom: 40, userZoomingEnabled: false,
    layout: { name: "null" },
  });
  const apart = graph.elements().components();
  few ||= nodes.size <= 160 && apart.every((one) => one.length < 40); // or in parts that are small
  graph.style(style());
  graph.layout({ name: "cose", animate: false, randomize: true, nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 90,
    nodeRepulsion: () => 16000, componentSpacing: 50, nodeOverlap: 12, gravity: 4, numIter: few ? 1000 : 500, padding: 30 }).run();
  // parts that hang together with no other, in rows over the shape of the box: the layout puts them into a square
  if (apart.length > 1) {
    const gap = 24;
    const parts = apart.map((one) => ({ one, at: one.boundingBox({ includeLabels: true }) })).sort((a, b) => b.at.h - a.at.h);
    const area = parts.reduce((sum, { at }) => sum + (at.w + gap) * (at.h + gap), 0);
    const width = Math.max(parts[0].at.w, Math.sqrt((area * box.clientWidth) / box.clientHeight));
    let [x, y, high] = [0, 0, 0];
    graph.batch(() => parts.forEach(({ one, at }) => {
      if (x && x + at.w > width) [x, y, high] = [0, y + high + gap, 0];
      one.nodes().shift({ x: x - at.x1, y: y - at.y1 });
      x += at.w + gap;
      high = Math.max(high, at.h);
    }));
  }
  // all of it, in the shape of the box, with room for names at the sides and for the buttons in a corner; a few nodes
  // are not blown up to fill it
  const aside = () => Math.min(90, box.clientWidth / 6);
  const above = 44 * text + 16;
  const extent = () => graph.nodes().boundingBox({ includeLabels: false, includeEdges: false });
  const room = () => ({ w: Math.max(1, box.clientWidth - 2 * aside()), h: Math.max(1, box.clientHeight - 2 * above) });
  const drawn = extent();
  const wider = Math.min(3, Math.max(1, (drawn.h * room().w) / (drawn.w * room().h)));
  graph.batch(() => graph.nodes().positions((node) => ({ x: node.position("x") * wider, y: node.position("y") })));
  // a name is beneath its node, or above or beside it where that is free: over no other name, not cut off by the box, and
  // over no other node while there is room; of names that have none the one with most ties is shown, and of edges what is
  // left free; the pointer over a node shows the others
  const sides = ["", "above", "after", "before"];
  const uncover = () => {
    const taken = [];
    const dots = new Map();
    graph.elements().removeClass("covered above after before");
    const sizes = { includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false };
    graph.nodes().forEach((one) => dots.set(one.id(), one.boundingBox({ includeLabels: false, includeOverlays: false })));
    const meet = (at, other) => at.x1 < other.x2 && other.x1 < at.x2 && at.y1 < other.y2 && other.y1 < at.y2;
    const seen = graph.extent();
    const inside = (at) => at.x1 >= seen.x1 && at.x2 <= seen.x2 && at.y1 >= seen.y1 && at.y2 <= seen.y2;
    const clear = (at) => !taken.some((other) => meet(at, other));
    const free = (at, own) => clear(at) && [...dots].every(([id, dot]) => id === own || !meet(at, dot));
    const places = (dot, { x1, x2, y1, y2 }) => {
      const [x, y, wide, high] = [(dot.x1 + dot.x2) / 2, (dot.y1 + dot.y2) / 2, x2 - x1, y2 - y1];
      const [right, left] = [dot.x2 + 3, dot.x1 - 3];
      return [
        { x1, x2, y1, y2 }, { x1, x2, y1: 2 * y - y2, y2: 2 * y - y1 },
        { x1: right, x2: right + wide, y1: y - high / 2, y2: y + high / 2 }, { x1: left - wide, x2: left, y1: y - high / 2, y2: y + high / 2 },
      ];
    };
    let hidden = graph.nodes().sort((a, b) => b.data("ties") - a.data("ties")).toArray();
    for (const room of [free, clear]) {
      hidden = hidden.filter((one) => {
        const beneath = one.boundingBox(sizes);
        if (!beneath.w) return false;
        const possible = places(dots.get(one.id()), beneath);
        const fits = possible.findIndex((at) => inside(at) && room(at, one.id()));
        if (fits >= 0) taken.push(possible[fits]);
        if (fits > 0) one.addClass(sides[fits]);
        return fits < 0;
      });
    }
    graph.edges().forEach((one) => {
      const at = one.boundingBox(sizes);
      if (at.w && !free(at)) hidden.push(one);
      else if (at.w) taken.push(at);
    });
    graph.collection(hidden).addClass("covered");
    box.dataset.named = String(graph.nodes().not(".covered").length);
  };
  const fit = () => {
    const all = extent();
    const { w, h } = room();
    const zoom = Math.min(1.2, w / Math.max(1, all.w), h / Math.max(1, all.h));
    graph.zoom(zoom);
    graph.center();
    scale = 1 / zoom;
    graph.style(style());
    uncover();
  };
  fit();
  graph.on("resize", fit); // a phone is turned, a window is made narrower
  graph.on("tap", "node", ({ target }) => { if (target.data("path")) location.assign(target.data("path")); });
  graph.on("mouseover", "node", ({ target }) => {
    graph.elements().not(target.closedNeighborhood()).addClass("dim");
    target.closedNeighborhood().addClass("named");
    box.title = target.data("label");
  });
  graph.on("zoom", () => graph.nodes().toggleClass("named", graph.zoom() * scale > (few ? 2.5 : 1.5)));
  graph.on("mouseout", "node", () => { graph.elements().removeClass("dim named"); box.title = ""; });
  const middle = () => ({ x: box.clientWidth / 2, y: box.clientHeight / 2 });
  const does = {
    in: () => graph.zoom({ level: graph.zoom() * 1.4, renderedPosition: middle() }),
    out: () => graph.zoom({ level: graph.zoom() / 1.4, renderedPosition: middle() }),
    all: fit,
  };
  document.querySelector(".graph-drawing .keys").addEventListener("click", (event) => does[event.target.closest("button")?.dataset.does]?.());
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    does[event.deltaY < 0 ? "in" : "out"]();
  }, { passive: false });
  const again = () => graph.style(style());
  document.addEventListener("kb:theme", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  box.dataset.drawn = String(nodes.size);
})();
