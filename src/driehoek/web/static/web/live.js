// The live stream: says that something changed, and fetches it when the reader wants it.
//
// The stream carries only kind, id and version. An element that shows live content has
//   data-live="problem deviation"  kinds it depends on, or kind:id for one thing
//   hx-get="…" hx-trigger="live-refresh"  how it is fetched, through its normal view
//   data-live-auto  (optional) refresh at once: only for elements that do not move the text
//   data-version    (optional) the version it shows; the same or an older one is no news

const url = document.querySelector("meta[name='live-url']")?.content;
const status = document.getElementById("status");
const state = document.getElementById("live-state");
const pause = document.getElementById("live-pause");

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const BYE_WAIT = 5000;
// The server sends a ping every 15 seconds; three missed means that the line is dead.
const SILENCE = 50000;

let source = null;
let wait = FIRST_WAIT;
let paused = false;
let timer = 0;
let watchdog = 0;
let last = document.querySelector("meta[name='live-since']")?.content ?? "";
const pending = new Map();

/** Show whether the page is live, in words. */
function show(name) {
  if (!state) return;
  state.textContent = state.dataset[name] ?? "";
  state.classList.toggle("dh-as-of__live--on", name === "on");
  state.classList.toggle("dh-as-of__live--off", name !== "on");
}

/** List the elements on this page that show the changed thing. */
function concerned(change) {
  const all = [...document.querySelectorAll("[data-live]")];
  // Too much was missed to name: everything on the page may be old.
  if (change.kind === "*") return all;
  return all.filter((element) => {
    const kinds = element.dataset.live.split(/\s+/);
    const named = kinds.includes(`${change.kind}:${change.id}`);
    if (!named && !kinds.includes(change.kind)) return false;
    return !(named && Number(element.dataset.version ?? -1) >= change.version);
  });
}

function refresh(elements) {
  for (const element of new Set(elements)) window.htmx?.trigger(element, "live-refresh");
}

/** Offer what is new as a button; the text under the reader's eyes stays where it is. */
function offer() {
  if (!status || pending.size === 0) return;
  let button = status.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "nl-button nl-button--primary";
    button.addEventListener("click", take);
    status.append(button);
  }
  const { one, many } = status.dataset;
  button.textContent = pending.size === 1 ? one : many.replace("%s", String(pending.size));
}

function take() {
  const changes = [...pending.values()];
  pending.clear();
  status.querySelector("button")?.remove();
  refresh(changes.flatMap(concerned));
  document.dispatchEvent(new CustomEvent("dh:say", { detail: status.dataset.shown }));
  document.getElementById("inhoud")?.focus({ preventScroll: true });
}

function onChange(event) {
  heard(event);
  let change;
  try {
    change = JSON.parse(event.data);
  } catch {
    return;
  }
  const elements = concerned(change);
  refresh(elements.filter((element) => element.hasAttribute("data-live-auto")));
  if (elements.every((element) => element.hasAttribute("data-live-auto"))) return;
  pending.set(`${change.kind}:${change.id}`, change);
  offer();
}

/** The server could not replay all that was missed. */
function onReload(event) {
  heard(event);
  pending.set("*", { kind: "*", id: "*", version: 0 });
  offer();
}

/** Note a sign of life and where we are in the stream. */
function heard(event) {
  if (event.lastEventId) last = event.lastEventId;
  clearTimeout(watchdog);
  watchdog = setTimeout(() => later(FIRST_WAIT), SILENCE);
}

function close() {
  clearTimeout(timer);
  clearTimeout(watchdog);
  source?.close();
  source = null;
}

/** Close and come back after a while, spread out so that not everyone returns at once. */
function later(milliseconds) {
  close();
  show("off");
  timer = setTimeout(open, milliseconds * (0.5 + Math.random()));
}

function open() {
  close();
  const address = new URL(url, window.location.href);
  if (last) address.searchParams.set("since", last);
  source = new EventSource(address, { withCredentials: true });
  source.addEventListener("open", (event) => { wait = FIRST_WAIT; show("on"); heard(event); });
  source.addEventListener("change", onChange);
  source.addEventListener("ping", heard);
  source.addEventListener("bye", () => later(BYE_WAIT));
  source.addEventListener("error", () => {
    show("off");
    // While it is connecting the browser retries by itself, with Last-Event-ID.
    if (source?.readyState !== EventSource.CLOSED) return;
    later(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
}

function setPaused(wanted) {
  paused = wanted;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
  if (paused) {
    close();
    show("paused");
  } else {
    wait = FIRST_WAIT;
    open();
  }
}

if (url && "EventSource" in window) {
  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => setPaused(!paused));
  }
  // A page kept for the back button must not hold a stream open.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted && !paused) open(); });
  open();
}
