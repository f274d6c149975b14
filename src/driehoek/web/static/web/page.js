// Small habits of every page: menus that close, focus after an error, words for a request that failed.

const status = document.getElementById("status");

/** Say something in the status region, for a while; an offer of news that stands there stays. */
function say(text) {
  if (!status || !text) return;
  const line = document.createElement("p");
  line.className = "dh-status__text";
  line.textContent = text;
  status.querySelector(".dh-status__text")?.remove();
  status.prepend(line);
  setTimeout(() => { if (line.isConnected) line.remove(); }, 8000);
}

document.addEventListener("dh:say", (event) => say(event.detail));

/** Put the reader at the error summary or the conflict that a new page or fragment brought; not at an example. */
function focusOnTrouble(root) {
  [...root.querySelectorAll("[data-error-summary]")].find((box) => !box.closest("[data-example]"))?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// A link in the error summary puts the cursor in the field itself, also in a group of choices.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const control = target.matches("fieldset") ? target.querySelector("input, select, textarea") : target;
  target.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
});

document.addEventListener("htmx:afterSwap", (event) => focusOnTrouble(event.target));
document.addEventListener("htmx:responseError", (event) => {
  say(event.detail.xhr.status === 503 ? status?.dataset.away : status?.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(status?.dataset.away));

// A fragment that was sent elsewhere (to the sign-in page) is no fragment: the whole page goes there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!xhr.responseURL) return;
  const asked = new URL(requestConfig.path, window.location.href);
  const answered = new URL(xhr.responseURL, window.location.href);
  if (requestConfig.verb !== "get" || asked.pathname === answered.pathname) return;
  event.detail.shouldSwap = false;
  window.location.assign(answered);
});

focusOnTrouble(document);
