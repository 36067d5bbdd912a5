// drag.js: lifting a card of the board with a mouse, a pen or a finger. It says what was dropped where («card:drop»,
// with the card, the status and the card before which it fell) and moves nothing itself.
(() => {
  const FAR = 6, REST = 350, EDGE = 48, STEP = 8; // px, ms, px, px a frame
  const on = (event, act, options) => document.addEventListener(event, act, options);
  let press = null, isLifted = false, frame = 0;

  const zoneAt = (x, y) => document.elementsFromPoint(x, y)
    .filter((e) => !press.card.contains(e)).map((e) => e.closest("[data-drop]")).find(Boolean) ?? null;
  const cardBelow = (list, y) => [...list.querySelectorAll(":scope > .deal")].find((card) => {
    const { top, height } = card.getBoundingClientRect();
    return card !== press.card && y < top + height / 2;
  }) ?? null;

  const show = (zone) => {
    const own = zone?.contains(press.card) ?? true, list = own ? null : zone.querySelector(":scope > ul:not(.mini)");
    document.querySelectorAll(".over").forEach((e) => e.classList.toggle("over", e === zone));
    if (!own && !list) zone.classList.add("over");
    if (list) list.insertBefore(press.slot, cardBelow(list, press.at.y));
    else press.slot.remove();
    press.zone = own ? null : zone;
  };

  const follow = () => {
    const { card, start, at, board } = press;
    const x = at.x - start.x + board.scrollLeft - start.inline, y = at.y - start.y + window.scrollY - start.block;
    card.style.translate = `${x}px ${y}px`;
    show(zoneAt(at.x, at.y));
  };
  const scrollAtEdges = () => {
    const { left, right } = press.board.getBoundingClientRect(), { x, y } = press.at;
    const towards = (value, least, most) => (value < least + EDGE ? -STEP : value > most - EDGE ? STEP : 0);
    press.board.scrollLeft += towards(x, left, right);
    window.scrollBy(0, towards(y, 0, window.innerHeight));
    follow();
    frame = requestAnimationFrame(scrollAtEdges);
  };

  const lift = () => {
    const { card, board, id } = press;
    isLifted = true;
    press.slot = document.getElementById("slot").content.firstElementChild.cloneNode(true);
    press.start = { ...press.at, inline: board.scrollLeft, block: window.scrollY };
    card.setPointerCapture(id);
    card.classList.add("dragging");
    board.classList.add("lifting");
    if (press.isFinger) navigator.vibrate?.(12);
    frame = requestAnimationFrame(scrollAtEdges);
  };
  const letGo = (isDropped) => {
    if (!press) return;
    clearTimeout(press.timer);
    const { card, board, zone, slot } = press;
    if (isLifted) {
      cancelAnimationFrame(frame);
      const before = slot.isConnected ? slot.nextElementSibling : null;
      slot.remove();
      card.classList.remove("dragging");
      // An empty style, which htmx would put back as an attribute, breaks the policy; Chromium removes only one looked at
      if (card.hasAttribute("style")) card.removeAttribute("style");
      board.classList.remove("lifting");
      document.querySelectorAll(".over").forEach((e) => e.classList.remove("over"));
      setTimeout(() => { isLifted = false; }, 0); // after the click that ends the press
      if (isDropped && zone) card.dispatchEvent(new CustomEvent("card:drop", { bubbles: true, detail: { card, status: zone.dataset.drop, before } }));
    }
    press = null;
  };

  on("pointerdown", (event) => {
    const card = event.target.closest("#board .deal");
    if (!card || press || event.button !== 0 || event.target.closest("button, form")) return;
    const at = { x: event.clientX, y: event.clientY }, isFinger = event.pointerType === "touch";
    press = { card, board: card.closest("#board"), id: event.pointerId, at, from: at, isFinger, zone: null };
    if (isFinger) press.timer = setTimeout(lift, REST);
  });
  on("pointermove", (event) => {
    if (!press || event.pointerId !== press.id) return;
    press.at = { x: event.clientX, y: event.clientY };
    if (isLifted || Math.hypot(press.at.x - press.from.x, press.at.y - press.from.y) < FAR) return;
    if (press.isFinger) letGo(false); // it scrolls
    else lift();
  });
  on("pointerup", (event) => { if (event.pointerId === press?.id) letGo(true); });
  on("pointercancel", (event) => { if (event.pointerId === press?.id) letGo(false); });
  on("keydown", (event) => { if (event.key === "Escape") letGo(false); });

  // What the browser would do with a press itself
  on("touchmove", (event) => { if (press && isLifted) event.preventDefault(); }, { passive: false });
  on("contextmenu", (event) => { if (press?.isFinger) event.preventDefault(); });
  on("dragstart", (event) => { if (event.target.closest?.(".deal")) event.preventDefault(); });
  on("click", (event) => { if (isLifted) { event.preventDefault(); event.stopPropagation(); } }, true);
})();
