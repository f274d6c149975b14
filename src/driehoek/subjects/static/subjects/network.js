// The network of a case: moving through what the server drew. Everything comes from that drawing and the list beside
// it; nothing else is fetched. Without this script the drawing and the list stay.

const SHAPES = { person: "ellipse", address: "rectangle", organisation: "diamond", vehicle: "triangle", group: "hexagon" };
const DASHES = { likely: [14, 6], unverified: [3, 6], denied: [12, 5, 2, 5] };
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Read nodes and links from the drawing of the server. */
function elements(drawing) {
  const nodes = [...drawing.querySelectorAll("[data-node]")].map(({ dataset }) => ({
    group: "nodes",
    data: { id: dataset.node, kind: dataset.kind, label: `${dataset.number}. ${dataset.name}` },
    position: { x: Number(dataset.x), y: Number(dataset.y) },
  }));
  const edges = [...drawing.querySelectorAll("line[data-one]")].map(({ dataset }) => ({
    group: "edges",
    data: { source: dataset.one, target: dataset.other, certainty: dataset.certainty },
  }));
  return [...nodes, ...edges];
}

/** The look of nodes and links, in the colours that the page has now. */
function look(box) {
  const colours = getComputedStyle(box);
  const colour = (name) => resolved(box, colours.getPropertyValue(name));
  const [ink, sheet, accent, soft, edge, ask] = ["--dh-ink", "--dh-sheet", "--dh-accent", "--dh-accent-soft", "--dh-edge", "--dh-ask"].map(colour);
  return [
    { selector: "node", style: { label: "data(label)", shape: (node) => SHAPES[node.data("kind")], width: 34, height: 34, "background-color": soft, "border-color": accent, "border-width": 2, color: ink, "font-size": 15, "font-family": colours.fontFamily, "text-valign": "bottom", "text-margin-y": 6, "text-outline-color": sheet, "text-outline-width": 2, "min-zoomed-font-size": 6 } },
    { selector: "edge", style: { width: 2.5, "line-color": edge, "curve-style": "bezier" } },
    ...Object.entries(DASHES).map(([key, pattern]) => ({ selector: `edge[certainty = "${key}"]`, style: { "line-style": "dashed", "line-dash-pattern": pattern } })),
    { selector: ".on", style: { "border-color": ask, "border-width": 5, "line-color": ask, width: 4 } },
    { selector: "node.on", style: { width: 42, height: 42 } },
  ];
}

/** Turn a colour of the sheet, such as light-dark(…), into one that a canvas knows. */
function resolved(box, value) {
  const probe = document.createElement("span");
  probe.style.color = value;
  box.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
}

function tool(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nl-button nl-button--secondary";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function start(box) {
  const canvas = box.querySelector("[data-network-canvas]");
  const drawing = box.querySelector("[data-network-drawing]");
  const chosen = box.querySelector("[data-network-chosen]");
  const items = [...box.querySelectorAll("[data-network-item]")];
  box.classList.add("subjects-network--live");
  const cy = window.cytoscape({
    container: canvas, elements: elements(drawing), style: look(box), layout: { name: "preset", fit: true, padding: 30 },
    // One finger scrolls the page; the wheel does too.
    userZoomingEnabled: false, userPanningEnabled: !window.matchMedia("(pointer: coarse)").matches,
    minZoom: 0.2, maxZoom: 4, boxSelectionEnabled: false,
  });
  let at = -1;

  function show(place, toList) {
    at = (place + items.length) % items.length;
    const item = items[at];
    const node = cy.getElementById(item.dataset.networkItem);
    cy.elements().removeClass("on");
    node.addClass("on").connectedEdges().addClass("on");
    // On a phone the whole is too small to read: come nearer. Else move only when the node is out of sight.
    const { x1, x2, y1, y2 } = cy.extent();
    const { x, y } = node.position();
    const near = cy.zoom() < 0.7 ? { zoom: 0.9 } : {};
    if (near.zoom || x < x1 || x > x2 || y < y1 || y > y2) {
      if (near.zoom) cy.zoom(near.zoom);
      if (still) cy.center(node); else cy.animate({ center: { eles: node }, duration: 200 });
    }
    for (const one of items) one.classList.toggle("subjects-network__item--on", one === item);
    const link = item.querySelector("a.dh-row");
    const open = document.createElement("a");
    open.className = "nl-link dh-link";
    open.href = link.href;
    open.textContent = box.dataset.open;
    const words = document.createElement("span");
    words.textContent = `${box.dataset.chosen} ${link.querySelector(".dh-row__title").textContent.trim()}. ${item.dataset.said}.`;
    chosen.replaceChildren(words, open);
    if (toList) item.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  const place = (id) => items.findIndex((item) => item.dataset.networkItem === id);
  cy.on("tap", "node", (event) => show(place(event.target.id()), false));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); show(at < 0 && step < 0 ? -1 : at + step, false); }
    if (event.key === "Enter" && at >= 0) chosen.querySelector("a")?.click();
  });
  for (const button of box.querySelectorAll("[data-network-show]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      show(place(button.dataset.networkShow), false);
      canvas.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    });
  }
  const tools = box.querySelector("[data-network-tools]");
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
  tools.append(tool(box.dataset.zoomIn, () => zoom(1.4)), tool(box.dataset.zoomOut, () => zoom(1 / 1.4)), tool(box.dataset.whole, () => cy.fit(undefined, 30)));
  tools.hidden = false;
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(look(box)));
}

// The library stands after this module in some browsers: begin when both are there.
function begin() {
  if (!window.cytoscape) return;
  for (const box of document.querySelectorAll("[data-network]")) start(box);
}
if (document.readyState === "complete") begin(); else window.addEventListener("load", begin, { once: true });
