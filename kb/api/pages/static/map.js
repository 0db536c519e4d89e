// Draws the table of places on a map of the world's borders, which comes from this server. Places that coincide at the
// present zoom are one circle with their sum. The table says the same; nothing here is needed to read.
"use strict";

(async () => {
  const box = document.getElementById("map");
  if (!box || !globalThis.L) return;
  const NEAR = 30; // pixels: what is nearer is drawn together
  const DEEPEST = 9;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const places = [...document.querySelectorAll("tr[data-at]")].map((row) => ({
    row, at: L.latLng(...row.dataset.at.split(",").map(Number)), wide: Number(row.dataset.wide),
    count: Number(row.dataset.count), begin: row.dataset.begin, end: row.dataset.end,
    name: row.cells[0].textContent.trim(),
  }));

  const map = L.map(box, {
    attributionControl: false, minZoom: box.clientWidth < 512 ? 0 : 1, maxZoom: DEEPEST, zoomSnap: box.clientWidth < 512 ? 0.25 : 0.5, zoomDelta: 0.5, maxBounds: [[-85, -270], [85, 270]], maxBoundsViscosity: 0.8,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still, scrollWheelZoom: false,
  });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    map.setZoomAround(map.mouseEventToLatLng(event), map.getZoom() - Math.sign(event.deltaY) * 0.5);
  }, { passive: false });

  const beside = box.dataset.beside !== undefined; // on the page of something else, whose address is not the map's
  const given = !beside && /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  if (given) map.setView([Number(given[2]), Number(given[3])], Number(given[1]));
  else map.fitBounds(L.latLngBounds(places.map((one) => one.at)).pad(0.1), { maxZoom: beside ? 4 : 6, animate: false });
  if (!beside) map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    history.replaceState(null, "", `#map=${map.getZoom()}/${lat.toFixed(3)}/${lng.toFixed(3)}`);
    document.querySelectorAll(".clocks").forEach((form) => form.setAttribute("data-hash", location.hash));
  });

  // what crosses the 180th meridian goes on beyond it, and what goes around the pole is closed there
  const unrolled = (line) => {
    let turn = 0;
    const made = line.map(([x, y], at) => {
      const step = at ? x - line[at - 1][0] : 0;
      turn += step > 180 ? -360 : step < -180 ? 360 : 0;
      return [x + turn, y];
    });
    if (turn && line.length > 3) made.push([made.at(-1)[0], -89], [made[0][0], -89], made[0]);
    return made;
  };
  const rings = (shape) => {
    const { type, coordinates } = shape;
    const each = { Polygon: (all) => all.map(unrolled), MultiPolygon: (all) => all.map((one) => one.map(unrolled)) }[type];
    return each ? { type, coordinates: each(coordinates) } : shape;
  };
  const lines = ({ coordinates }) => ({
    type: "MultiLineString",
    coordinates: coordinates.filter((line) => line.every(([x], at) => !at || Math.abs(x - line[at - 1][0]) < 180)),
  });
  const world = await (await fetch(box.dataset.world)).json();
  const plain = { interactive: false, smoothFactor: 0.6 };
  const countries = topojson.feature(world, world.objects.countries).features.map(({ geometry }) => rings(geometry));
  L.geoJSON(countries, { ...plain, style: { className: "land" } }).addTo(map);
  L.geoJSON(lines(topojson.mesh(world, world.objects.countries, (a, b) => a !== b)), { ...plain, style: { className: "border" } }).addTo(map);

  const wide = L.layerGroup(places.filter((one) => one.wide).map((one) =>
    L.circle(one.at, { radius: one.wide * 1000, className: "wide", interactive: false }))).addTo(map);
  wide.eachLayer((one) => one.bringToFront());

  const circles = L.layerGroup().addTo(map);
  let days = { since: "", until: "" };
  const outside = (one) => Boolean((days.since && one.end && one.end < days.since) || (days.until && one.begin && one.begin > days.until));

  function told(group) {
    const list = document.createElement("ul");
    for (const one of group) {
      const item = document.createElement("li");
      for (const cell of one.row.cells) {
        if (!cell.textContent.trim()) continue;
        const part = document.createElement("span");
        part.className = cell === one.row.cells[0] ? "name" : "fine";
        part.append(...cell.cloneNode(true).childNodes);
        part.querySelectorAll(".hidden").forEach((one) => one.remove());
        if (cell.dataset.unit) part.append(` ${cell.dataset.unit}`);
        item.append(part);
      }
      list.append(item);
    }
    return list;
  }

  function draw() {
    circles.clearLayers();
    const groups = [];
    for (const one of places) {
      const at = map.latLngToLayerPoint(one.at);
      const near = groups.find((group) => group.at.distanceTo(at) < NEAR);
      if (near) near.all.push(one);
      else groups.push({ at, all: [one] });
    }
    for (const { all } of groups) {
      const sum = all.reduce((total, one) => total + one.count, 0);
      const size = Math.round(Math.min(54, 22 + 5 * Math.sqrt(sum)));
      const face = document.createElement("span");
      face.textContent = sum.toLocaleString("en");
      const label = all.length === 1 ? all[0].name : `${all.length} places: ${all.slice(0, 3).map((one) => one.name).join(", ")}`;
      const kind = all.every(outside) ? " out" : all.every((one) => one.wide) ? " vague" : "";
      const marker = L.marker(all[0].at, {
        icon: L.divIcon({ html: face, className: `count-at${kind}`, iconSize: [size, size] }), title: label, riseOnHover: true,
        zIndexOffset: sum,
      });
      marker.bindPopup(() => told(all), { maxHeight: 260, maxWidth: 280, autoPan: true });
      circles.addLayer(marker);
      marker.getElement().setAttribute("aria-label", `${label}, ${sum}`);
    }
  }
  let opened = null; // the circle whose places are shown
  map.on("popupopen", ({ popup }) => {
    opened = popup._source?.getElement();
    popup.getElement().querySelector("a")?.focus({ preventScroll: true });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.querySelector(".leaflet-popup")) return;
    map.closePopup();
    opened?.focus({ preventScroll: true });
  });
  map.on("zoomend", draw);
  document.addEventListener("kb:days", (event) => { days = event.detail; draw(); });
  draw();
  box.dataset.drawn = String(places.length);
})();
