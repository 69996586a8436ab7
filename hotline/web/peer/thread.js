// A conversation together with what was said in it, as far as there is room to keep it.

import { AHEAD, Conversation, split } from "./conversation.js";

/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./conversation.js").Received} Received */
/** @typedef {import("./state.js").Json} Json */

export const TEXT = "text";
export const HELLO = "hello";
export const CLOSING = "closing";
export const NOTICE = "notice";
export const OPENING = "opening";
export const LOST = "lost";
export const ANOTHER = "another";
const NOTED_HERE = [OPENING, LOST, ANOTHER];

/** One thing said, or that happened. `n` rises in order; `mine` is whether this end said it; `term` the case's. */
export class Entry {
  /**
   * @param {number} n
   * @param {boolean} mine
   * @param {number} term
   * @param {Json} document
   */
  constructor(n, mine, term, document) {
    this.n = n;
    this.mine = mine;
    this.term = term;
    this.document = document;
    Object.freeze(this);
  }

  /** What it is: text, hello, closing, notice, opening, lost or another. */
  get kind() {
    return this.word("kind") || TEXT;
  }

  /** The words, if there are any. */
  get text() {
    return this.word("text");
  }

  /**
   * A field that is a text, or nothing: the other end may send whatever it likes.
   * @param {string} name
   */
  word(name) {
    const value = this.document[name];
    return typeof value === "string" ? value : "";
  }
}

/** What is kept of a case's conversation: the entries that both ends have, and in the outbox the rest. */
export class Thread {
  /**
   * @param {Conversation} conversation
   * @param {number} term
   * @param {Entry[]} entries
   * @param {number} count
   */
  constructor(conversation, term = 0, entries = [], count = 0) {
    this.conversation = conversation;
    this.term = term;
    this.entries = entries;
    this.count = count;
  }

  /**
   * Put a message in the outbox and return its number.
   * @param {Json} document
   */
  say(document) {
    this.conversation.say(document, this.count);
    this.count += 1;
    return this.count - 1;
  }

  /**
   * A text, in as many messages as it needs.
   * @param {string} text
   */
  sayText(text) {
    const parts = split(text);
    parts.forEach((part, at) => {
      this.say({ kind: TEXT, text: part, ...(at < parts.length - 1 ? { more: true } : {}) });
    });
  }

  /**
   * Keep something that came, or that happened, without sending it.
   * @param {Json} document
   * @param {boolean} mine
   */
  add(document, mine = false) {
    const entry = new Entry(this.count, mine, this.term, document);
    this.count += 1;
    this.entries.push(entry);
    return entry;
  }

  /**
   * Read what came down and keep it; what the other end has read moves out of the outbox.
   * @param {Iterable<Cell>} cells
   * @param {number} turnLength
   */
  receive(cells, turnLength = AHEAD) {
    const outbox = this.conversation.outbox;
    const received = this.conversation.receive(cells, turnLength);
    const left = new Set(this.conversation.outbox.map((one) => one.index));
    const read = outbox.filter((one) => !left.has(one.index));
    this.entries.push(...read.map((one) => new Entry(one.n, true, this.term, one.document)));
    this.entries.sort((one, two) => one.n - two.n);
    return received.map((one) => this.keep(one));
  }

  /**
   * Keep one message that was read. One that was lost is told to the other end as well.
   *
   * What this end notes by itself, the other cannot say: its message of such a kind is a text.
   * @param {Received} received
   */
  keep(received) {
    if (received.document !== null) {
      const told = NOTED_HERE.includes(received.document.kind) ? { kind: TEXT } : {};
      return this.add({ ...received.document, ...told });
    }
    this.say({ kind: NOTICE, reason: LOST });
    return this.add({ kind: LOST });
  }

  /** Everything in order, with what the other end has not read yet. */
  all() {
    const outbox = this.conversation.outbox.map((one) => new Entry(one.n, true, this.term, one.document));
    return [...this.entries, ...outbox].sort((one, two) => one.n - two.n);
  }

  /** Let go of the oldest entry; false when there is none. */
  trim() {
    return this.entries.shift() !== undefined;
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      conversation: this.conversation.toJson(),
      term: this.term,
      entries: this.entries.map(({ n, mine, term, document }) => [n, mine, term, document]),
      count: this.count,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const entries = json.entries.map((/** @type {[number, boolean, number, Json]} */ one) => new Entry(...one));
    return new Thread(Conversation.fromJson(json.conversation), json.term, entries, json.count);
  }
}
