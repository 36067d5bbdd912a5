// imports.js: dropping a file, and saying which was chosen. The page works without it.
(() => {
  const on = (event, act) => document.addEventListener(event, act);
  const zone = (event) => event.target.closest?.("[data-drop]");

  const name = (input) => {
    const said = input.closest("[data-drop]")?.querySelector("[data-chosen]");
    if (said && input.files.length) said.textContent = input.files[0].name;
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
})();
