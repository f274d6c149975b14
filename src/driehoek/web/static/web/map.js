// Maps: the browser draws what the page's own address gives as GeoJSON; list and map say the same.
//
// [data-map] shows things; [data-map-pick] lets a form choose a place. Without this script the page keeps the drawing
// of the server, the list, and the fields of the form.

const L = window.L;
const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = { circle: "M0-12A12 12 0 1 1 0 12A12 12 0 1 1 0-12Z", square: "M-11-11H11V11H-11Z", diamond: "M0-15L15 0L0 15L-15 0Z" };
const APART = 34;
const NEAR = 15;
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Make an SVG element with attributes. */
function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The mark of a thing: its shape with its number. */
function pin({ mark, shape, vague }) {
  const box = document.createElement("span");
  const svg = drawn("svg", { viewBox: "-17 -17 34 34", "aria-hidden": "true" });
  svg.append(drawn("path", { d: OUTLINES[shape] ?? OUTLINES.circle, class: vague ? "dh-map__vague" : "dh-map__mark" }));
  const text = drawn("text", { y: "4.5", "text-anchor": "middle", class: `dh-map__number${vague ? " dh-map__number--vague" : ""}` });
  text.textContent = mark;
  svg.append(text);
  box.append(svg);
  return box;
}

/** Move places that would lie over each other apart, as the drawing of the server does. */
function spread(places) {
  const found = places.map(({ x, y }) => [x, y]);
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    for (let a = 0; a < found.length; a += 1) for (let b = a + 1; b < found.length; b += 1) {
      let right = found[b][0] - found[a][0];
      let down = found[b][1] - found[a][1];
      let far = Math.hypot(right, down);
      if (far >= APART) continue;
      moved = true;
      let step = (APART - far) / 2 + 0.01;
      if (far < 0.01) { right = Math.cos(a + b); down = Math.sin(a + b); far = 1; step = APART / 2; }
      for (const [place, sign] of [[found[a], -1], [found[b], 1]]) {
        place[0] += (sign * step * right) / far;
        place[1] += (sign * step * down) / far;
      }
    }
    if (!moved) break;
  }
  return found;
}

const latlng = ([longitude, latitude]) => L.latLng(latitude, longitude);

/** Begin a map in its frame: ground, outlines, names; return it with the layers of the areas. */
function ground(box, features) {
  const canvas = box.querySelector("[data-map-canvas]");
  box.classList.add("dh-map--live");
  const map = L.map(canvas, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.5, fadeAnimation: !still, zoomAnimation: !still,
    markerZoomAnimation: !still, scrollWheelZoom: false, maxZoom: 18, minZoom: 7,
    // One finger scrolls the page and two move the map, except where a place is chosen.
    dragging: "mapPick" in box.dataset || !window.matchMedia("(pointer: coarse)").matches,
  });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  if (box.dataset.tiles) {
    canvas.classList.add("dh-map__tiled");
    L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
    const credit = document.createElement("span");
    credit.textContent = box.dataset.attribution;
    L.control.attribution({ prefix: false }).addAttribution(credit.innerHTML).addTo(map);
  }
  const areas = features.filter((feature) => feature.properties.role === "area").map((feature) => {
    const layer = L.geoJSON(feature, { interactive: "mapPick" in box.dataset, style: () => ({ className: "dh-map__area", weight: 1 }) }).addTo(map);
    return { feature, layer };
  });
  names(map, areas);
  return { map, canvas, areas };
}

/** Write the name of an area where it fits inside it. */
function names(map, areas) {
  const labels = areas.filter(({ feature }) => feature.properties.name).map(({ feature, layer }) => {
    const text = document.createElement("span");
    text.textContent = feature.properties.name;
    text.setAttribute("aria-hidden", "true");
    const icon = L.divIcon({ html: text, className: "dh-map__label", iconSize: null });
    return { label: L.marker(latlng(feature.properties.point), { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }), bounds: layer.getBounds(), size: feature.properties.name.length * 7 };
  });
  const place = () => {
    for (const { label, bounds, size } of labels) {
      const across = map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
      if (across >= size) label.addTo(map); else label.remove();
    }
  };
  map.on("zoomend viewreset", place);
  map.whenReady(place);
}

