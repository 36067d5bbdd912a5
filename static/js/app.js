// app.js: the few behaviours that HTML and CSS cannot give. Every page works without it.
(() => {
  const root = document.documentElement;
  const on = (event, act) => document.addEventListener(event, act);

  // Theme: 'light', 'dark' or 'auto'. A signed-in page carries the person's own; other pages remember the last one seen.
  const applyTheme = (theme) => {
    root.dataset.theme = theme;
    try { localStorage.setItem("theme", theme); } catch { /* storage off */ }
    document.querySelectorAll("[data-theme-set]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeSet === theme)));
  };
  let remembered = null;
  try { remembered = localStorage.getItem("theme"); } catch { /* storage off */ }
  applyTheme(root.dataset.theme || remembered || "auto");

  // Toasts: away after a while, but never under a pointer or the focus
  const armToast = (toast) => {
    const stay = toast.querySelector("form") ? 12000 : 7000;
    let timer = 0;
    const start = () => { timer = setTimeout(() => toast.remove(), stay); };
    const pause = () => clearTimeout(timer);
    ["pointerenter", "focusin"].forEach((e) => toast.addEventListener(e, pause));
    ["pointerleave", "focusout"].forEach((e) => toast.addEventListener(e, () => { pause(); start(); }));
    start();
  };
  const armToasts = (within) => within.querySelectorAll(".toasts > .toast:not([data-armed])").forEach((toast) => {
    toast.dataset.armed = "";
    if (!("stay" in toast.dataset)) armToast(toast);
  });
  const showToast = (name) => {
    const region = document.getElementById("toasts"), template = document.getElementById(`toast-${name}`);
    if (!region || !template) return;
    region.replaceChildren(template.content.cloneNode(true));
    armToasts(document);
  };

  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); showToast("copied"); } catch { showToast("not-copied"); }
  };
  const togglePassword = (button) => {
    const field = document.getElementById(button.dataset.togglePw);
    field.type = field.type === "password" ? "text" : "password";
    button.setAttribute("aria-pressed", String(field.type === "text"));
  };

  on("click", (event) => {
    const target = event.target.closest("[data-theme-set],[data-open],[data-close],[data-copy],[data-toggle-pw],[data-print],[data-dismiss]");
    if (!target) return;
    const data = target.dataset;
    if (data.themeSet) applyTheme(data.themeSet);
    if (data.open) { const dialog = document.getElementById(data.open); if (dialog) { event.preventDefault(); dialog.showModal(); } }
    if ("close" in data) { const dialog = target.closest("dialog"); if (dialog) { event.preventDefault(); dialog.close(); } }
    if (data.copy) copy(data.copy);
    if (data.togglePw) togglePassword(target);
    if (data.print) { root.dataset.print = data.print; window.print(); }
    if ("dismiss" in data) target.closest(".toast")?.remove();
  });

  // Lists: select all, and a live count for the bulk bar
  const countSelected = (list) => {
    const boxes = [...list.querySelectorAll("[data-row]")], chosen = boxes.filter((b) => b.checked).length;
    list.querySelectorAll("[data-all]").forEach((all) => { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; });
    const form = new Intl.PluralRules("ar").select(chosen); // each form is written for one number of its kind
    list.querySelectorAll("[data-selected]").forEach((o) => { if (chosen) o.textContent = o.dataset[form].replace(/\d+/, chosen); });
  };
  on("change", (event) => {
    const list = event.target.closest("[data-select-list]");
    if (list && event.target.matches("[data-all]")) list.querySelectorAll("[data-row]").forEach((b) => { b.checked = event.target.checked; });
    if (list && event.target.matches("[data-all], [data-row]")) countSelected(list);
    const form = event.target.form;
    if (form?.matches("[data-submit-on-change]")) form.requestSubmit();
  });

  // Typed text is not lost: leaving a guarded form that was changed asks first
  const changed = new Set();
  on("input", (event) => { const form = event.target.form; if (form?.matches("[data-guard]")) changed.add(form); });
  document.querySelectorAll("[data-guard][data-dirty]").forEach((form) => changed.add(form));
  on("submit", (event) => changed.delete(event.target));
  on("click", (event) => changed.delete(event.target.closest("a[data-leave]")?.closest("form"))); // leaving is what was chosen
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  // A plain form is sent once, however often its button is pressed
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.matches("[hx-post], [data-repeat]")) return;
    if ("sent" in form.dataset) { event.preventDefault(); return; }
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 10000); // a download leaves the page where it was
    event.submitter?.classList.add("htmx-request");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("form .btn.htmx-request").forEach((b) => b.classList.remove("htmx-request"));
    document.querySelectorAll("[data-select-list]").forEach(countSelected);
  });

  // htmx: say what went wrong; a session that ended shows its login page whole, not inside a row
  on("htmx:sendError", () => showToast("offline"));
  on("htmx:timeout", () => showToast("offline"));
  on("htmx:responseError", (event) => showToast({ 403: "expired", 404: "gone", 429: "busy" }[event.detail.xhr.status] || "failed"));
  on("htmx:beforeSwap", (event) => {
    const login = document.body.dataset.login, answered = event.detail.xhr.responseURL;
    if (login && answered && new URL(answered).pathname === login) { event.detail.shouldSwap = false; window.location.reload(); }
  });
  on("htmx:afterSwap", () => {
    armToasts(document);
    if (document.activeElement === document.body) document.querySelector("[data-refocus]")?.focus({ preventScroll: true });
  });
  on("htmx:oobAfterSwap", () => armToasts(document));
  on("htmx:load", (event) => event.detail.elt.querySelector?.("[data-focus]")?.focus());

  armToasts(document);
  document.querySelector("[data-focus]")?.focus();
})();
