"use strict";
// Before a form is sent: can the server be reached, and is the same person signed in still? The browser's own error page
// would take the place of this one, with all that was typed. Without this file the form is sent all the same.

(() => {
  const form = document.querySelector("form[data-asks-first]");
  if (!form) return;
  const offline = document.getElementById("offline");

  let sending = false; // a second press of the button sends nothing

  async function send() {
    sending = true;
    const found = await signInAgain.check();
    offline.hidden = found !== "unreachable";
    if (!offline.hidden) {
      sending = false;
      form.querySelector("[type=submit]").scrollIntoView({ block: "nearest" }); // the message stands above it
    } else if (found === "asked") {
      sending = false;
    } else {
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
