"use strict";
// Saves a form while somebody types. Without this file its buttons save it.

(() => {
  const form = document.querySelector("form[data-sign-in]");
  if (!form) return;
  const offline = document.getElementById("offline");
  const dialog = document.getElementById("sign-in-again");
  const password = document.getElementById("sign-in-again-password");
  const RETRY = 2000; // milliseconds

  let unsent = false; // something typed has not reached the server
  let leaving = false; // a button that saves was pressed
  let timer = null;

  const show = (text) => { document.getElementById("save-state").textContent = text; };

  function retrySoon() {
    clearTimeout(timer);
    timer = setTimeout(() => htmx.trigger(form, "retry"), RETRY);
  }

  function notReached() {
    unsent = true;
    offline.hidden = false;
    show("Not saved yet");
    if (!dialog.open) retrySoon();
  }

  // An error found while typing stands beside its field, and takes the place of one the page was sent with.
  function placeErrors() {
    for (const late of document.querySelectorAll("[id^='late-']")) {
      const row = late.parentElement;
      const control = row.querySelector("input, select, textarea");
      for (const old of row.querySelectorAll(".invalid-feedback")) old.remove();
      for (const marked of row.querySelectorAll(".is-invalid")) marked.classList.remove("is-invalid");
      if (late.textContent.trim() && !late.querySelector(":checked")) { // a tick says that it is right
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", late.id);
      } else if (control.getAttribute("aria-invalid")) {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-describedby");
      }
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    unsent = true;
    if (!form.contains(event.target)) htmx.trigger(form, "input"); // a field that names this form as its own
  });
  form.addEventListener("submit", () => { leaving = true; });

  // Once a button was pressed the whole form is on its way: saving behind it would make the next page stale.
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
    else unsent = false;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  form.addEventListener("htmx:sendError", notReached);
  form.addEventListener("htmx:timeout", notReached);
  form.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) {
      unsent = true;
      show("Not saved yet");
      if (!dialog.open) { dialog.showModal(); password.focus(); }
    } else if (status >= 500) {
      notReached();
    } else {
      unsent = true;
      show("Not saved: please use the button below");
    }
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status === 409) unsent = true;
    if (!event.detail.successful) return;
    offline.hidden = true;
    clearTimeout(timer);
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => { clearTimeout(placeErrors.timer); placeErrors.timer = setTimeout(placeErrors, 0); });
  window.addEventListener("online", () => htmx.trigger(form, "retry"));

  // What was answered before this file had arrived: the page's own values tell.
  function isChanged(control) {
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.type === "hidden" || control.type === "button" || control.type === "submit") return false;
    if (control.tagName === "SELECT") {
      const preset = Array.from(control.options).findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(preset, 0);
    }
    return control.defaultValue !== undefined && control.value !== control.defaultValue;
  }
  window.addEventListener("load", () => {
    // As if it were typed now: other files look at what is typed, too.
    for (const control of Array.from(form.elements).filter(isChanged)) control.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Only what is unsent is worth a warning.
  window.addEventListener("beforeunload", (event) => {
    if (unsent && !leaving) event.preventDefault();
  });

  document.addEventListener("signed-in-again", () => htmx.trigger(form, "retry"));
})();
