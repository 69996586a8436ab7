// The module Worker that tries to open slots: too slow for a page. Functions only.

import { openSlot } from "./case.js";
import { NoMatch } from "./errors.js";
import { takeJobs } from "./jobs.js";

/** @typedef {import("./case.js").VisibleSlot} VisibleSlot */

/**
 * What each slot opened to, in order, and with which of the seeds; null where none opens it.
 * @param {readonly Uint8Array[]} seeds
 * @param {readonly VisibleSlot[]} slots
 */
function openSlots(seeds, slots) {
  return slots.map((slot) => {
    for (const [at, seed] of seeds.entries()) {
      const opened = openedWith(seed, slot);
      if (opened !== null) return { ...opened, seed: at };
    }
    return null;
  });
}

/** @param {Uint8Array} seed @param {VisibleSlot} slot */
function openedWith(seed, slot) {
  try {
    return openSlot([seed], slot);
  } catch (error) {
    if (error instanceof NoMatch) return null;
    throw error;
  }
}

export const jobs = Object.freeze({ openSlots });

takeJobs(jobs);
