"use strict";
// The queue at the keyboard. Loaded only where the person has single keys on. The keys act only while the focus is in the
// table, or nowhere in particular; without this file Tab and Enter still reach everything.

(() => {
  const table = document.getElementById("queue-table");
  const search = document.getElementById("queue-search");
  const sheet = document.getElementById("keys-sheet");
  const status = document.getElementById("said");

  const links = () => (table ? [...table.querySelectorAll("tbody th a")] : []);
  const rowOf = (element) => (table && table.contains(element) ? element.closest("tbody tr") : null);
  const say = (text) => { status.textContent = text; };

  function openSheet() {
    sheet.showModal();
    sheet.querySelector("button").focus();
  }

  function enter(link) {
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }

  function move(row, step) {
    const all = links();
    const here = row ? all.indexOf(row.querySelector("th a")) : -1;
    const next = row ? all[here + step] : all[0];
    if (next) enter(next);
    else if (all.length) say(step > 0 ? "This is the last row." : "This is the first row.");
  }

  // Where no row has the focus, the first is meant; in one, Enter is the browser's own, on whatever has the focus.
  function open() {
    const first = links()[0];
    if (first) first.click();
  }

  function claim(row) {
    if (!row) return say("Go to a row first.");
    const button = row.querySelector(".claim-cell button");
    if (button) return button.click();
    const holder = row.querySelector(".claimed");
    return say(holder ? `${holder.textContent}. Open it to take over.` : "There is nothing left to work on.");
  }

  function find() {
    search.querySelector("input:not([type=hidden])").focus();
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const justClosed = sheet.contains(target) && !sheet.open; // its button keeps the focus until the next frame is drawn
    const isFree = target === document.body || target.id === "main" || justClosed || (table && table.contains(target));
    if (!isFree || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rowOf(target);
    const acts = { j: () => move(row, 1), k: () => move(row, -1), c: () => claim(row), "/": find, "?": openSheet };
    if (!row && !justClosed) acts.Enter = open;
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  for (const button of document.querySelectorAll("[data-opens=keys-sheet]")) {
    button.hidden = false;
    button.addEventListener("click", openSheet);
  }

  // Back from claiming: to the row that was claimed.
  const back = location.hash && document.getElementById(location.hash.slice(1));
  if (back && table && table.contains(back)) enter(back);
})();
