// Leaves the page at once and puts a harmless one in its place, so that "back" does not lead here.
// Without this script the link still works as a link.
(() => {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  const WINDOW = 1500;
  let presses = [];

  function leave() {
    document.documentElement.hidden = true;
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    presses = presses.filter((at) => now - at < WINDOW);
    presses.push(now);
    if (presses.length >= 3) leave();
  });
})();
