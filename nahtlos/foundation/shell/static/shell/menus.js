// Closes an open menu as soon as the focus or a tap goes elsewhere, so that it lies over nothing
// that somebody uses. Without this script it stays open until it is closed by hand.
(() => {
  function closeOthers(event) {
    for (const menu of document.querySelectorAll(".nl-menu[open], .nl-account[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  }

  document.addEventListener("focusin", closeOthers);
  document.addEventListener("pointerdown", closeOthers);
})();
