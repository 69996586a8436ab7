// What a caller's vault holds, and the steps that change it. Nothing here waits. docs/protocol.md, 4 and 6.

import * as cases from "../../../crypto/js/case.js";
import { address, FROM_CALLER, TO_CALLER } from "../../../crypto/js/conversation.js";
import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import * as hashing from "../../../crypto/js/hashing.js";
import { REPLY_KEYS } from "../../../crypto/js/sizes.js";
import { AHEAD, begin } from "./conversation.js";
import { CaseEnded } from "./errors.js";
import { ANOTHER, CLOSING, Entry, OPENING, TEXT, Thread } from "./thread.js";

/** @typedef {import("./conversation.js").Address} Address */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./state.js").Json} Json */

/**
 * What a case is made of, kept until it is acknowledged.
 * @typedef {Readonly<{ card: Json, sheet: Json, body: Json }>} Intake
 */

export const TERMS_AHEAD = 8;
export const TURN_LENGTH = AHEAD + TERMS_AHEAD;
export const LAST_REPLY_KEY = REPLY_KEYS - 1;

/**
 * One case of a caller. `lock` and `intake` are there until it is acknowledged; then only `terms` is kept.
 *
 * `desks` are those that it was sealed to: nobody else can have claimed it.
 */
export class CallerCase {
  /** @type {Uint8Array | null} */
  lock = null;
  /** @type {Intake | null} */
  intake = null;
  /** @type {[number, number, number][]} */
  erase = [];
  closed = false;
  /** @type {string[]} */
  desks = [];

  /**
   * @param {Readonly<{
   *   caseKey: Uint8Array, closeSeed: Uint8Array, replySeeds: Map<number, Uint8Array>, terms: Uint8Array,
   *   opened: number, card: Json, thread: Thread
   * }>} parts
   */
  constructor(parts) {
    this.caseKey = parts.caseKey;
    this.closeSeed = parts.closeSeed;
    this.replySeeds = parts.replySeeds;
    this.terms = parts.terms;
    this.opened = parts.opened;
    this.card = parts.card;
    this.thread = parts.thread;
  }

  /**
   * A case that is about to be opened.
   * @param {cases.Secrets} secrets
   * @param {number} opened
   * @param {Intake} intake
   */
  static drawn(secrets, opened, intake) {
    const { caseKey, closeSeed, lock } = secrets;
    const terms = hashing.terms(lock);
    const replySeeds = new Map(secrets.replySeeds.entries());
    const root = cases.root(caseKey, hashing.termLock(terms, 0));
    const thread = new Thread(begin(root, FROM_CALLER, null, replySeeds.get(0)), 0, [], 1);
    const own = new CallerCase({ caseKey, closeSeed, replySeeds, terms, opened, card: intake.card, thread });
    [own.lock, own.intake] = [lock, intake];
    return own;
  }

  /** The public name of the case. */
  get caseId() {
    return cases.caseId(this.caseKey);
  }

  /**
   * What the case is sealed with, while it is not acknowledged.
   * @returns {cases.Secrets}
   */
  get secrets() {
    if (this.lock === null) throw new CaseEnded();
    const replySeeds = Array.from({ length: REPLY_KEYS }, (_, index) => this._replySeed(index));
    return Object.freeze({ caseKey: this.caseKey, lock: this.lock, closeSeed: this.closeSeed, replySeeds });
  }

  /** The highest term in which a cell has opened; null while nobody has answered. */
  get term() {
    return this.conversation.theirPk === null ? null : this.thread.term;
  }

  /** That of the term she stays with. */
  get conversation() {
    return this.thread.conversation;
  }

  /**
   * It is about to be sealed to these desks.
   * @param {readonly string[]} desks
   */
  goesTo(desks) {
    this.desks.push(...desks.filter((one) => !this.desks.includes(one)));
  }

  /** The case stands on the server: forget its lock, and of what it was made of all but her words. */
  acknowledge() {
    if (this.intake !== null) {
      const words = { kind: OPENING, text: this.intake.body.words ?? "" };
      this.thread.entries.unshift(new Entry(0, true, 0, words));
      this.replySeeds.delete(0);
    }
    [this.lock, this.intake] = [null, null];
  }

  /**
   * Put a text in the outbox, where it waits for who accepts. CaseEnded when the case is closed.
   * @param {string} text
   */
  say(text) {
    if (this.closed) throw new CaseEnded();
    this.thread.sayText(text);
  }

  /** The first cells of the next eight terms. */
  heads() {
    return this._laterTerms().map((term) => this._head(term));
  }

  /**
   * Read what came down; the first cell of a later term, while the case is alive, is another volunteer's.
   * @param {Iterable<Cell>} cells
   * @param {boolean} alive
   */
  receive(cells, alive) {
    const some = Array.from(cells);
    const entries = alive ? this._enterLater(some) : [];
    entries.push(...this.thread.receive(some, TURN_LENGTH));
    this.closed ||= entries.some((entry) => entry.kind === CLOSING);
    return entries;
  }

