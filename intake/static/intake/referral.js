"use strict";
// Which button sends the letter: the form is sent by script once it is known who is signed in, and no button goes with it.

document.querySelector("form.letter")?.addEventListener("submit", (event) => {
  const pressed = event.target.querySelector("[data-pressed]");
  if (pressed && event.submitter) pressed.value = event.submitter.value;
});
