"use strict";
// The count of open alerts renews itself (htmx). This says aloud when it rises, and shows when it cannot be renewed.

(() => {
  const count = document.getElementById("alert-count");
  if (!count) return;
  const said = document.getElementById("alert-said");
  const unsure = document.getElementById("alert-unsure");
  const number = () => Number(count.querySelector("[data-count]").dataset.count);

  let shown = number();
  let signedOut = false;

  // Signed out, it asks no more, until something else on the page went through again.
  count.addEventListener("htmx:beforeRequest", (event) => { if (signedOut) event.preventDefault(); });
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) signedOut = false; });

  document.addEventListener("signed-in-again", () => { signedOut = false; });

  count.addEventListener("htmx:afterSwap", () => {
    unsure.hidden = true;
    if (number() > shown) said.textContent = `Safety alerts: ${number()} open`;
    shown = number();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    count.addEventListener(failure, (event) => {
      unsure.hidden = false;
      signedOut = event.detail.xhr.status === 401;
    });
  }
})();
