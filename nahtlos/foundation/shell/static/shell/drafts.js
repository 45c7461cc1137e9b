// Says in words whether the draft could be kept. Only our own answer carries the mark; a sign-in
// page, an error or no answer at all means that it was not.
(() => {
  const say = (failed) => {
    document.getElementById("entwurf-fehlt").hidden = !failed;
    if (failed) document.getElementById("entwurf").textContent = "";
  };
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const kept = event.detail.xhr.getResponseHeader("Draft-Saved") === "1";
    event.detail.shouldSwap = kept;
    say(!kept);
  });
  // htmx notes the address of the page; on a shared computer nothing of a case stays in the browser.
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // Where storage is switched off, nothing was kept.
  }
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => say(true));
  }
})();
