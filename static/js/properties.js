// properties.js: the form of a listing asks for what its type can have. Without it all fields show, and what a type
// cannot have is left out when it is saved.
(() => {
  const type = document.getElementById("id_type"), grid = document.querySelector("[data-of-type]");
  if (!type || !grid) return;
  const roomless = grid.dataset.ofType.split(" "), lands = grid.dataset.lands.split(" ");
  const follow = () => {
    grid.querySelectorAll(".of-rooms").forEach((field) => { field.hidden = roomless.includes(type.value); });
    grid.querySelectorAll(".of-building").forEach((field) => { field.hidden = lands.includes(type.value); });
  };
  type.addEventListener("change", follow);
  follow();
})();
