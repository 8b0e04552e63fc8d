"use strict";
// What was typed and has not reached the server outlives a reload of its page, in this tab. It is encrypted with a key that
// the server gives to this user alone, inside a page of this intake: without that page nobody can read it. It goes as soon
// as the server has it, and when this user signs out here (sign_out.js). Without Web Crypto (plain HTTP from another machine) nothing is
// kept but the page itself.

const unsent = (() => {
  const form = document.querySelector("form[data-unsent-key]");
  if (!form || !window.crypto?.subtle) return { keep() {}, forget() {}, async kept() { return null; } };

  const place = `unsent/${form.elements["opened-by"].value}/${location.pathname}`;
  const NOT_KEPT = ["csrfmiddlewaretoken", "opened-by", "token"]; // of the page, and each page has its own
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(""));
  const key = crypto.subtle.importKey("raw", bytes(form.dataset.unsentKey), "AES-GCM", false, ["encrypt", "decrypt"]);

  let turn = 0; // what is encrypted late does not take the place of what was typed since, or of nothing

  async function keep() {
    const mine = ++turn;
    const data = new FormData(form);
    form.dispatchEvent(new CustomEvent("keeping", { detail: data })); // other files take out what nobody touched
    const fields = [...data].filter(([name]) => !NOT_KEPT.includes(name));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(fields)));
    if (mine !== turn) return;
    try {
      sessionStorage.setItem(place, text([...iv, ...new Uint8Array(hidden)]));
    } catch {
      sessionStorage.removeItem(place); // there is no room for it: what is older must not come back in its place
    }
  }

  function forget() {
    turn += 1;
    sessionStorage.removeItem(place);
  }

  // The fields, each with its name, or null.
  async function kept() {
    const stored = sessionStorage.getItem(place);
    if (!stored) return null;
    try {
      const all = bytes(stored);
      const shown = await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12) }, await key, all.slice(12));
      return JSON.parse(new TextDecoder().decode(shown));
    } catch {
      forget(); // of another key: nobody can read it any more
      return null;
    }
  }

  return { keep, forget, kept };
})();
