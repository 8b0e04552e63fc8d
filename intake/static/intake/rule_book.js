"use strict";
// Searching while somebody types: entries that do not hold every word are hidden. Without this file the button searches.

(() => {
  const field = document.getElementById("book-q");
  const count = document.getElementById("book-count");
  const contents = [...document.querySelectorAll(".book-contents li")];
  const nothing = document.createElement("p");
  nothing.textContent = "Nothing in the rule book holds all of these words. Try fewer or shorter words.";
  nothing.hidden = true;
  document.querySelector(".book-text").append(nothing);

  const fold = (text) => text.toLocaleLowerCase("en").replace(/\s+/g, " ");
  const entries = [...document.querySelectorAll(".entry")].map((element) => ({ element, text: fold(element.textContent) }));
  const synonyms = JSON.parse(document.getElementById("book-synonyms").textContent);
  const rest = document.querySelectorAll(".chapter > p, .group > p, .group > table, .marks");
  const all = count.textContent;

  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  // As the server searches: a word anywhere; a name that has others, and those, as whole words.
  function wanted(typed) {
    let left = ` ${fold(typed).trim()} `;
    const patterns = [];
    for (const names of synonyms) {
      if (!names.some((name) => left.includes(` ${name} `))) continue;
      for (const name of names) left = left.replaceAll(` ${name} `, " ");
      patterns.push(new RegExp(names.map((name) => `\\b${literal(name)}\\b`).join("|")));
    }
    return [...patterns, ...left.split(" ").filter(Boolean).map((word) => new RegExp(literal(word)))];
  }

  function show(typed) {
    const words = wanted(typed);
    let shown = 0;
    for (const { element, text } of entries) {
      element.hidden = !words.every((word) => word.test(text));
      if (!element.hidden) shown += 1;
    }
    for (const element of rest) element.hidden = words.length > 0;
    for (const holder of document.querySelectorAll(".group, .chapter")) {
      holder.hidden = !holder.querySelector(".entry:not([hidden])");
    }
    for (const item of contents) {
      const chapter = document.getElementById(item.querySelector("a").hash.slice(1));
      item.hidden = chapter.hidden;
      item.querySelector("span").textContent = chapter.querySelectorAll(".entry:not([hidden])").length;
    }
    nothing.hidden = shown > 0;
    return words.length ? `${shown} of ${entries.length} entries hold “${typed.trim()}”.` : all;
  }

  // Whoever follows a link to an entry that is hidden wants to see it.
  function reveal() {
    const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!wanted || !wanted.closest("[hidden]")) return;
    field.value = "";
    count.textContent = show("");
    wanted.scrollIntoView();
  }

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { count.textContent = show(field.value); }, 150);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    count.textContent = show(field.value);
  });
  addEventListener("hashchange", reveal);
  if (field.value) count.textContent = show(field.value); // the browser kept it
})();
