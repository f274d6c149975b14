// While someone judges, the law is asked again after each answer. Nothing is stored by that, so the guard on unsaved
// text (web/forms.js), which takes a finished request for a stored form, is told again that there is something to lose.

const judging = "form[data-judging]";
// Answers for the law, and which data are in it.
const asks = /^(fact-|along-data_categories$)/;

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(judging);
  if (!form || !asks.test(event.target.name ?? "")) return;
  form.dispatchEvent(new CustomEvent("law-asked"));
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.(judging);
  if (form) form.dispatchEvent(new Event("input", { bubbles: true }));
});
