// palette.js: search and commands over any page. htmx asks as one types; this opens, walks with the arrows, follows.
(() => {
  const on = (event, act, options) => document.addEventListener(event, act, options);
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = palette.querySelector("[role=combobox]"), list = palette.querySelector("[role=listbox]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let shownFor = null, followsSoon = false; // the query that the list answers; Enter pressed before its answer came

  const choose = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => options().find((each) => each.getAttribute("aria-selected") === "true");
  const step = (by) => {
    const all = options(), place = all.indexOf(chosen());
    if (all.length) choose(all[(place + by + all.length) % all.length]);
  };
  const follow = () => { chosen()?.click(); };

  const open = () => {
    input.value = "";
    followsSoon = false;
    palette.showModal();
    htmx.trigger(input, "opened");
  };

  on("click", (event) => {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });

  // Ctrl K and Cmd K open it everywhere; a bare / first looks for the page's own search field in sight
  on("keydown", (event) => {
    if (event.isComposing) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const chord = event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!chord && !slash) return;
    const dialog = document.querySelector("dialog[open]");
    if (dialog && dialog !== palette) return;
    event.preventDefault();
    const own = slash && [...document.querySelectorAll("main [data-search]")].find((field) => field.checkVisibility());
    if (own) { own.focus(); own.select(); }
    else if (palette.open) palette.close();
    else open();
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const act = { ArrowDown: () => step(1), ArrowUp: () => step(-1) }[event.key];
    if (act) { event.preventDefault(); act(); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (input.value === shownFor) follow();
    else followsSoon = true;
  });
  input.addEventListener("input", () => { followsSoon = false; });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });

  input.addEventListener("htmx:afterSwap", (event) => event.stopPropagation()); // the page's focus is no business of this
  list.addEventListener("htmx:afterSwap", (event) => {
    event.stopPropagation();
    shownFor = event.detail.requestConfig.parameters.q;
    choose(options()[0]);
    if (!followsSoon || input.value !== shownFor) return; // an earlier query's answer: what was typed since is still to come
    followsSoon = false;
    follow();
  });
})();
