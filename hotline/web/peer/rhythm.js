// A caller's beats: one request at each, so that what she does cannot be told from when. docs/protocol.md, 6.

/** @typedef {import("../../../crypto/js/directory.js").Policy} Policy */

/** Beats at fixed distances from the first: short ones at the beginning, then longer. */
export class Rhythm {
  #fastSeconds;
  #slowSeconds;
  #slowAfterSeconds;
  #clock;
  #first;
  #next;

  /**
   * @param {Policy} policy
   * @param {() => number} clock seconds that never go back
   */
  constructor(policy, clock = () => performance.now() / 1000) {
    [this.#fastSeconds, this.#slowSeconds] = policy.beatSeconds;
    this.#slowAfterSeconds = policy.beatSlowAfterSeconds;
    this.#clock = clock;
    this.#first = this.#next = clock();
  }

  /**
   * Return at the next beat. A beat that has passed unused is gone: the rhythm never hurries to catch up.
   * @param {(seconds: number) => Promise<void>} rest
   */
  async beat(rest = sleep) {
    const now = this.#clock();
    const at = this.#coming(now);
    this.#next = this.#after(at);
    await rest(at - now);
  }

  /**
   * Return at the next beat that nobody has taken by the time it comes: one that would otherwise pass unused.
   * @param {(seconds: number) => Promise<void>} rest
   */
  async spare(rest = sleep) {
    for (;;) {
      const now = this.#clock();
      const at = this.#coming(now);
      await rest(at - now);
      if (this.#next !== at) continue;
      this.#next = this.#after(at);
      return;
    }
  }

  /**
   * The first beat that is not taken and has not passed.
   * @param {number} now
   */
  #coming(now) {
    while (this.#next < now) this.#next = this.#after(this.#next);
    return this.#next;
  }

  /** @param {number} beat */
  #after(beat) {
    const slow = beat - this.#first >= this.#slowAfterSeconds;
    return beat + (slow ? this.#slowSeconds : this.#fastSeconds);
  }
}

/**
 * Return after so many seconds.
 * @param {number} seconds
 * @returns {Promise<void>}
 */
export function sleep(seconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, seconds) * 1000);
  });
}