/** Show everything that matters: the things, else the areas. */
function frame(map, items, areas) {
  const bounds = L.latLngBounds([]);
  for (const item of items) bounds.extend(L.geoJSON(item).getBounds()), bounds.extend(latlng(item.properties.point));
  if (!bounds.isValid()) for (const { layer } of areas) bounds.extend(layer.getBounds());
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [36, 36], maxZoom: NEAR, animate: false });
  else map.setView([52.1, 5.3], 7, { animate: false });
}

/** A map that shows things, beside their list. */
function show(box, features) {
  const { map, areas } = ground(box, features);
  const items = features.filter((feature) => feature.properties.role === "item");
  const markers = new Map();
  frame(map, items, areas);
  for (const item of items) {
    const { key, words, point } = item.properties;
    if (item.geometry.type !== "Point") L.geoJSON(item, { interactive: false, style: () => ({ className: "dh-map__zone" }) }).addTo(map);
    const icon = L.divIcon({ html: pin(item.properties), className: "dh-pin", iconSize: [44, 44], iconAnchor: [22, 22] });
    const marker = L.marker(latlng(point), { icon, keyboard: true, riseOnHover: true }).addTo(map);
    marker.getElement().setAttribute("aria-label", words);
    marker.getElement().setAttribute("aria-pressed", "false");
    marker.on("click", () => select(key, { from: "map" }));
    marker.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key !== " " && originalEvent.key !== "Enter") return;
      originalEvent.preventDefault();
      select(key, { from: "map" });
    });
    markers.set(key, { marker, item });
  }
  const settle = () => {
    const all = [...markers.values()];
    const places = spread(all.map(({ item }) => map.latLngToLayerPoint(latlng(item.properties.point))));
    all.forEach(({ marker }, index) => marker.setLatLng(map.layerPointToLatLng(places[index])));
  };
  map.on("zoomend viewreset resize", settle);
  settle();

  const chosen = box.querySelector("[data-map-chosen]");
  const rows = new Map([...box.querySelectorAll("[data-map-item]")].map((row) => [row.dataset.mapItem, row]));
  function select(key, { from }) {
    const { marker, item } = markers.get(key);
    for (const [name, one] of markers) {
      one.marker.getElement().classList.toggle("dh-pin--on", name === key);
      one.marker.getElement().setAttribute("aria-pressed", String(name === key));
      one.marker.setZIndexOffset(name === key ? 1000 : 0);
    }
    for (const [name, row] of rows) {
      row.classList.toggle("dh-map__item--on", name === key);
      if (name === key) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    }
    chosen.replaceChildren();
    const said = document.createElement("span");
    said.textContent = `${box.dataset.chosen} ${item.properties.words}.`;
    chosen.append(said);
    if (item.properties.url) {
      const link = document.createElement("a");
      link.className = "nl-link dh-link";
      link.href = item.properties.url;
      link.textContent = box.dataset.open;
      chosen.append(link);
    }
    if (from === "list") {
      map.panTo(marker.getLatLng(), { animate: !still });
      box.querySelector(".dh-map__frame").scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    }
  }
  for (const button of box.querySelectorAll("[data-map-show]")) {
    if (!markers.has(button.dataset.mapShow)) continue;
    button.hidden = false;
    button.addEventListener("click", () => select(button.dataset.mapShow, { from: "list" }));
  }
}

/** Read places as people write them, latitude first, one on a line. */
function read(text) {
  return text.split("\n").map((line) => line.match(/-?\d+(?:[.,]\d+)?/g)).filter((pair) => pair?.length === 2)
    .map(([latitude, longitude]) => [Number(latitude.replace(",", ".")), Number(longitude.replace(",", "."))]);
}

