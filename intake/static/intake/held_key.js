"use strict";
// A page puts the focus on what comes next. Enter, held down a moment too long on the page before, must not press that,
// too: nobody is opened and nothing is submitted that was not seen.

document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target.closest("a[autofocus], button[autofocus]")) {
    event.preventDefault();
  }
});
