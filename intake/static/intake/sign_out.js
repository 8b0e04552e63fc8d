"use strict";
// What somebody typed in this tab and never sent (unsent.js) goes when they have signed out in it, from whichever page. The
// page that comes after it tells: a sign-out that was taken back, or did not reach the server, takes nothing.

(() => {
  const SIGNING_OUT = "signing-out"; // in the tab: the id of who pressed the button
  const here = document.currentScript.dataset.user; // who is signed in; "nobody"; empty where the page cannot tell
  const form = document.querySelector(".sign-out");
  const goOn = () => sessionStorage.removeItem(SIGNING_OUT);

  if (here) {
    const user = sessionStorage.getItem(SIGNING_OUT);
    if (user && user !== here) {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(`unsent/${user}/`)) sessionStorage.removeItem(name);
    }
    goOn();
  }
  if (!form) return;
  form.addEventListener("submit", () => sessionStorage.setItem(SIGNING_OUT, here));
  document.addEventListener("input", goOn); // they stayed
})();
