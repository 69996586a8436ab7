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
    while (this.#next < now) this.#next = this.#after(this.#next);
    const at = this.#next;
    this.#next = this.#after(at);
    await rest(at - now);
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
