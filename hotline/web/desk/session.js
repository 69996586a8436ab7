// One unlocked desk: keeps the queue and the conversations fresh, and does what the responder asks. No DOM here.
//
// Announces "change" whenever something is to be shown anew.

import { NotConnected, NotMember, OldVault } from "../peer/errors.js";
import { empty } from "./keep.js";
import { NO_RULES } from "./rules.js";

/** @typedef {import("../peer/responder.js").Responder} Responder */
/** @typedef {import("../peer/board.js").Waiting} Waiting */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("./keep.js").Kept} Kept */
/** @typedef {import("./rules.js").Rules} Rules */

/**
 * What a desk needs of a responder: the real one, or the one of practice.
 * @typedef {Pick<Responder, "directory" | "role" | "cases" | "tend" | "queue" | "read" | "claim" | "conflicts" | "accept"
 *   | "putBack" | "reply" | "close" | "watch" | "news" | "end"> & { post: { now: () => number },
 *   state: { unsaved: boolean } }} Peer
 */

const LOOK_SECONDS = 10;
const LATER_SECONDS = 3;
const CLOSING = /^closing /; // before the name of a case: the draft of the last words

export class Session extends EventTarget {
  /**
   * @param {Peer} responder
   * @param {Kept} kept
   * @param {Rules} [rules]
   */
  constructor(responder, kept, rules = NO_RULES) {
    super();
    this.responder = responder;
    this.kept = kept;
    this.rules = rules;
    /** What waits, as last seen; null while it was never seen. @type {readonly Waiting[] | null} */
    this.waiting = null;
    /** When the queue was last seen, in seconds since 1970. */
    this.seenAt = 0;
    /** When each waiting case was first seen here. @type {Map<string, number>} */
    this.firstSeen = new Map();
    /** Null before the first answer. @type {boolean | null} */
    this.connected = null;
    /** What stands in the way of the queue, other than the connection. @type {Error | null} */
    this.trouble = null;
    /** What is being done with a case. @type {Map<string, string>} */
    this.doing = new Map();
    /** What went wrong with a case. @type {Map<string, Error>} */
    this.failed = new Map();
    /** How she let go of a case. @type {Map<string, string>} */
    this.done = new Map();
    this.ended = false;
    this.woken = false;
    this.stir = () => {};
  }

  /** Begin to look, until `end`. */
  start() {
    this.takeUpPending();
    void this.keepLooking();
    void this.keepWatching();
  }

  /** Forget everything, and overwrite the keys. */
  end() {
    this.ended = true;
    this.wake();
    this.kept = empty();
    this.responder.end();
  }

  /** Seconds since 1970. */
  now() {
    return this.responder.post.now();
  }

  /** The cases in her hands. @returns {readonly (readonly [string, HeldCase])[]} */
  held() {
    return [...this.responder.cases];
  }

  /** What waits and is not in her hands. @returns {readonly Waiting[]} */
  queue() {
    return (this.waiting ?? []).filter((one) => !this.responder.cases.has(one.caseId));
  }

  /** @param {string} name */
  waitingCase(name) {
    return this.queue().find((one) => one.caseId === name);
  }

  /** @param {string} name */
  heldCase(name) {
    return this.responder.cases.get(name);
  }

  /** @param {string} name */
  claim(name) {
    return this.ask(name, "claiming", () => this.responder.claim(name));
  }

  /** @param {string} name */
  accept(name) {
    return this.ask(name, "accepting", () => this.responder.accept(name));
  }

  /** @param {string} name */
  putBack(name) {
    return this.ask(name, "putting back", () => this.responder.putBack(name));
  }

  /** @param {string} name @param {string} code @param {string} text */
  close(name, code, text) {
    return this.ask(name, "closing", () => this.responder.close(name, code, text));
  }

  /**
   * Say something. The draft goes once the words stand in the conversation, sent or not: they are sent once.
   * @param {string} name
   * @param {string} text
   */
  reply(name, text) {
    const before = this.heldCase(name)?.thread?.count ?? 0;
    return this.ask(name, "replying", async () => {
      const stands = () => (this.heldCase(name)?.thread?.count ?? 0) > before;
      try {
        await this.responder.reply(name, text);
      } catch (failure) {
        if (!(failure instanceof NotConnected && stands())) throw failure;
        this.connected = false;
        this.kept.pending[name] = text;
      } finally {
        if (stands()) this.draft(name, "");
      }
    });
  }