  /** Addresses of earlier terms that are to be erased, all of one term. */
  leftBehind() {
    const term = this.erase[0]?.[0] ?? 0;
    return this.erase.flatMap(([one, way, index]) => (one === term ? [address(this._root(one), way, index)] : []));
  }

  /**
   * These of earlier terms were asked to be erased.
   * @param {Iterable<Address>} addresses
   */
  erasedBehind(addresses) {
    const done = new Set(Array.from(addresses, encodeKey));
    this.erase = this.erase.filter(([term, way, index]) => !done.has(encodeKey(address(this._root(term), way, index))));
  }

  /** Every address at which something of this case may stand. */
  standing() {
    const behind = this.erase.map(([term, way, index]) => address(this._root(term), way, index));
    return [...this.conversation.standing(), ...this.heads(), ...behind];
  }

  /** @param {number} term */
  _root(term) {
    return cases.root(this.caseKey, hashing.termLock(this.terms, term));
  }

  /** @param {number} term */
  _head(term) {
    return address(this._root(term), TO_CALLER, 0);
  }

  /** @param {number} index */
  _replySeed(index) {
    const seed = this.replySeeds.get(index);
    if (!seed) throw new CaseEnded();
    return seed;
  }

  _laterTerms() {
    return Array.from({ length: TERMS_AHEAD }, (_, step) => this.thread.term + 1 + step);
  }

  /** @param {readonly Cell[]} cells */
  _enterLater(cells) {
    for (const term of this._laterTerms().reverse()) {
      const seed = this._replySeed(Math.min(term, LAST_REPLY_KEY));
      const conversation = begin(this._root(term), FROM_CALLER, null, seed);
      const head = encodeKey(this._head(term));
      const heads = cells.filter((cell) => encodeKey(cell.address) === head);
      const received = conversation.receive(heads, AHEAD, false);
      if (received.length > 0 && received[0].document !== null) {
        const before = this._enter(term, conversation);
        return [...before, ...received.map((one) => this.thread.keep(one))];
      }
    }
    return [];
  }

  /**
   * @param {number} term
   * @param {Conversation} conversation
   */
  _enter(term, conversation) {
    const [old, thread] = [this.conversation, this.thread];
    this._leave(thread.term, old);
    const entries = old.theirPk === null ? [] : [thread.add({ kind: ANOTHER })];
    [thread.conversation, thread.term, this.closed] = [conversation, term, false];
    for (const { n, document } of old.outbox) if (document.kind === TEXT) conversation.say(document, n);
    for (const index of [...this.replySeeds.keys()])
      if (index <= term && index !== LAST_REPLY_KEY) this.replySeeds.delete(index);
    return entries;
  }

  /**
   * @param {number} term
   * @param {Conversation} old
   */
  _leave(term, old) {
    const sent = old.theirPk === null ? [] : old.outbox;
    const theirs = Array.from({ length: 1 + AHEAD }, (_, step) => old.nextRead + step);
    for (const [way, index] of old.erase) this.erase.push([term, way, index]);
    for (const { index } of sent) this.erase.push([term, old.direction, index]);
    for (const index of theirs) this.erase.push([term, old.theirs, index]);
  }

  /**
   * As it stands in the vault.
   * @returns {Json}
   */
  toJson() {
    return {
      case_key: encodeKey(this.caseKey),
      close: encodeKey(this.closeSeed),
      reply: Object.fromEntries(Array.from(this.replySeeds, ([index, seed]) => [index, encodeKey(seed)])),
      lock: this.lock && encodeKey(this.lock),
      terms: encodeKey(this.terms),
      opened: this.opened,
      card: this.card,
      intake: this.intake && [this.intake.sheet, this.intake.body],
      thread: this.thread.toJson(),
      erase: this.erase.map((one) => [...one]),
      closed: this.closed,
      desks: [...this.desks],
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const own = new CallerCase({
      caseKey: decodeKey(json.case_key),
      closeSeed: decodeKey(json.close),
      replySeeds: new Map(Object.entries(json.reply).map(([index, seed]) => [Number(index), decodeKey(seed)])),
      terms: decodeKey(json.terms),
      opened: json.opened,
      card: json.card,
      thread: Thread.fromJson(json.thread),
    });
    own.lock = json.lock && decodeKey(json.lock);
    if (json.intake) own.intake = Object.freeze({ card: json.card, sheet: json.intake[0], body: json.intake[1] });
    own.erase = json.erase.map((/** @type {[number, number, number]} */ one) => [...one]);
    [own.closed, own.desks] = [json.closed, [...(json.desks ?? [])]];
    return own;
  }
}

/** The whole vault of a caller: one case, or none yet. */
export class CallerState {
  /** @param {CallerCase | null} own */
  constructor(own = null) {
    this.case = own;
  }

  /** Let go of the oldest thing said that both ends have read. */
  trim() {
    return this.case?.thread.trim() ?? false;
  }

  /**
   * As it stands in the vault.
   * @returns {Json}
   */
  toJson() {
    return { case: this.case?.toJson() ?? null };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    return new CallerState(json.case && CallerCase.fromJson(json.case));
  }
}
