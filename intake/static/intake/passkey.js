"use strict";
// The browser's part of a passkey: the server says what to ask, the person's key answers, and the server looks at it.
// A form with data-passkey="get" signs with a key that is known; "create" makes a new one.

(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential) {
    for (const form of forms) {
      const said = form.querySelector("[data-said]");
      if (form.dataset.passkey === "create") said.textContent = "This browser knows no passkeys, or the site is not reached over HTTPS.";
    }
    return;
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const known = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function send(form, address, more = {}) {
    const data = new FormData(form);
    for (const [name, value] of Object.entries(more)) data.set(name, value);
    // Not as multipart: the server takes that only where a file is sent.
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
    return { isRight: answer.ok, ...(await answer.json()) };
  }

  async function create(asked) {
    const user = { ...asked.user, id: bytes(asked.user.id) };
    const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: known(asked.excludeCredentials) };
    const made = await navigator.credentials.create({ publicKey });
    const response = {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    };
    return { id: made.id, rawId: text(made.rawId), type: made.type, response };
  }

  async function get(asked) {
    const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
    const signed = await navigator.credentials.get({ publicKey });
    const response = {
      clientDataJSON: text(signed.response.clientDataJSON),
      authenticatorData: text(signed.response.authenticatorData),
      signature: text(signed.response.signature),
      userHandle: signed.response.userHandle ? text(signed.response.userHandle) : null,
    };
    return { id: signed.id, rawId: text(signed.rawId), type: signed.type, response };
  }

  async function answer(form) {
    const asked = await send(form, form.dataset.asks);
    if (!asked.isRight) return asked;
    const given = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
    return send(form, form.action, { answer: JSON.stringify(given) });
  }

  for (const form of forms) {
    const said = form.querySelector("[data-said]");
    let isAsking = false;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isAsking) return;
      isAsking = true;
      said.textContent = "";
      try {
        const result = await answer(form);
        if (result.next) location.assign(result.next);
        else said.textContent = result.error;
      } catch (error) {
        const HERE_ALREADY = "This key is one of yours already.";
        said.textContent = error.name === "InvalidStateError" ? HERE_ALREADY : "No passkey was used. Please try again.";
      }
      isAsking = false;
    });
  }
})();
