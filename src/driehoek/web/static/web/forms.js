// Text that is not stored yet is guarded: leaving the page asks first. Nothing is kept in the browser.

const changed = new WeakSet();
const guarded = "form[data-guard]";
let sending = false;

/** Tell whether a form holds something that the server has not stored. */
function isDirty(form) {
  return changed.has(form) || form.hasAttribute("data-dirty");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(guarded);
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches?.(guarded)) sending = true;
});

// A stored fragment is clean again; a failed one stays dirty.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.(guarded);
  if (!form) return;
  sending = false;
  if (event.detail.successful && !form.querySelector("[aria-invalid='true']")) changed.delete(form);
});

window.addEventListener("pageshow", () => { sending = false; });

window.addEventListener("beforeunload", (event) => {
  if (sending) return;
  if (![...document.querySelectorAll(guarded)].some(isDirty)) return;
  event.preventDefault();
  // Older browsers show their question only when a value is set.
  event.returnValue = document.getElementById("unsaved-text")?.dataset.text ?? "";
});
