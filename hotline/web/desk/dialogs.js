// The desk's two own dialogs: the list of clients, and the keys.

import { button, field } from "../shared/components.js";
import { el, freshId } from "../shared/dom.js";
import { namesIn } from "./clients.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../shared/dom.js").Child} Child */

const ROWS = 8;
const FILE_AT_MOST_BYTES = 4_000_000;

/** The keys and what they do. */
export const KEYS = Object.freeze(
  /** @type {const} */ ([
    ["j", "next case"],
    ["k", "case before"],
    ["Enter", "open the case"],
    ["c", "claim the open case"],
    ["a", "accept it after the check"],
    ["r", "write an answer"],
    ["Esc", "out of a field, then back to the list"],
    ["l", "lock the desk"],
    ["?", "show this"],
  ]),
);

/**
 * Paste or load the list of clients.
 * @param {Session} session
 * @param {() => void} changed
 */
export function askClients(session, changed) {
  const status = el("p", { role: "status", class: "soft" }, countOf(session.kept.clients.length));
  const take = (/** @type {string} */ text) => {
    session.kept.clients = namesIn(text);
    status.textContent = countOf(session.kept.clients.length);
    changed();
  };
  const paste = field("Names, one to a line", { rows: ROWS, hint: "Or a table copied from a spreadsheet." });
  const id = freshId();
  const load = async () => {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    if (chosen.size > FILE_AT_MOST_BYTES) status.textContent = "This file is too large. Save only the names as text.";
    else take(await chosen.text());
    file.value = "";
  };
  const file = el("input", { type: "file", id, accept: ".txt,.csv,.tsv,text/*", class: "file", change: load });
  const use = () => {
    take(paste.box.value);
    paste.box.value = "";
  };
  const clear = () => {
    paste.box.value = "";
    take("");
  };
  show("Your client list", [
    el("p", {}, "It stays in this page's memory: never sent, never stored. Closing the page forgets it."),
    status,
    paste.whole,
    el("div", { class: "row" }, button("Use these names", use, { look: "primary" }), button("Forget the list", clear)),
    el("div", { class: "field" }, el("label", { for: id, class: "field-label" }, "Or load a text or CSV file"), file),
  ]);
}

/**
 * The keys, and a way to switch them off for who types by voice or by accident.
 * @param {boolean} on
 * @param {(on: boolean) => void} set
 */
export function showKeys(on, set) {
  const rows = KEYS.map(([key, does]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)));
  const change = (/** @type {Event} */ event) => set(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
  const box = el("input", { type: "checkbox", checked: on, change });
  show("Keys", [
    el("dl", { class: "keys" }, rows),
    el("label", { class: "choice" }, box, el("span", {}, "Single keys work")),
    el("p", { class: "soft" }, "In a field, keys only write. The desk locks itself after ten minutes without you."),
  ]);
}

/** Shut every dialog, whatever it asks. */
export function shutDialogs() {
  for (const box of document.querySelectorAll("dialog")) box.remove();
}

/** @param {string} title @param {readonly Child[]} content */
function show(title, content) {
  const id = freshId();
  const box = el(
    "dialog",
    { class: "dialog dialog-wide", "aria-labelledby": id, close: () => box.remove() },
    el(
      "div",
      { class: "stack" },
      el("h2", { id }, title),
      content,
      el(
        "div",
        { class: "row" },
        button("Done", () => box.close()),
      ),
    ),
  );
  document.body.append(box);
  box.showModal();
}

/** @param {number} count */
function countOf(count) {
  if (count === 0) return "No list is loaded.";
  return count === 1 ? "1 name is loaded." : `${count} names are loaded.`;
}
