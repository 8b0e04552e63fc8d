"use strict";
// Before a form is sent: can the server be reached, and is the same person signed in still? The browser's own error page
// would take the place of this one, with all that was typed. Without this file the form is sent all the same.

(() => {
  const form = document.querySelector("form[data-asks-first]");
  if (!form) return;
  const offline = document.getElementById("offline");
  const dialog = document.getElementById("sign-in-again");
  const again = document.getElementById("sign-in-again-form");
  const LONGEST = 10000; // milliseconds

  let sending = false; // a second press of the button sends nothing

  async function send() {
    sending = true;
    let answer;
    let who;
    try {
      answer = await fetch(again.action, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
      if (answer.ok) who = await answer.json();
    } catch {
      answer = null;
    }
    offline.hidden = Boolean(answer) && answer.status < 500;
    if (!offline.hidden) {
      sending = false;
      form.querySelector("[type=submit]").scrollIntoView({ block: "nearest" }); // the message stands above it
    } else if (who && who.username !== again.elements.username.value) {
      sending = false;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = who.token;
      dialog.showModal();
      document.getElementById("sign-in-again-password").focus();
    } else {
      if (who) form.elements.csrfmiddlewaretoken.value = who.token;
      form.submit();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!sending) send();
  });
  document.addEventListener("signed-in-again", send);
  window.addEventListener("pageshow", () => { sending = false; });
})();
