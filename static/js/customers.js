// customers.js: small helps on the pages of customers. Every page works without them.
(() => {
  const on = (event, act) => document.addEventListener(event, act);

  // After a tap on call or WhatsApp: on the customer's page the log form is ready for it, elsewhere a toast offers it.
  // Nothing is ever logged unasked.
  const readyLog = (kind) => {
    const form = document.getElementById("log");
    const choice = form?.querySelector(`[name=type][value="${kind}"]`);
    if (choice) choice.checked = true;
    form?.scrollIntoView({ block: "center" });
    form?.querySelector("textarea")?.focus({ preventScroll: true });
  };
  const offerLog = (link) => {
    const region = document.getElementById("toasts"), template = document.getElementById("toast-log");
    if (!region || !template) return;
    const toast = template.content.cloneNode(true);
    toast.querySelector("[data-who]").textContent = link.dataset.name || "";
    toast.querySelector("a").href = link.dataset.log;
    region.replaceChildren(toast);
  };
  on("click", (event) => {
    const link = event.target.closest("a[data-log], a[data-pick]");
    if (!link) return;
    setTimeout(() => (link.dataset.pick ? readyLog(link.dataset.pick) : offerLog(link)), 0);
  });

  // The promised follow-up moves to the day that the outcome usually wants; where it wants none, it is not promised
  on("change", (event) => {
    const { next, when } = event.target.selectedOptions?.[0]?.dataset ?? {};
    const box = event.target.form?.elements.followup_at;
    if (next === undefined || !box) return;
    if (!next) box.checked = false;
    else if (box.dataset.unwanted) box.checked = box.defaultChecked;
    box.dataset.unwanted = next ? "" : "yes";
    if (!next) return;
    box.value = next;
    box.closest("label").querySelector("[data-when]").textContent = when;
  });

  // Labels parted by commas: the list of suggestions goes on after the last comma
  const parts = /^(.*[,،]\s*)?(.*)$/s;
  const suggest = (input) => {
    const list = document.getElementById(input.dataset.labels), own = document.getElementById(`${input.id}-options`);
    if (!list || !own) return;
    const [, said = ""] = input.value.match(parts);
    own.replaceChildren(...[...list.options].map((option) => {
      const offered = document.createElement("option");
      offered.value = said + option.value;
      return offered;
    }));
  };
  on("focusin", (event) => { if (event.target.matches("[data-labels]")) suggest(event.target); });
  on("input", (event) => { if (event.target.matches("[data-labels]")) suggest(event.target); });
  on("htmx:afterSwap", (event) => document.querySelectorAll(`[data-labels="${event.target.id}"]`).forEach(suggest));
})();
