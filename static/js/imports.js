// imports.js: dropping a file, saying which was chosen, and marking columns. The pages work without it.
(() => {
  const on = (event, act) => document.addEventListener(event, act);
  const zone = (event) => event.target.closest?.("[data-drop]");

  // The file's name in the place of the invitation; one that the server would not take is put down again
  const name = (input) => {
    const area = input.closest("[data-drop]"), file = input.files[0];
    const tooLarge = Boolean(file) && file.size > Number(area.dataset.most);
    area.querySelector("[data-too-large]").hidden = !tooLarge;
    if (tooLarge) input.value = "";
    else if (file) area.querySelector("[data-chosen]").textContent = file.name;
  };
  on("change", (event) => { if (event.target.matches("[data-drop] input[type=file]")) name(event.target); });
  document.querySelectorAll("[data-drop] input[type=file]").forEach(name); // kept by the browser after «back»

  on("dragover", (event) => {
    const over = zone(event);
    document.querySelectorAll("[data-drop].over").forEach((other) => { if (other !== over) other.classList.remove("over"); });
    if (!over) return;
    event.preventDefault();
    over.classList.add("over");
  });
  on("dragleave", (event) => { if (event.target.matches?.("[data-drop]")) event.target.classList.remove("over"); });
  on("drop", (event) => {
    const over = zone(event);
    if (!over) return;
    event.preventDefault();
    over.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    const input = over.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    name(input);
  });

  // The mark beside a column follows what is chosen for it
  on("change", (event) => {
    const row = event.target.closest("[data-column]");
    if (!row) return;
    const now = event.target.value ? "auto" : "skip";
    row.classList.remove("auto", "ask", "skip");
    row.classList.add(now);
    row.querySelectorAll("[data-state]").forEach((mark) => { mark.hidden = mark.dataset.state !== now; });
  });
})();
