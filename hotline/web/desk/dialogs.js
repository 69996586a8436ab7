// The desk's two own dialogs: the list of clients, and the keys.

import { button, field } from "../shared/components.js";
import { el, freshId } from "../shared/dom.js";
import { namesIn, textOf } from "./clients.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../shared/dom.js").Child} Child */

const ROWS = 8;
const FILE_AT_MOST_BYTES = 4_000_000;
const NO_NAMES = "Paste names first, or choose a file above.";

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
 * Paste, drop or load the list of clients.
 * @param {Session} session
 * @param {() => void} changed
 */
export function askClients(session, changed) {
  const status = el("p", { role: "status" }, countOf(session.kept.clients.length));
  const forget = button("Forget the list", () => take(""));
  const take = (/** @type {string} */ text) => {
    session.kept.clients = namesIn(text);
    status.textContent = countOf(session.kept.clients.length);
    if (document.activeElement === forget) paste.box.focus();
    forget.hidden = session.kept.clients.length === 0;
    changed();
  };
  forget.hidden = session.kept.clients.length === 0;
  const load = async (/** @type {File | undefined} */ chosen) => {
    if (chosen === undefined) return;
    if (chosen.size > FILE_AT_MOST_BYTES) status.textContent = "This file is too large. Save only the names as text.";
    else take(textOf(new Uint8Array(await chosen.arrayBuffer())));
  };
  const paste = field("Or paste names, one to a line", { rows: ROWS, hint: "Or a table copied from a spreadsheet." });
  const use = button("Use these names", () => (paste.box.value.trim() === "" ? paste.complain(NO_NAMES) : used()), {
    look: "primary",
  });
  const used = () => {
    take(paste.box.value);
    box.close();
  };
  const box = show(
    "Your client list",
    [
      el("p", {}, "It stays in this page's memory: never sent, never stored. Closing the page forgets it."),
      status,
      fileField(load),
      paste.whole,
    ],
    [forget, button("Close", () => box.close()), use],
  );
  paste.box.addEventListener("paste", pasteAtOnce);
  box.addEventListener("drop", (event) => void load(event.dataTransfer?.files[0]));
  return box;
}

/** Browsers take seconds to paste thousands of lines as if they were typed. @param {Event} event */
function pasteAtOnce(event) {
  const { clipboardData, currentTarget } = /** @type {ClipboardEvent} */ (event);
  const box = /** @type {HTMLTextAreaElement} */ (currentTarget);
  event.preventDefault();
  box.setRangeText(clipboardData?.getData("text/plain") ?? "", box.selectionStart, box.selectionEnd, "end");
}

/** @param {(chosen: File | undefined) => Promise<void>} load */
function fileField(load) {
  const [id, hint] = [freshId(), freshId()];
  const change = async () => {
    await load(file.files?.[0]);
    file.value = "";
  };
  const file = el("input", {
    type: "file",
    id,
    accept: ".txt,.csv,.tsv,text/*",
    class: "file",
    "aria-describedby": hint,
    change,
  });
  return el(
    "div",
    { class: "field" },
    el("label", { for: id, class: "field-label" }, "A text or CSV file"),
    el("p", { id: hint, class: "field-hint" }, "Choose it, or drop it anywhere on this box."),
    file,
  );
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
  const dialog = show(
    "Keys",
    [
      el("dl", { class: "keys" }, rows),
      el("label", { class: "choice" }, box, el("span", {}, "Single keys work")),
      el("p", { class: "soft" }, "In a field, keys only write. The desk locks itself after ten minutes without you."),
    ],
    [button("Done", () => dialog.close(), { look: "primary" })],
  );
}

/** Shut every dialog, whatever it asks. */
export function shutDialogs() {
  for (const box of document.querySelectorAll("dialog")) box.remove();
}

/** @param {string} title @param {readonly Child[]} content @param {readonly Child[]} buttons */
function show(title, content, buttons) {
  const id = freshId();
  const box = el(
    "dialog",
    { class: "dialog dialog-wide", "aria-labelledby": id, close: () => box.remove() },
    el("div", { class: "stack" }, el("h2", { id }, title), content, el("div", { class: "row" }, buttons)),
  );
  document.body.append(box);
  box.showModal();
  return box;
}

/** @param {number} count */
function countOf(count) {
  if (count === 0) return "No list is loaded.";
  return count === 1 ? "1 name is loaded." : `${count} names are loaded.`;
}
