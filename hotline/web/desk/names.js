// What the words of a card, of answers and of a directory are called on the desk: the pack's own names, in English.
//
// What the pack does not have, as on a card that another version of it made, is shown as it is.

import { asItIs, language, sentence } from "./labels.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("../shared/i18n.js").Messages} Messages */

export class Names {
  #pack;
  #messages;

  /** @param {?Pack} pack @param {?Messages} messages the pack's, in English */
  constructor(pack, messages) {
    this.#pack = pack;
    this.#messages = messages;
  }

  /** @param {unknown} id */
  matter(id) {
    return this.#called("matter", id);
  }

  /** A class of urgency, by its id and by what it means. @param {unknown} id */
  urgency(id) {
    const means = this.#text("urgency", id);
    return means === null ? asItIs(id) : `${id} · ${means}`;
  }

  /** @param {unknown} id */
  licence(id) {
    return this.#called("licence", id, ".name");
  }

  /** @param {unknown} id */
  question(id) {
    return this.#called("question", id, ".name");
  }

  /** @param {unknown} id */
  deadline(id) {
    return this.#called("deadline", id);
  }

  /** A date that deadlines run from. @param {unknown} id */
  date(id) {
    return this.#called("date", id, ".name");
  }

  /** A way in which a case can end. @param {unknown} id */
  closing(id) {
    return this.#called("closing", id, ".name");
  }

  /** A reply that stands ready. @param {unknown} id */
  template(id) {
    return this.#called("template", id, ".title");
  }

  /** @param {unknown} id */
  place(id) {
    return typeof id === "string" && id !== "" ? this.answer(String(this.#pack?.placeQuestion), id) : "Place not known";
  }

  /** Why a class of urgency was given, without the class, which stands elsewhere. @param {unknown} id */
  rule(id) {
    const rule = this.#pack?.urgency.find((one) => one.id === id);
    if (rule === undefined) return asItIs(id);
    const before = `${rule.urgency.toLowerCase()}-`;
    return sentence(rule.id.startsWith(before) ? rule.id.slice(before.length) : rule.id);
  }

  /** What was answered, one or several. @param {string} question @param {unknown} value @returns {string} */
  answer(question, value) {
    const several = Array.isArray(value) ? value : [value];
    return several.length === 0 ? asItIs(null) : several.map((one) => this.#answer(question, one)).join(", ");
  }

  /** @param {string} question @param {unknown} value */
  #answer(question, value) {
    if (typeof value !== "string") return asItIs(value);
    if (this.#pack?.notKnown.includes(value)) return asItIs(null);
    const text = this.#text(`answer.${question}`, value) ?? this.#text("answer", value);
    return text ?? (question === this.#pack?.languageQuestion ? language(value) : asItIs(value));
  }

  /** @param {string} kind @param {unknown} id @param {string} [which] */
  #called(kind, id, which) {
    return this.#text(kind, id, which) ?? asItIs(id);
  }

  /** @param {string} kind @param {unknown} id @param {string} [which] of its texts */
  #text(kind, id, which = "") {
    const key = typeof id === "string" ? `${kind}.${id}${which}` : "";
    return this.#messages?.has(key) ? this.#messages.t(key) : null;
  }
}
