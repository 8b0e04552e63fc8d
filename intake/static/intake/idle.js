"use strict";
// A page that nobody has used for a while covers itself, as the server has locked its session by then. Whoever reads or types
// is noted there at most once a minute. Without this file the server asks for the password at the next page all the same.

(() => {
  const { minutes, stillHere, then } = document.currentScript.dataset; // then: of a person's page, where it leads
  const MINUTE = 60000; // milliseconds
  const LIMIT = Number(minutes) * MINUTE;
  const LOOK = 5000;
  let told = Date.now(); // when the server last heard that somebody is here
  let asking = false;

  async function tell() {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return;
    told = Date.now();
    const body = new URLSearchParams({ csrfmiddlewaretoken: token.value });
    try {
      const answer = await fetch(stillHere, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (answer.status === 401) told -= LIMIT; // locked since
    } catch {
      // Not connected: it is told a minute later.
    }
  }

  function isUsed() {
    const since = Date.now() - told;
    if (since > MINUTE && since < LIMIT) tell();
  }

  // The person's answers go to the server, which keeps them and shows the staff's page. It has locked by now.
  function closeForPerson() {
    document.body.classList.add("covered");
    const form = document.querySelector("form");
    if (form && form.querySelector("[name=revision]")) form.submit();
    else location.assign(then);
  }

  // Another tab may have been in use: the server knows. Hidden meanwhile, and where nobody answers.
  async function ask() {
    signInAgain.cover();
    const found = await signInAgain.check();
    if (found === "same") told = Date.now() - LIMIT + signInAgain.locksIn() * 1000;
    else if (found === "unreachable") signInAgain.ask("", true);
  }

  async function look() {
    if (asking || Date.now() - told < LIMIT) return;
    if (then) {
      if (location.pathname !== then) closeForPerson();
      return;
    }
    asking = true;
    await ask();
    asking = false;
  }

  for (const use of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    document.addEventListener(use, isUsed, { capture: true, passive: true });
  }
  document.addEventListener("signed-in-again", () => { told = Date.now(); });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  setInterval(look, LOOK);
})();
