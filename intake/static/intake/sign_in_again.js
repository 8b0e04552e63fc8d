"use strict";
// The dialog that asks for the password where a sign-in has ended. What waited for it hears "signed-in-again".

(() => {
  const dialog = document.getElementById("sign-in-again");
  if (!dialog) return;
  const form = document.getElementById("sign-in-again-form");
  const password = document.getElementById("sign-in-again-password");
  const error = document.getElementById("sign-in-again-error");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", token);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
    } catch {
      error.textContent = "The server cannot be reached. Please try again.";
      return;
    }
    const result = await answer.json();
    if (result.token) {
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = result.token;
      password.value = "";
      dialog.close();
      document.dispatchEvent(new Event("signed-in-again"));
    } else {
      error.textContent = result.error;
      password.select();
    }
  });
})();
