"use strict";
// Who is signed in now, and the dialog that asks for the password where it is not the one who opened the page. What waited
// for it hears "signed-in-again", or "not-signed-in" where somebody would rather not. Other files of the page use this one.

const signInAgain = (() => {
  const dialog = document.getElementById("sign-in-again");
  if (!dialog) return null;
  const form = document.getElementById("sign-in-again-form");
  const why = document.getElementById("sign-in-again-why");
  const password = document.getElementById("sign-in-again-password");
  const second = document.getElementById("sign-in-again-second"); // for the code of somebody who needs one, too
  const code = document.getElementById("sign-in-again-code");
  const error = document.getElementById("sign-in-again-error");
  const button = document.getElementById("sign-in-again-go");
  const later = document.getElementById("sign-in-again-later");
  const other = document.getElementById("sign-in-again-other");
  const title = document.getElementById("sign-in-again-title");
  const ended = [title.textContent, why.textContent, button.textContent];
  const locked = ["This screen is locked", "Nobody has used it for a while. What stands in this page is kept as it is.", "Go on"];
  const username = form.elements.username.value;
  const LONGEST = 10000; // milliseconds

  let token = ""; // of whoever is signed in now: that another signs in takes it, too
  let locksIn = 0; // seconds, when it was asked last
  const tell = (event) => document.dispatchEvent(new Event(event));

  function renew(fresh) {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  }

  const isCovered = () => document.body.classList.contains("covered");
  // Nothing of the page is seen, read aloud or printed until somebody has signed in again.
  const cover = () => document.body.classList.add("covered");
  const uncover = () => document.body.classList.remove("covered");

  // Of a page that is covered nobody gets past it; somebody else signs in in a tab of their own.
  function ask(who, isLocked = false) {
    if (isLocked) cover();
    [title.textContent, why.textContent, button.textContent] = isLocked ? locked : ended;
    if (who) why.textContent = `${who} has signed in here meanwhile. ${username} opened this page: ${username} has to sign in to save what stands in it. It is kept in this page, and never saved as typed by ${who}.`;
    later.hidden = isCovered();
    other.hidden = !isCovered();
    if (dialog.open) return;
    error.textContent = "";
    dialog.showModal();
    password.focus();
  }

  // "same": the one who opened the page is signed in, and the page has a fresh token. "asked": the dialog is open.
  // "unreachable": no answer. "elsewhere": signed in, but another page has to be finished before any other opens.
  async function check() {
    let who;
    try {
      const answer = await fetch(form.action, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
      if (answer.status >= 500) return "unreachable";
      if (!answer.ok || answer.redirected) return "elsewhere";
      who = await answer.json();
    } catch {
      return "unreachable";
    }
    token = who.token;
    if (who.username !== username) { // whose token makes nothing of this page theirs
      ask(who.username);
      return "asked";
    }
    renew(token);
    if (who.locks_in === 0) {
      ask("", true);
      return "asked";
    }
    locksIn = who.locks_in;
    if (dialog.open || isCovered()) goOn(); // signed in again in another tab
    return "same";
  }

  function empty() {
    password.value = "";
    code.value = "";
    second.hidden = true;
  }

  function goOn() {
    empty();
    dialog.close();
    uncover();
    tell("signed-in-again");
  }

  function putOff() {
    empty();
    tell("not-signed-in");
  }

  // The token may be refused because of another sign-in meanwhile: once more with a fresh one.
  async function signIn(again = true) {
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", token);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
    if (answer.status === 403 && again && (await check()) === "asked") return signIn(false);
    return answer.json();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let result;
    try {
      result = await signIn();
    } catch {
      if (dialog.open) error.textContent = "The server cannot be reached. Please try again.";
      return;
    }
    if (result.token) {
      renew(result.token);
      goOn();
    } else {
      error.textContent = result.error;
      if (result.code) second.hidden = false;
      (result.code ? code : password).select();
    }
  });
  later.addEventListener("click", () => { dialog.close(); putOff(); });
  dialog.addEventListener("cancel", (event) => {
    if (isCovered()) event.preventDefault();
    else putOff();
  });
  dialog.addEventListener("close", () => { if (isCovered()) dialog.showModal(); }); // a browser closes it at the second Esc
  window.addEventListener("focus", () => { if (dialog.open) check(); });

  return { check, cover, ask, locksIn: () => locksIn, username };
})();
