// Reads the page aloud with a voice that is on this device; nothing goes to a server. The button stays
// hidden where there is no such voice for the language of the page. Passages in another language are
// read by a voice of that language, or left out.
(() => {
  const button = document.querySelector("[data-read-aloud]");
  const main = document.querySelector("main");
  const synth = window.speechSynthesis;
  if (!button || !main || !synth) return;

  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, summary, figcaption, legend, th, td, div, section";
  const SILENT = "svg, script, style, form, button, datalist, code, [hidden], [aria-hidden='true']";
  let waiting = [];
  let turn = 0;

  const base = (lang) => lang.toLowerCase().split(/[-_]/)[0];

  function voiceFor(lang) {
    return synth.getVoices().find((voice) => voice.localService && base(voice.lang) === base(lang));
  }

  // One passage for each paragraph, and a further one where the language changes within it.
  function passages() {
    const found = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    let last = { block: null, lang: "" };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      const seen = holder.closest(SILENT) === null && holder.checkVisibility();
      if (!seen || !node.data.trim()) continue;
      const block = holder.closest(BLOCKS) || main;
      const lang = holder.closest("[lang]").lang;
      if (block !== last.block || lang !== last.lang) {
        last = { block, lang, text: "" };
        found.push(last);
      }
      last.text += node.data;
    }
    return found.filter((passage) => voiceFor(passage.lang));
  }

  function show(reading) {
    button.setAttribute("aria-pressed", String(reading));
  }

  function stop() {
    turn += 1;
    waiting = [];
    synth.cancel();
    show(false);
  }

  function next(mine) {
    if (mine !== turn) return;
    const passage = waiting.shift();
    if (!passage) {
      stop();
      return;
    }
    const said = new SpeechSynthesisUtterance(passage.text.replace(/\s+/g, " ").trim());
    said.voice = voiceFor(passage.lang);
    said.lang = said.voice.lang;
    said.onend = () => next(mine);
    said.onerror = () => next(mine);
    synth.speak(said);
  }

  function start() {
    stop();
    waiting = passages();
    show(true);
    next(turn);
  }

  function offer() {
    button.hidden = !voiceFor(document.documentElement.lang);
  }

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") stop();
    else start();
  });
  window.addEventListener("pagehide", stop);
  synth.addEventListener("voiceschanged", offer);
  offer();
})();
