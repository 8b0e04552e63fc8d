"use strict";
// Before a form is sent: can the server be reached, and is the same person signed in still? The browser's own error page
// would take the place of this one, with all that was typed. Without this file the form is sent all the same.

(() => {
  const forms = document.querySelectorAll("form[data-asks-first]");
  if (!forms.length) return;
  let form = null; // the one that is being sent
  const offline = document.getElementById("offline");
  const notConnected = offline.textContent;
  const LONGEST = 10000; // milliseconds
  const ELSEWHERE = "Not sent yet: another page has to be finished here first. What you typed is kept in this page. Please keep it open, and press the button again after that.";

  let sending = false; // a second press of the button sends nothing
  let asked = false; // it was pressed, and waits for the password

  // On the pages of the person, who has no password.
  async function reached() {
    try {
      const answer = await fetch(form.dataset.reaches, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
      return answer.status >= 500 ? "unreachable" : "same";
    } catch {
      return "unreachable";
    }
  }

  async function send() {
    if (!form) return undefined; // somebody signed in again, and no button was pressed
    sending = true;
    const found = await (typeof signInAgain === "undefined" ? reached() : signInAgain.check());
    if (found === "same") return form.submit();
    sending = false;
    asked = found === "asked";
    offline.hidden = asked;
    if (offline.hidden) return undefined;
    offline.textContent = found === "elsewhere" ? ELSEWHERE : notConnected;
    const button = form.querySelector("[type=submit]");
    if (!form.contains(offline)) button.before(offline);
    button.scrollIntoView({ block: "nearest" }); // the message stands above it
    return undefined;
  }

  // A form that a script sends says nothing of the button that was pressed.
  function carry(button) {
    form.querySelector("[data-pressed]")?.remove();
    if (!button?.name) return;
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    pressed.dataset.pressed = "";
    form.append(pressed);
  }

  for (const each of forms) {
    each.addEventListener("submit", (event) => {
      event.preventDefault();
      if (sending) return;
      form = each;
      carry(event.submitter);
      send();
    });
  }
  document.addEventListener("signed-in-again", () => { if (asked) send(); });
  document.addEventListener("not-signed-in", () => { asked = false; });
  window.addEventListener("pageshow", () => { sending = false; });
})();