/** A map on which a form chooses a place; the fields of the form say the same and can be filled in by hand. */
function pick(box, features) {
  const { map, canvas, areas } = ground(box, features);
  const area = document.querySelector(box.dataset.areaField);
  const field = document.querySelector(box.dataset.placeField);
  const [one, many, wipe] = ["one", "many", "wipe"].map((name) => box.querySelector(`[data-map-${name}]`));
  const layer = L.layerGroup().addTo(map);
  let corners = false;
  box.querySelector(".dh-map__tools").hidden = false;

  const cross = document.createElement("span");
  cross.className = "dh-map__cross";
  const svg = drawn("svg", { viewBox: "-24 -24 48 48", "aria-hidden": "true" });
  svg.append(drawn("path", { d: "M-24 0H-5M5 0H24M0-24V-5M0 5V24", stroke: "currentColor", "stroke-width": "3" }));
  cross.append(svg);
  canvas.append(cross);

  function draw() {
    layer.clearLayers();
    const places = read(field.value);
    if (places.length > 2) L.polygon(places, { className: "dh-map__zone", interactive: false }).addTo(layer);
    places.forEach((place, index) => {
      const icon = L.divIcon({ html: pin({ mark: places.length > 1 ? index + 1 : "", shape: "circle", vague: false }), className: "dh-pin", iconSize: [44, 44], iconAnchor: [22, 22] });
      L.marker(place, { icon, interactive: false, keyboard: false }).addTo(layer);
    });
    for (const { feature, layer: shape } of areas) {
      const on = Boolean(area?.value) && feature.properties.value === area.value;
      shape.eachLayer((path) => path.getElement()?.classList.toggle("dh-map__area--chosen", on));
    }
  }
  function put(place, value) {
    const line = `${place.lat.toFixed(5)} ${place.lng.toFixed(5)}`;
    field.value = corners && field.value.trim() ? `${field.value.trim()}\n${line}` : line;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (value && area && [...area.options].some((option) => option.value === value)) {
      area.value = value;
      area.dispatchEvent(new Event("change", { bubbles: true }));
    }
    draw();
    document.dispatchEvent(new CustomEvent("dh:say", { detail: `${box.dataset.put} ${line}` }));
  }
  const under = (place) => {
    const point = map.latLngToLayerPoint(place);
    return areas.find(({ feature, layer: shape }) => feature.properties.value && shape.getLayers().some((path) => path._containsPoint?.(point)))?.feature.properties.value;
  };
  map.on("click", ({ latlng: place }) => put(place, under(place)));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    put(map.getCenter(), under(map.getCenter()));
  });
  const mode = (several) => {
    corners = several;
    one.setAttribute("aria-pressed", String(!several));
    many.setAttribute("aria-pressed", String(several));
  };
  one.addEventListener("click", () => mode(false));
  many.addEventListener("click", () => mode(true));
  wipe.addEventListener("click", () => { field.value = ""; field.dispatchEvent(new Event("input", { bubbles: true })); draw(); });
  field.addEventListener("change", draw);
  area?.addEventListener("change", () => {
    const found = areas.find(({ feature }) => feature.properties.value === area.value);
    if (found) map.fitBounds(found.layer.getBounds(), { animate: !still });
    draw();
  });
  const places = read(field.value);
  const start = areas.find(({ feature }) => area?.value && feature.properties.value === area.value);
  if (places.length) map.fitBounds(L.latLngBounds(places), { maxZoom: NEAR, animate: false });
  else if (start) map.fitBounds(start.layer.getBounds(), { animate: false });
  else frame(map, [], areas);
  mode(places.length > 2);
  draw();
}

async function begin(box) {
  const answer = await fetch(box.dataset.source, { headers: { Accept: "application/geo+json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    const note = box.querySelector("[data-map-failed]");
    if (note) note.hidden = false;
    return;
  }
  const { features } = await answer.json();
  if ("mapPick" in box.dataset) pick(box, features); else if (features.length) show(box, features);
}

for (const box of document.querySelectorAll("[data-map]")) begin(box);
