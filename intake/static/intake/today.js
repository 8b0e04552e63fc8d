"use strict";
// The board at the keyboard, and what is said of its renewal (htmx). Without this file it is as it was when the page was
// opened, and Tab and Enter reach everything.

(() => {
  const today = document.getElementById("today");
  const search = document.getElementById("desk-search").querySelector("input:not([type=hidden])");
  const unsure = document.getElementById("board-unsure");
  const said = document.getElementById("board-said");

  const board = () => document.getElementById("board");
  const links = () => [...today.querySelectorAll("tbody th a")];
  const say = (text) => { said.textContent = text; };

  // Renewal ---------------------------------------------------------------------------------------------------------------

  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  let renewed = clock();
  let over = false;
  let called = Number(board().dataset.called);
  let place = -1; // of the row with the focus, should it be gone

  // Text that stands there already is not written again: nobody hears it twice.
  function tell(text) {
    if (unsure.textContent !== text) unsure.textContent = text;
  }

  today.addEventListener("htmx:beforeRequest", (event) => { if (over) event.preventDefault(); });
  today.addEventListener("htmx:beforeSwap", () => {
    place = links().findIndex((link) => link.closest("tr").contains(document.activeElement));
  });
  today.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    renewed = clock();
    tell("");
  });
  today.addEventListener("htmx:afterSwap", () => {
    const now = Number(board().dataset.called);
    if (now > called) say(`A clinician is to see ${now === 1 ? "somebody" : `${now} people`} now.`);
    called = now;
    // Where what had the focus is still there, htmx has put it back; else the row has it, or the one in its place.
    const left = links();
    if (place >= 0 && document.activeElement === document.body && left.length) {
      left[Math.min(place, left.length - 1)].focus({ preventScroll: true });
    }
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    today.addEventListener(failure, (event) => {
      const status = event.detail.xhr.status;
      if (status !== 401 && status !== 403) {
        tell(`Not renewed since ${renewed}. What you see may be out of date; it goes on by itself once the server answers.`);
        return;
      }
      // Whoever is at this screen now may be somebody else: it shows nobody any more.
      over = true;
      board().replaceChildren();
      tell("Not renewed: you are not signed in here any more. Open the page again.");
    });
  }

  // Unlocked, it shows the day again.
  document.addEventListener("signed-in-again", () => { if (over) location.reload(); });

  // Where to begin ----------------------------------------------------------------------------------------------------------

  function enter(link) {
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }

  const linked = location.hash && document.getElementById(location.hash.slice(1));
  if (linked && today.contains(linked)) enter(linked);
  // Keys pressed before the browser comes to it are not lost.
  else if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus({ preventScroll: true });

  // Keys --------------------------------------------------------------------------------------------------------------------

  if (today.dataset.keys === "off") return;
  const sheet = document.getElementById("keys-sheet");

  function openSheet() {
    sheet.showModal();
    sheet.querySelector("button").focus();
  }

  function move(row, step) {
    const all = links();
    const next = row ? all[all.indexOf(row.querySelector("th a")) + step] : all[0];
    if (next) enter(next);
    else if (all.length) say(step > 0 ? "This is the last row." : "This is the first row.");
  }

  function press(row, what) {
    if (!row) return say("Go to a row first.");
    const button = row.querySelector(`[data-does=${what}]`);
    if (button) return button.click();
    return say(what === "here" ? "Only somebody who is expected is marked as here." : "An intake is started for somebody registered who is here.");
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target === search) {
      if (event.key !== "ArrowDown" || !links().length) return;
      event.preventDefault();
      move(null, 1);
      return;
    }
    const justClosed = sheet.contains(target) && !sheet.open; // its button keeps the focus until the next frame is drawn
    const row = today.contains(target) ? target.closest("tbody tr") : null;
    if (!row && target !== document.body && target.id !== "main" && !justClosed) return;
    const find = () => search.focus();
    const acts = {
      j: () => move(row, 1), k: () => move(row, -1), h: () => press(row, "here"), s: () => press(row, "start"),
      f: find, "/": find, "?": openSheet,
    };
    if (row) Object.assign(acts, { ArrowDown: acts.j, ArrowUp: acts.k });
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  for (const button of document.querySelectorAll("[data-opens=keys-sheet]")) {
    button.hidden = false;
    button.addEventListener("click", openSheet);
  }
})();
