// An unlocked coordinator's page: looks again and again at newcomers, members and what waits. No DOM here.
//
// Announces "change" whenever something is to be shown anew.

import { NotConnected } from "../peer/errors.js";
import { fetchPack } from "../peer/pack.js";

/** @typedef {import("../peer/coordinator.js").Coordinator} Coordinator */
/** @typedef {import("../peer/coordinator.js").Newcomer} Newcomer */
/** @typedef {import("../peer/board.js").Waiting} Waiting */

const LOOK_SECONDS = 4;

export class Office extends EventTarget {
  /** @param {Coordinator} coordinator */
  constructor(coordinator) {
    super();
    this.coordinator = coordinator;
    /** @type {readonly string[]} */
    this.rootWords = [];
    /** @type {readonly Newcomer[] | null} */
    this.pending = null;
    /** @type {readonly Waiting[] | null} */
    this.waiting = null;
    /** @type {readonly import("../peer/post.js").Shelf[]} */
    this.shelves = [];
    /** The pack, to say which desk a case is for. @type {any} */
    this.pack = null;
    /** @type {boolean | null} */
    this.connected = null;
    /** @type {Error | null} */
    this.trouble = null;
    /** What is being done, with whom. @type {Map<string, string>} */
    this.doing = new Map();
    this.ended = false;
  }

  start() {
    void this.keepLooking();
  }

  end() {
    this.ended = true;
    this.coordinator.end();
  }

  now() {
    return this.coordinator.post.now();
  }

  /**
   * Do what was asked for, and look again. Resolves to what it gave, or null when it failed.
   * @template T
   * @param {string} whom
   * @param {string} what
   * @param {() => Promise<T>} action
   * @returns {Promise<T | null>}
   */
  async ask(whom, what, action) {
    if (this.doing.has(whom)) return null;
    this.doing.set(whom, what);
    this.changed();
    try {
      const done = await action();
      this.trouble = null;
      return done;
    } catch (failure) {
      this.failed(failure);
      return null;
    } finally {
      this.doing.delete(whom);
      await this.look().catch(() => {});
    }
  }

  async keepLooking() {
    while (!this.ended) {
      await this.look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_SECONDS * 1000));
    }
  }

  async look() {
    const { coordinator } = this;
    const steps = [
      async () => coordinator.tend(),
      async () => (this.pending = await coordinator.pending()),
      async () => (this.waiting = await coordinator.waiting()),
      async () => (this.shelves = await coordinator.shelves()),
      async () => this.learn(),
    ];
    let wrong = null;
    for (const step of steps) {
      if (this.ended) return;
      wrong =
        (await step().then(
          () => null,
          (/** @type {unknown} */ failure) => failure,
        )) ?? wrong;
      this.changed();
      if (wrong instanceof NotConnected) break;
    }
    if (wrong === null) [this.connected, this.trouble] = [true, null];
    else this.failed(wrong);
    this.changed();
  }

  async learn() {
    const { coordinator } = this;
    if (this.rootWords.length === 0) this.rootWords = await coordinator.member.rootWords();
    const { directory } = coordinator;
    if (directory !== null && directory.pack !== this.pack?.id)
      this.pack = await fetchPack(coordinator.post, directory);
  }

  /** @param {unknown} failure */
  failed(failure) {
    this.connected = !(failure instanceof NotConnected);
    if (this.connected) this.trouble = failure instanceof Error ? failure : new Error("failed");
  }

  changed() {
    if (!this.ended) this.dispatchEvent(new Event("change"));
  }
}
