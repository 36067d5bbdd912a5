// The admin wears the theme that the person chose for all pages (my account), before anything is drawn.
"use strict";
document.documentElement.dataset.theme = document.currentScript.dataset.theme;

// The field that select2 draws in place of a select has no name of its own: it takes the select's.
const nameDrawnFields = () => document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (!label) return;
  label.id ||= `${select.id}_label`;
  select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox]").forEach((drawn) => {
    drawn.setAttribute("aria-labelledby", [label.id, drawn.getAttribute("aria-labelledby")].filter(Boolean).join(" "));
  });
});
// jQuery calls in the order of asking: select2 asked while the page was read
document.addEventListener("DOMContentLoaded", () => window.django?.jQuery?.(nameDrawnFields));
