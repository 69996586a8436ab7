// The list side of the desk: cases in her hands first, then what waits, by urgency and age.

import { button } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { ALL, filter } from "./filter.js";
import { language } from "./labels.js";
import { following, setText } from "./list.js";
import { heldText, row, waitingText } from "./rows.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../peer/board.js").Waiting} Waiting */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {{ language: string, licence: string }} Wanted */

/** @type {import("./filter.js").What} */
const LANGUAGE = {
  title: "Language",
  name: language,
  compare: (one, two) => language(one).localeCompare(language(two), "en"),
};

export class CaseLists {
  /**
   * @param {Session} session
   * @param {(name: string) => void} open
   * @param {() => void} [practise]
   */
  constructor(session, open, practise) {
    this.session = session;
    this.opened = "";
    /** @type {Wanted} */
    this.wanted = { language: ALL, licence: ALL };
    const again = () => this.update(this.opened);
    this.languages = filter(LANGUAGE, (value) => (this.wanted.language = value), again);
    this.licences = filter(licences(session.rules), (value) => (this.wanted.licence = value), again);
    this.mine = el("ul", { class: "case-list" });
    this.waiting = el("ul", { class: "case-list" });
    this.mineTitle = el("h2", {}, "In your hands");
    this.count = el("span", { class: "soft" });
    this.heading = el("h2", { class: "queue-title", tabindex: "-1" }, "Waiting", this.count);
    this.empty = el("p", { class: "soft empty", role: "status" });
    this.showMine = following(
      this.mine,
      (/** @type {readonly [string, HeldCase]} */ [name]) => name,
      ([name]) => row(name, ([, held]) => heldText(session, held), open),
    );
    this.showWaiting = following(
      this.waiting,
      (/** @type {Waiting} */ { caseId }) => caseId,
      ({ caseId }) => row(caseId, (one) => waitingText(session, one), open),
    );
    this.whole = el(
      "div",
      { class: "lists" },
      this.mineTitle,
      this.mine,
      this.heading,
      el("div", { class: "filters" }, this.languages.whole, this.licences.whole),
      this.waiting,
      this.empty,
      practise && el("div", { class: "lists-end" }, button("Practise on a made-up case", practise, { look: "quiet" })),
    );
  }

  /** Show the cases as they are now. @param {string} opened the open one, or none */
  update(opened) {
    this.opened = opened;
    const [held, waiting] = [this.session.held(), this.session.queue()];
    const shown = waiting.filter((one) => fits(one.card, this.wanted));
    const name = this.focused();
    const at = this.place(name);
    this.showMine(held);
    this.showWaiting(shown);
    if (name !== "" && document.activeElement === document.body)
      this.focusAt(this.place(name) < 0 ? at : this.place(name));
    this.mineTitle.hidden = this.mine.hidden = held.length === 0;
    this.languages.update(waiting.map((one) => one.card.language));
    this.licences.update(waiting.map((one) => one.card.licence));
    setText(this.count, this.session.waiting === null ? "" : String(shown.length));
    setText(this.empty, emptyText(this.session, waiting.length, shown.length));
    this.empty.hidden = shown.length > 0;
    this.mark();
  }

  mark() {
    for (const one of this.rows()) {
      if (one.dataset.case === this.opened) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  rows() {
    return /** @type {HTMLButtonElement[]} */ ([...this.whole.querySelectorAll("button.case-row")]);
  }

  /** Go to the row of a case, else to the first, else to where rows would be. @param {string} name */
  focus(name) {
    this.focusAt(Math.max(0, this.place(name)));
  }

  /** Where the row of a case stands, from 0; -1 when there is none. @param {string} name */
  place(name) {
    return this.rows().findIndex((one) => one.dataset.case === name);
  }

  /** Go to this row, or the last; without any, to the heading. @param {number} at */
  focusAt(at) {
    const rows = this.rows();
    (rows[at] ?? rows.at(-1) ?? this.heading).focus();
  }

  /** The case whose row has the focus, or none. */
  focused() {
    return this.rows().find((one) => one === document.activeElement)?.dataset.case ?? "";
  }

  /** To the next row or the one before; without the focus, from the open case. @param {1 | -1} step */
  move(step) {
    const rows = this.rows();
    const from = this.focused() || this.opened;
    const at = this.place(from);
    rows[Math.min(rows.length - 1, at < 0 ? 0 : Math.max(0, at + step))]?.focus();
  }

  openFocused() {
    const rows = this.rows();
    (rows.find((one) => one === document.activeElement) ?? rows[0])?.click();
  }
}

/** Those that the pack has first, from most to least. @param {Rules} rules @returns {import("./filter.js").What} */
function licences({ names, pack }) {
  const ranks = new Map((pack?.licences ?? []).map((id, at) => [id, at]));
  const rank = (/** @type {string} */ id) => ranks.get(id) ?? ranks.size;
  return { title: "Licence", name: (id) => names.licence(id), compare: (one, two) => rank(one) - rank(two) };
}

/** @param {Readonly<Record<string, unknown>>} card @param {Wanted} wanted */
function fits(card, { language, licence }) {
  return (language === ALL || card.language === language) && (licence === ALL || card.licence === licence);
}

/** @param {Session} session @param {number} waiting @param {number} shown */
function emptyText(session, waiting, shown) {
  if (session.waiting === null) {
    return session.connected === false
      ? "Not connected: the queue cannot be shown. It may well not be empty."
      : session.trouble === null
        ? "Looking at the queue…"
        : "The queue cannot be shown. It may well not be empty.";
  }
  if (waiting > shown) return "None of the cases that wait is like this. Show all to see them.";
  return session.connected === false
    ? "Nothing waited when the connection was lost."
    : "Nothing waits. A new case appears here by itself.";
}
