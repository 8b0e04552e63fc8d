"use strict";
// Saves a form while somebody types, and leaves the page only when the server has everything. Without this file its buttons
// save it. What is typed waits in the page, and outlives a reload (unsent.js), until the server has taken it: nothing but
// another page's answer to the same question keeps it from being sent again.

(() => {
  const form = document.querySelector("form[data-sign-in]");
  if (!form || !window.htmx) return;
  const offline = document.getElementById("offline");
  const notConnected = offline.textContent;
  const SOON = 2000; // milliseconds until it is tried again where the server was not reached
  const LATER = 15000; // ... where it answered, and took nothing

  // How often something was typed: all of it, as far as it is on its way, and as far as the server has it.
  let typed = 0;
  let sent = 0;
  let saved = 0;
  let pressed = null; // the button that saves and goes on, until the server has answered
  let sentPressed = null; // ... as far as it is on its way
  let next = ""; // where that button leads, as soon as what was typed meanwhile is saved, too
  let leaving = false; // the server has everything, and the next page is on its way
  let failed = false; // the last time it was sent, it was not saved
  let asking = false; // who is signed in: nothing is sent meanwhile
  let refused = 0; // how often in a row, although the right person is signed in
  let waiting = []; // who hears whether it is saved
  let timer = null;

  const isUnsent = () => typed !== saved;
  const send = () => htmx.trigger(form, "retry");
  const show = (text) => { document.getElementById("save-state").textContent = text; };

  function tell(text) {
    offline.textContent = text;
    offline.hidden = false;
    show("Not saved yet");
  }

  // What waited for it goes on, or stays.
  function settle(isSaved) {
    pressed = null;
    next = "";
    for (const heard of waiting.splice(0)) heard(isSaved);
  }

  function tryAgain(delay) {
    failed = true;
    clearTimeout(timer);
    timer = setTimeout(send, delay);
    settle(false);
  }

  function go(address) {
    leaving = true;
    location.assign(address);
  }

  // What the server answers --------------------------------------------------------------------------------------------

  function isSaved(address) {
    saved = sent;
    failed = false;
    refused = 0;
    offline.hidden = true;
    clearTimeout(timer);
    document.getElementById("typed-before")?.remove();
    if (pressed === sentPressed) next ||= address || "";
    if (isUnsent()) return send(); // typed while it was on its way
    unsent.forget();
    if (pressed !== sentPressed) return undefined; // pressed meanwhile: that is on its way next
    if (next) return go(next);
    if (pressed && "thenSubmit" in form.dataset) {
      leaving = true;
      return form.submit();
    }
    return settle(true);
  }

  function isConflict(address) {
    failed = true;
    offline.hidden = true;
    clearTimeout(timer);
    settle(false);
    if (address) go(address);
  }

  async function isRefused() {
    failed = true;
    show("Not saved yet");
    refused += 1;
    asking = true;
    const found = await signInAgain.check();
    asking = false;
    if (found === "asked") return;
    if (found === "unreachable") {
      tell(notConnected);
      tryAgain(SOON);
    } else if (found === "elsewhere") {
      tell("Not saved yet: another page has to be finished here first. What was typed is kept, and saved after that.");
      tryAgain(SOON);
    } else if (refused < 2) {
      send(); // the page has a fresh token
    } else {
      tell("Not saved: you may not save this page any more. What you typed is kept in it. Please ask whoever looks after user accounts, and keep this page open: it is tried again by itself.");
      tryAgain(LATER);
    }
  }

  function isNotTaken(status) {
    if (!status) tell(notConnected);
    else if (status >= 500) tell("The server cannot save just now. What you type is kept in this page and sent again by itself. Please keep this page open, and tell whoever looks after the server if this lasts.");
    else if (status === 413) tell("Not saved: this is more text than the server takes. It is all kept in this page. Please shorten the longest text.");
    else if (status === 429) tell("The server is busy. What you type is kept in this page and sent again by itself. Please keep this page open.");
    else tell(`Not saved: the server does not take it (${status}). What you typed is kept in this page and sent again by itself. If this stays, copy long texts, and open the page anew.`);
    tryAgain(!status || status >= 500 ? SOON : LATER);
  }

  form.addEventListener("htmx:configRequest", ({ detail }) => {
    // A button counts when it is pressed, and not because the focus is on it still.
    for (const button of form.elements) if (button.type === "submit" && button.name) detail.formData.delete(button.name);
    if (!pressed || next) return; // what it did is done, and would be said twice
    detail.formData.set("pressed", "1");
    if (pressed.name) detail.formData.set(pressed.name, pressed.value);
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving || asking || !(isUnsent() || pressed)) return event.preventDefault();
    [sent, sentPressed] = [typed, pressed];
    return undefined;
  });
  // Where to go is answered once everything is saved: see isSaved.
  form.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.getResponseHeader("HX-Redirect")) event.preventDefault(); });
  form.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
    if (leaving) return;
    const { status } = xhr;
    const address = status && xhr.getResponseHeader("HX-Redirect");
    if (status >= 200 && status < 300) isSaved(address);
    else if (status === 409) isConflict(address);
    else if (status === 401 || status === 403) isRefused();
    else isNotTaken(status);
  });
  document.addEventListener("signed-in-again", () => {
    refused = 0;
    offline.hidden = true;
    send();
  });
  document.addEventListener("not-signed-in", () => {
    tell(`Not saved yet: ${signInAgain.username} has to sign in here. What was typed is kept in this page.`);
    settle(false);
  });
  window.addEventListener("online", send);

  // What is typed ------------------------------------------------------------------------------------------------------

  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    typed += 1;
    unsent.keep();
    if (!form.contains(event.target)) htmx.trigger(form, "input"); // a field that names this form as its own
  });
  // An answer that clears others does so when it has changed.
  document.addEventListener("change", (event) => { if (event.target.form === form && isUnsent()) unsent.keep(); });

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
  document.body.addEventListener("htmx:oobAfterSwap", () => { clearTimeout(placeErrors.timer); placeErrors.timer = setTimeout(placeErrors, 0); });

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

  // As if it were typed now: other files look at what is typed, too.
  const type = (controls) => { for (const control of controls) control.dispatchEvent(new Event("input", { bubbles: true })); };

  // What this tab still holds of the page comes back as it was typed, with the revision it was typed on: what another page
  // saved since then is found by that.
  function fillIn(fields) {
    const valuesOf = (name) => fields.filter((field) => field[0] === name).map((field) => field[1]);
    const asked = valuesOf("asked");
    const controls = [...form.elements].filter((control) => control.name);
    const changed = [];
    for (const control of controls) {
      const values = valuesOf(control.name);
      if (control.type === "hidden") {
        if (["revision", "page", "shown"].includes(control.name) && values.length) control.value = values[0];
        continue;
      }
      const question = control.closest("[id^=row-]")?.querySelector("[name=asked]");
      if (control.type === "submit" || !(question ? asked.includes(question.value) : values.length)) continue;
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.checked === values.includes(control.value)) continue;
        control.checked = !control.checked;
      } else if (control.value === (values[0] || "")) continue;
      else control.value = values[0] || "";
      changed.push(control);
    }
    // Questions that the page does not ask any more: theirs is sent once, and the server places it.
    const shown = new Set(controls.map((control) => control.name));
    const asks = new Set(controls.filter((control) => control.name === "asked").map((control) => control.value));
    const rest = document.createElement("div");
    rest.id = "typed-before";
    for (const [name, value] of fields) {
      if (name === "asked" ? asks.has(value) : shown.has(name)) continue;
      rest.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.append(rest);
    type(changed);
    form.dispatchEvent(new Event("change", { bubbles: true })); // the drawing follows
    typed += 1;
    send();
  }

  window.addEventListener("load", async () => {
    const changed = [...form.elements].filter(isChanged);
    const fields = await unsent.kept();
    if (fields && !isUnsent()) fillIn(fields);
    type(changed.filter((control) => control.isConnected));
  });

  // Leaving ------------------------------------------------------------------------------------------------------------

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pressed || leaving) return;
    pressed = event.submitter || form.querySelector(".button-row [type=submit]") || form.querySelector("[type=submit]");
    show("Saving");
    send();
  });
  // What is typed ahead is meant for the next page, and would change an answer of this one.
  document.addEventListener("keydown", (event) => {
    if (!pressed || event.key === "Tab" || !form.contains(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Saved first; where that fails, the browser asks whether to leave all the same.
  async function saveBefore(leave) {
    if (isUnsent()) {
      show("Saving");
      await new Promise((heard) => { waiting.push(heard); send(); });
    }
    leave();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const isHere = link.pathname === location.pathname && link.search === location.search && link.hash;
    if (link.target || link.origin !== location.origin || isHere) return;
    if ("discards" in link.dataset) { // chosen: what another page saved stays
      unsent.forget();
      leaving = true;
    } else if (isUnsent() && !leaving) {
      event.preventDefault();
      saveBefore(() => location.assign(link.href));
    }
  });
  let passing = false; // another form of the page is sent, after this one
  document.addEventListener("submit", (event) => {
    const other = event.target;
    if (other === form || other.closest("dialog") || event.defaultPrevented) return;
    if (passing || !isUnsent()) return;
    event.preventDefault();
    saveBefore(() => {
      passing = true;
      other.requestSubmit(event.submitter);
      passing = false;
    });
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsent() && !leaving && (failed || !navigator.onLine)) event.preventDefault();
  });
  // By the browser's own ways (back, closing) there is no time to wait: it is sent all the same, and until an answer has
  // come to this page it is kept in the tab, too.
  window.addEventListener("pagehide", () => {
    if (leaving || !isUnsent()) return;
    const data = new FormData(form);
    form.dispatchEvent(new CustomEvent("keeping", { detail: data }));
    const address = form.getAttribute("hx-post");
    fetch(address, { method: "POST", body: new URLSearchParams(data), keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
  });
  window.addEventListener("pageshow", () => { leaving = false; pressed = null; next = ""; });
})();
