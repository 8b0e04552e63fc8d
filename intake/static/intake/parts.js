"use strict";
// What stands in a closed fold comes when the fold is opened. Without this file the link in it leads to a page of its own.

(() => {
  if (!window.htmx) return;
  const SLOW = 300; // milliseconds until it is said that something is on its way
  const HEARD = 50; // ... until a line that has just been added is read aloud when it changes
  const linkOf = (fold) => fold.querySelector(":scope > [data-part]");
  let refused = []; // what could not be shown to whoever is signed in

  function say(fold, text) {
    const link = linkOf(fold);
    if (!link) return;
    let said = link.nextElementSibling;
    if (!said) {
      said = Object.assign(document.createElement("p"), { className: "part-said" });
      said.setAttribute("role", "status");
      fold.append(said);
    }
    setTimeout(() => { said.textContent = text; }, HEARD);
  }

  async function isRefused(fold, status, again) {
    refused.push(fold);
    const found = await signInAgain.check();
    if (found === "asked") return;
    refused = refused.filter((each) => each !== fold);
    if (found === "same" && status === 401 && !again) load(fold, true); // signed in meanwhile in another tab
    else say(fold, found === "same" ? "Not shown: you may not read this any more." : "Not shown: not connected, or another page has to be finished here first. Please try again.");
  }

  function failed(fold, status, again) {
    if (status === 401 || status === 403) isRefused(fold, status, again);
    else if (!status) say(fold, "Not shown: not connected. Please try again when the connection is back.");
    else if (status === 404) say(fold, "Not shown: it is not there any more. Please open the page anew.");
    else say(fold, "Not shown: the server cannot answer just now. Please try again.");
  }

  // Resolves when it is there, or is not to be had.
  async function load(fold, again = false) {
    const link = linkOf(fold);
    if (!link || fold.hasAttribute("aria-busy")) return;
    const focused = document.activeElement === link;
    let status = 0;
    const answered = (event) => { status = event.detail.xhr.status; };
    const slow = setTimeout(() => say(fold, "Loading"), SLOW);
    link.addEventListener("htmx:afterRequest", answered);
    fold.setAttribute("aria-busy", "true");
    try {
      await htmx.ajax("GET", link.href, { source: link, target: link, swap: "outerHTML" });
    } catch {
      // Said below: the link is there still.
    }
    clearTimeout(slow);
    fold.removeAttribute("aria-busy");
    if (link.isConnected) {
      failed(fold, status, again);
      return;
    }
    fold.querySelector(":scope > .part-said")?.remove();
    if (focused) fold.querySelector("summary").focus();
  }

  document.addEventListener("toggle", ({ target }) => { if (target.open) load(target); }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-part]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load(link.parentElement);
  }, true);
  document.addEventListener("signed-in-again", () => { for (const fold of refused.splice(0)) load(fold); });
  document.addEventListener("not-signed-in", () => {
    for (const fold of refused.splice(0)) say(fold, `Not shown: ${signInAgain.username} has to sign in here.`);
  });

  // An address that ends with the name of something inside a fold that is not there yet.
  async function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    const link = !id || document.getElementById(id) ? null : [...document.querySelectorAll("[data-holds]")].find((each) => id.startsWith(each.dataset.holds));
    if (!link) return;
    const fold = link.parentElement;
    await load(fold);
    fold.open = true;
    const wanted = document.getElementById(id);
    if (!wanted) return;
    for (let closed; (closed = wanted.closest("details:not([open])")); ) closed.open = true;
    wanted.tabIndex = -1;
    wanted.focus();
    wanted.scrollIntoView();
  }

  window.addEventListener("hashchange", arrive);
  arrive();
  // Opened before this file had arrived.
  for (const link of document.querySelectorAll("details[open] > [data-part]")) load(link.parentElement);
})();
