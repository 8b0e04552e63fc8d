"use strict";
// A medicine by its name: suggestions while somebody types, and what choosing one ticks and writes in the form below.
// Without this file the button "Look up" does the same on the server.

(() => {
  const part = document.getElementById("medicine-names");
  if (!part) return;
  const form = document.getElementById(part.dataset.form);
  const input = document.getElementById("medicine-name");
  const list = document.getElementById("medicine-options");
  const status = document.getElementById("medicine-status");
  const added = document.getElementById("medicine-added");
  const gone = document.getElementById("medicine-gone");
  const known = new Map(JSON.parse(part.dataset.known).map(({ name, ticks }) => [name, ticks])); // names by their kinds
  const SHORTEST = 2; // letters
  const WAIT = 120; // milliseconds after a letter

  let asked = null; // the request that is under way
  let timer = null;
  let listed = ""; // what the list was made for
  let active = null; // the option that Enter adds
  let choosing = false; // Enter was pressed before the list had come
  let ahead = ""; // what was typed since then

  const typed = () => input.value.trim();
  const options = () => [...list.querySelectorAll("[role=option]")];
  const say = (text) => { status.textContent = text; };
  const names = () => document.getElementById("id_rx-names"); // saving may put another in its place
  const boxOf = (kind) => form.querySelector(`input[name="rx-current"][value="${kind}"]`);
  const labelOf = (kind) => boxOf(kind).labels[0].firstChild.textContent.trim();

  // The list ----------------------------------------------------------------------------------------------------------

  function close() {
    clearTimeout(timer);
    asked?.abort();
    asked = null;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    listed = "";
    choosing = false;
    activate(null);
  }

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function show(html, text) {
    list.innerHTML = html;
    listed = text;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const all = options();
    const more = list.querySelector("[data-more]");
    const found = all.filter((option) => option.dataset.name);
    activate(all[0] && "sure" in all[0].dataset ? all[0] : null);
    if (!found.length) say("Not in the list. Enter keeps it as typed.");
    else if (!active) say(`${found.length} spelt nearly so. Choose with the arrow keys.`);
    else say(`${found.length}${more ? ` of ${found.length + Number(more.dataset.more)}` : ""} name${found.length > 1 ? "s" : ""}. Enter adds ${active.dataset.written}; the arrow keys choose another.`);
    if (choosing) {
      choosing = false;
      choose(active);
    }
  }

  async function ask() {
    clearTimeout(timer);
    asked?.abort();
    const text = typed();
    if (text.length < SHORTEST) return close();
    const request = asked = new AbortController();
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(part.dataset.suggestions, {
        method: "POST",
        headers: { "HX-Request": "true", "X-CSRFToken": token },
        body: new URLSearchParams({ [input.name]: text }),
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(5000)]),
      });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (asked === request && text === typed()) show(html, text);
    } catch {
      if (asked !== request) return; // another letter was typed meanwhile
      close();
      input.value = [input.value, ...ahead.split("\n")].filter(Boolean).join("; ");
      ahead = "";
      say("Names cannot be looked up just now. Please tick below, and write the name under “Names and doses”.");
    }
  }

  // Choosing ----------------------------------------------------------------------------------------------------------

  function choose(option) {
    if (!option) return say("Spelt otherwise in the list: please choose with the arrow keys.");
    const { name, written, ticks } = option.dataset;
    const kinds = ticks.split(" ").filter(Boolean);
    const line = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = write(name || written, written) ? written : `${written}, which stands there already`;
    line.append(title, " ", option.querySelector("template").content.cloneNode(true));
    if (name) known.set(name, kinds);
    for (const kind of kinds) {
      if ("if" in option.dataset) line.append(tickButton(kind, option.dataset.if));
      else tick(kind);
    }
    added.prepend(line);
    clear();
  }

  function clear() {
    input.value = "";
    part.querySelector(".medicine-found")?.remove();
    belong();
    close();
    say("");
    goOn();
  }

  // With what was typed ahead: the next name, and its Enter if that was pressed, too.
  function goOn() {
    if (!ahead) return;
    const [next, ...rest] = ahead.split("\n");
    ahead = rest.join("\n");
    input.value = next;
    if (!rest.length) input.dispatchEvent(new Event("input", { bubbles: true }));
    else if (typed()) enter();
    else goOn();
  }

  function typeAhead({ key }) {
    if (key === "Backspace") ahead = ahead.slice(0, -1);
    else if (key === "Enter") ahead += "\n";
    else if (key.length === 1) ahead += key;
    return key === "Backspace" || key === "Enter" || key.length === 1;
  }

  const tick = (kind) => { if (!boxOf(kind).checked) boxOf(kind).click(); };

  function tickButton(kind, condition) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = `Yes, ${condition}: tick it`;
    button.addEventListener("click", () => {
      tick(kind);
      button.replaceWith(`Ticked: “${labelOf(kind)}”.`);
      input.focus();
    });
    return button;
  }

  const letters = (text) => text.toLowerCase().replace(/[’'`]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // Adds a name to those that stand there; not twice. One that stood there without its dose has it now.
  function write(name, written) {
    const field = names();
    const parts = field.value.split(/([;\n])/);
    const entries = parts.map(letters);
    const bare = letters(name) ? entries.indexOf(letters(name)) : -1;
    const wanted = letters(written);
    if (wanted && entries.some((entry) => entry.startsWith(wanted) && /^( \d|$)/.test(entry.slice(wanted.length)))) return false;
    if (bare >= 0) parts[bare] = bare ? ` ${written}` : written;
    field.value = bare >= 0 ? parts.join("") : [field.value.replace(/[ ;\n]+$/, ""), written].filter(Boolean).join("; ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  // A name that was taken out unticks nothing, and that is said beside the names.
  function sayWhatIsGone() {
    const text = ` ${letters(names().value)} `;
    const stands = (name) => text.includes(` ${letters(name)} `);
    const lines = [];
    for (const kind of new Set([...known.values()].flat())) {
      const ofKind = [...known.keys()].filter((name) => known.get(name).includes(kind));
      if (!boxOf(kind).checked || ofKind.some(stands)) continue;
      const line = document.createElement("p");
      line.textContent = `Taken out of the names: ${ofKind.join(", ")}. Nothing was unticked: please untick “${labelOf(kind)}” if it is not taken.`;
      lines.push(line);
    }
    const row = document.getElementById("row-rx-names");
    if (!row.contains(gone)) row.append(gone);
    if (gone.textContent === lines.map((line) => line.textContent).join("")) return;
    gone.replaceChildren(...lines);
    if (document.activeElement === names()) gone.scrollIntoView({ block: "nearest" });
  }

  // Keys --------------------------------------------------------------------------------------------------------------

  function move(step) {
    const all = options();
    if (all.length) activate(all[(all.indexOf(active) + step + (active || step > 0 ? 0 : 1) + all.length) % all.length]);
    else ask();
  }

  function enter() {
    if (!typed()) {
      const first = form.querySelector(".question");
      (first.querySelector("input:checked") || first.querySelector("input, textarea")).focus();
    } else if (typed().length < SHORTEST) {
      say("Please type at least two letters.");
    } else if (!list.hidden && listed === typed()) {
      choose(active);
    } else {
      choosing = true;
      ask();
    }
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (choosing) { if (typeAhead(event)) event.preventDefault(); return; }
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") enter();
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });

  // Only a name that is not added yet goes with the form: the server then shows what it may be, and nothing is lost.
  function belong() {
    if (typed()) input.setAttribute("form", form.id);
    else input.removeAttribute("form");
  }

  input.addEventListener("input", (event) => {
    event.stopPropagation(); // it is no answer, and saves nothing
    belong();
    choosing = false;
    if (typed().length < SHORTEST) { close(); say(""); return; }
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  // A button that saves must not leave a name behind. To leave for now it is kept as typed, or chosen first.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !typed()) return;
    if (event.submitter?.name === "leave") {
      write(typed(), typed());
      input.value = "";
      belong();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
    input.scrollIntoView({ block: "nearest" });
    ask().then(() => say(`“${typed()}” is not added yet. Choose what it is with the arrow keys, or press Escape twice to leave it out.`));
  }, true);
  input.addEventListener("blur", () => { if (!choosing) { close(); say(""); } });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(option);
  });
  form.addEventListener("input", ({ target }) => { if (target === names()) sayWhatIsGone(); });
  form.addEventListener("change", ({ target }) => { if (target.name === "rx-current") sayWhatIsGone(); });

  // At last: the field as it works with this file ----------------------------------------------------------------------

  part.querySelector("[type=submit]").hidden = true;
  list.setAttribute("role", "listbox");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  belong();
  sayWhatIsGone();
  const first = form.querySelector("#row-rx-current");
  const begins = first && !first.querySelector("input:checked") && !location.hash && !document.querySelector(".error-summary");
  if (typed()) input.focus();
  else if (begins && form.dataset.keys === "on" && document.activeElement === document.body && matchMedia("(pointer: fine)").matches) input.focus();
})();
