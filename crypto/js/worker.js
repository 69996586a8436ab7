// What is too slow for a page: Argon2id, and the trial opening of slots. Runs as a module Worker, which is ended once
// it has stretched, because the 64 MiB that Argon2id takes of WebAssembly memory are never given back.
//
// A job comes as { job, args } and leaves as { result } or { error: name of the class }. Functions only; in Node,
// workers.js calls them in place.

import { wipe } from "./bytes.js";
import { openSlot } from "./case.js";
import { masterKey, words } from "./codename.js";
import { NoMatch, ProtocolError } from "./errors.js";
import { stretch } from "./hashing.js";

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

export const jobs = Object.freeze({ stretch, masterKey, words, openSlots });

/**
 * @param {{ job: string, args: unknown[] }} request
 * @returns {{ result: unknown } | { error: string }}
 */
function answer({ job, args }) {
  try {
    const run = /** @type {Record<string, (...args: any[]) => unknown>} */ (jobs)[job];
    return run ? { result: run(...args) } : { error: "ProtocolError" };
  } catch (error) {
    return { error: error instanceof ProtocolError ? error.name : "ProtocolError" };
  } finally {
    wipe(...args.flat().filter((arg) => arg instanceof Uint8Array));
  }
}

if ("WorkerGlobalScope" in globalThis) {
  globalThis.addEventListener("message", (event) => globalThis.postMessage(answer(event.data)));
  globalThis.postMessage("ready"); // a job sent before this module was loaded could be lost
}
