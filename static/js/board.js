// board.js: a card moved by its menu or by a drop goes to its new lane at once, and back if the server refuses.
// Without it the menu's form is posted and the page drawn anew.
(() => {
  const on = (event, act, options) => document.addEventListener(event, act, options);
  const listOf = (status) => document.querySelector(`#lane-${CSS.escape(status)} > ul`);

  const settle = (id) => {
    const card = document.getElementById(id), list = card && listOf(card.dataset.status);
    if (list && card.parentElement !== list) list.prepend(card); // somebody else had moved it
    if (document.activeElement === document.body) (card?.querySelector("[popovertarget]") ?? document.getElementById("board"))?.focus({ preventScroll: true });
  };

  const move = async (card, values, before = null) => {
    const form = card.querySelector("[data-move]"), home = card.parentElement, next = card.nextElementSibling;
    const goHome = () => home.insertBefore(card, next?.parentElement === home ? next : null);
    const list = listOf(values.status);
    if (list) list.insertBefore(card, before?.parentElement === list ? before : list.firstElementChild);
    card.classList.add("htmx-request");
    card.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.xhr.status >= 400) goHome(); });
    card.addEventListener("htmx:afterRequest", (event) => {
      card.classList.remove("htmx-request");
      if (!event.detail.successful && card.isConnected) goHome();
    });
    const version = form.elements.version.value;
    await htmx.ajax("POST", form.dataset.move, { source: card, target: card, values: { version, ...values } });
    settle(card.id);
  };

  // Losing a customer asks why first; the card waits where it is
  const askWhy = (card) => {
    const dialog = document.getElementById("lost-dialog"), form = dialog.querySelector("form");
    form.reset();
    dialog.returnValue = "";
    dialog.querySelector("[data-who]").textContent = card.querySelector("a").textContent;
    dialog.addEventListener("close", () => {
      const reason = new FormData(form).get("lost_reason");
      if (dialog.returnValue === "lost" && reason) move(card, { status: "lost", lost_reason: reason });
    }, { once: true });
    dialog.showModal();
  };

  on("card:drop", ({ detail: { card, status, before } }) => (status === "lost" ? askWhy(card) : move(card, { status }, before)));
  on("submit", (event) => {
    const form = event.target.closest("[data-move]");
    if (!form) return;
    event.preventDefault();
    form.hidePopover();
    move(form.closest(".deal"), { status: event.submitter.value });
  });
  on("click", (event) => {
    const link = event.target.closest("[data-lose]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("form").hidePopover();
    askWhy(link.closest(".deal"));
  });

  // Undo, in a toast, draws the board anew where it stands
  on("submit", async (event) => {
    const form = event.target.closest(".toast form"), board = document.getElementById("board");
    if (!form || !board || event.defaultPrevented) return;
    event.preventDefault();
    const place = board.scrollLeft, next = window.location.pathname + window.location.search;
    await htmx.ajax("POST", form.getAttribute("action"), {
      source: board, target: board, select: "#board", selectOOB: "#toasts,#board-sum,#lane-nav", values: { next },
    });
    const drawn = document.getElementById("board");
    drawn.scrollLeft = place;
    drawn.focus({ preventScroll: true });
  });

  // On a phone, the chips show which lane is in sight, and lead to the others
  const markLane = () => {
    const board = document.getElementById("board"), chips = [...document.querySelectorAll("#lane-nav > .chip")];
    if (!board || !chips[0]?.checkVisibility()) return;
    const middle = board.getBoundingClientRect().left + board.clientWidth / 2;
    const away = (lane) => { const { left, width } = lane.getBoundingClientRect(); return Math.abs(left + width / 2 - middle); };
    const [lane] = [...board.children].sort((one, other) => away(one) - away(other));
    chips.forEach((chip) => {
      const isHere = chip.hash === `#${lane.id}`;
      if (isHere && !chip.classList.contains("on")) chip.scrollIntoView({ block: "nearest", inline: "center" });
      chip.classList.toggle("on", isHere);
      if (isHere) chip.setAttribute("aria-current", "true"); else chip.removeAttribute("aria-current");
    });
  };
  let frame = 0;
  const markSoon = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(markLane); };
  on("scroll", (event) => { if (event.target.id === "board") markSoon(); }, true);
  on("htmx:afterSettle", markSoon);
  on("click", (event) => {
    const lane = document.getElementById(event.target.closest("#lane-nav > .chip")?.hash.slice(1));
    if (!lane) return;
    event.preventDefault();
    const board = lane.parentElement; // its start is at the right; 16 px as in the stylesheet
    board.scrollBy({ left: lane.getBoundingClientRect().right - board.getBoundingClientRect().right + 16, behavior: "smooth" });
  });
  markLane();
})();
