"use strict";
// The notices under the person's banner. What changes in them is said aloud, once; what is the same stays untouched; and
// what has the focus never lies behind them. Without this file they show all the same.

(() => {
  const strip = document.getElementById("notices");
  if (!strip) return;
  const head = strip.closest(".in-sight");
  const main = document.getElementById("main");
  const RENEWED = ["call", "conflict", "problems", "closed", "earlier", "also"];
  const CLEAR = 8; // pixels between the strip and what has the focus
  const SETTLED = 100; // milliseconds in which several parts change together
  const HEARD = 4000; // milliseconds after which what was said is taken away, so that nobody reads it a second time

  // What says the same ---------------------------------------------------------------------------------------------

  const isSame = (fresh, old) =>
    old.id === "call" ? fresh.dataset.shown === old.dataset.shown : fresh.innerHTML.trim() === old.innerHTML.trim();

  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const fresh = detail.fragment.firstElementChild;
    if (fresh && RENEWED.includes(detail.target.id) && isSame(fresh, detail.target)) detail.shouldSwap = false;
  });

  // The call renews itself. What is being noted in it stays while it says the same.
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "call" || detail.requestConfig.verb !== "get") return;
    const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
    const fresh = page.getElementById("call");
    if (!fresh || isSame(fresh, detail.target)) detail.shouldSwap = false;
  });

  // Whom the desk told ---------------------------------------------------------------------------------------------

  const isTold = (event) => event.detail.requestConfig?.elt.classList.contains("told-form"); // which is gone by then, perhaps

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isTold(event) || !event.detail.successful) return;
    again = false;
    (strip.querySelector(".told-form .is-invalid, .told-form [aria-invalid=true]") || document.getElementById("call-title"))?.focus();
  });
  let waiting = null; // the form that is sent again after a sign-in
  let again = false; // it is on its way for the second time: whoever may not send it is not asked for ever

  function isLost(form) {
    [waiting, again] = [null, false];
    form.querySelector(".told-lost").hidden = false;
  }

  function sendAgain() {
    const form = waiting;
    if (!form) return;
    [waiting, again] = [null, true];
    if (form.isConnected) form.requestSubmit(); // otherwise the call is another by now, and says so
  }

  async function isRefused(form) {
    waiting = form;
    const found = await signInAgain.check();
    if (found === "same") sendAgain(); // the page has a fresh token
    else if (found !== "asked") isLost(form);
  }

  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(failure, (event) => {
      if (!isTold(event)) return;
      const { requestConfig: { elt: form }, xhr } = event.detail;
      if ([401, 403].includes(xhr?.status) && !again) isRefused(form);
      else isLost(form);
    });
  }
  document.addEventListener("signed-in-again", sendAgain);
  document.addEventListener("not-signed-in", () => { if (waiting) isLost(waiting); });

  // Said aloud -----------------------------------------------------------------------------------------------------

  const now = document.getElementById("notice-now");
  const later = document.getElementById("notice-later");
  const before = { also: wordsOf("also") };

  function wordsOf(id) {
    const part = document.getElementById(id);
    if (!part || part.hidden) return "";
    const line = part.querySelector(".call-line, .notice-line") || part;
    return line.textContent.replace(/\s+/g, " ").trim();
  }

  function isNews(id, words) {
    const same = before[id] === words;
    before[id] = words;
    return !same && words !== "";
  }

  function say(region, lines) {
    if (!lines.length) return;
    region.textContent = lines.join(". ");
    clearTimeout(region.timer);
    region.timer = setTimeout(() => { region.textContent = ""; }, HEARD);
  }

  function sayNews() {
    const urgent = ["call", "conflict", "offline"].filter((id) => isNews(id, wordsOf(id))).map(wordsOf);
    const calm = isNews("also", wordsOf("also")) ? [wordsOf("also")] : [];
    const state = wordsOf("save-state");
    // "Saved 10:42" and "Saved 10:43" are no news to one another.
    if (isNews("save-state", state.replace(/\d+:\d+/, ""))) {
      if (!state.startsWith("Not")) calm.push(state);
      else if (!urgent.length) urgent.push(state);
    }
    say(now, urgent);
    say(later, calm);
  }

  new MutationObserver(() => {
    clearTimeout(sayNews.timer);
    sayNews.timer = setTimeout(sayNews, SETTLED);
  }).observe(strip, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] });
  sayNews();

  // Nothing behind it ----------------------------------------------------------------------------------------------

  function makeRoom() {
    const held = getComputedStyle(head).display === "contents" ? strip : head; // strip.css says which stays in sight
    const height = Math.ceil(held.getBoundingClientRect().height) + CLEAR;
    document.documentElement.style.scrollPaddingTop = `${height}px`;
    const focused = document.activeElement;
    if (!main.contains(focused) || focused === main) return;
    const { top, bottom } = focused.getBoundingClientRect();
    if (top < height && bottom > 0 && held.getBoundingClientRect().top <= 0) scrollBy({ top: top - height, behavior: "instant" });
  }

  const grows = new ResizeObserver(makeRoom);
  grows.observe(strip);
  grows.observe(head.firstElementChild);
  window.addEventListener("resize", makeRoom);
})();
