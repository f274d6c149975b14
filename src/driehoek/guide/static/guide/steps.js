/* Next and back with the keys of a presenter; pressing the button itself, so that notes are kept. */
const form = document.querySelector("form[data-steps]");
const keys = { PageDown: "next", PageUp: "back", ArrowRight: "next", ArrowLeft: "back" };

document.addEventListener("keydown", (event) => {
  const wanted = keys[event.key];
  if (!form || !wanted || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const typing = event.target instanceof Element && event.target.closest("textarea, input, select");
  if (typing && event.key.startsWith("Arrow")) return;
  const button = form.querySelector(`button[name="go"][value="${wanted}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