  /** Whether leaving the page now would lose words: a draft, or an answer that does not stand in the vault yet. */
  unsaved() {
    const { drafts, pending } = this.kept;
    return Object.keys({ ...drafts, ...pending }).length > 0 || this.doing.size > 0;
  }

  /** Keep what is being written. @param {string} name @param {string} text */
  draft(name, text) {
    if (text === "") delete this.kept.drafts[name];
    else this.kept.drafts[name] = text;
  }

  /**
   * @param {string} name
   * @param {string} doing
   * @param {() => Promise<unknown>} action
   * @returns {Promise<boolean>} whether it was done
   */
  async ask(name, doing, action) {
    if (this.doing.has(name)) return false;
    this.doing.set(name, doing);
    this.failed.delete(name);
    this.changed();
    try {
      if (this.trouble instanceof OldVault) throw this.trouble; // nothing more is sent on what may be forgotten again
      await action();
      this.done.set(name, doing);
      return true;
    } catch (failure) {
      this.failed.set(name, asError(failure));
      if (failure instanceof NotConnected) this.connected = false;
      return false;
    } finally {
      this.doing.delete(name);
      this.changed();
      this.wake();
    }
  }

  async keepLooking() {
    while (!this.ended) {
      await this.look();
      await this.pause(this.connected ? LOOK_SECONDS : LATER_SECONDS);
    }
  }

  async look() {
    const { responder } = this;
    try {
      await responder.tend();
      this.saw(await responder.queue());
      this.changed();
      await responder.read();
      this.tidy();
      [this.connected, this.trouble] = [true, null];
    } catch (failure) {
      this.connected = failure instanceof NotConnected ? false : (this.connected ?? true);
      this.trouble = failure instanceof NotConnected ? this.trouble : asError(failure);
      if (failure instanceof NotMember) this.waiting = null; // what was seen is not hers to see any more
    }
    this.changed();
  }

  /** What was sent before a lock and never reached the vault is a draft again. */
  takeUpPending() {
    for (const [name, text] of Object.entries(this.kept.pending)) {
      const said = (this.heldCase(name)?.thread?.all() ?? []).filter((entry) => entry.mine).map((entry) => entry.text);
      if (!said.join("").includes(text)) this.kept.drafts[name] ??= text;
    }
    this.kept.pending = {};
  }

  /** Once all is written, nothing is pending, and no draft is kept for a case that is gone. */
  tidy() {
    if (!this.responder.state.unsaved) this.kept.pending = {};
    for (const key of Object.keys(this.kept.drafts))
      if (this.heldCase(key.replace(CLOSING, "")) === undefined) this.draft(key, "");
  }

  /** @param {readonly Waiting[]} waiting */
  saw(waiting) {
    this.waiting = waiting;
    this.seenAt = this.now();
    const before = this.firstSeen;
    this.firstSeen = new Map(waiting.map(({ caseId }) => [caseId, before.get(caseId) ?? this.seenAt]));
  }

  async keepWatching() {
    while (!this.ended) {
      try {
        for await (const frame of this.responder.watch()) {
          if (this.ended) return;
          if (this.responder.news(frame)) this.wake();
        }
      } catch {
        // The next look says whether there is a connection.
      }
      await sleep(LATER_SECONDS);
    }
  }

  /** Look again at once. */
  wake() {
    this.woken = true;
    this.stir();
  }

  /** @param {number} seconds */
  async pause(seconds) {
    if (!this.woken) await Promise.race([sleep(seconds), new Promise((resolve) => (this.stir = () => resolve(null)))]);
    this.woken = false;
  }

  changed() {
    if (!this.ended) this.dispatchEvent(new Event("change"));
  }
}

/** @param {unknown} failure */
function asError(failure) {
  return failure instanceof Error ? failure : new Error("failed");
}

/** @param {number} seconds */
function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
