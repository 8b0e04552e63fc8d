"use strict";
// The browser is handed to a person in one tab: pages of the staff that are open in others show nothing any more, until
// the staff have the screen back. Without this file whatever is pressed there leads to the person's pages.

(() => {
  const asks = document.currentScript.dataset.asks; // the address that tells who has the screen; none on a person's page
  const others = "BroadcastChannel" in window ? new BroadcastChannel("screen") : null;

  const SOON = 2000; // milliseconds until it is asked again where no answer came

  let blank = false;

  function show(tag, text, parent) {
    const made = document.createElement(tag);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  function blankOut() {
    if (blank) return;
    blank = true;
    const main = document.createElement("main");
    main.className = "container";
    show("h1", "The screen is with a person", main);
    show("p", "Nothing is shown here until the staff have the screen back.", main);
    show("a", "To the questions", show("p", "", main)).href = "/";
    document.title = "The screen is with a person";
    document.body.className = "private";
    document.body.replaceChildren(main);
  }

  // A page that is hidden until it is known who has the screen stays hidden where nobody tells.
  async function ask() {
    let answer = null;
    try {
      answer = await fetch(asks, { cache: "no-store" });
    } catch {
      // Not connected.
    }
    if (!answer || answer.status >= 500) {
      if (document.body.hidden) setTimeout(ask, SOON);
      return;
    }
    if (answer.headers.has("X-Screen")) blankOut();
    else if (answer.ok && blank) location.reload();
    document.body.hidden = false;
  }

  if (!asks) {
    if (others) others.postMessage("with a person");
    return;
  }
  if (others) {
    others.addEventListener("message", ({ data }) => {
      if (data === "with a person") blankOut();
      else if (blank) location.reload();
    });
    others.postMessage("with the staff");
  }
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.detail.xhr.getResponseHeader("X-Screen")) return;
    event.preventDefault();
    blankOut();
  }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.hidden = true; // the browser kept it for its back button
    ask();
  });
  // What was typed and not sent is gone with the page: a question about it would only hold it up.
  window.addEventListener("beforeunload", (event) => { if (blank) event.stopImmediatePropagation(); });
})();
