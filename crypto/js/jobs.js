// How a Worker does what workers.js asks of it: one message, one answer.
//
// A job comes as { job, args } and leaves as { result } or { error: name of the class }. What it was given is wiped.

import { wipe } from "./bytes.js";
import { ProtocolError } from "./errors.js";

/** @typedef {Readonly<Record<string, (...args: any[]) => unknown>>} Jobs */

/**
 * Begin to take jobs, if this is a Worker; in Node, workers.js calls them in place.
 * @param {Jobs} jobs
 */
export function takeJobs(jobs) {
  if (!("WorkerGlobalScope" in globalThis)) return;
  globalThis.addEventListener("message", async (event) => globalThis.postMessage(await answer(jobs, event.data)));
  globalThis.postMessage("ready"); // a job sent before this module was loaded could be lost
}

/**
 * @param {Jobs} jobs
 * @param {{ job: string, args: unknown[] }} request
 * @returns {Promise<{ result: unknown } | { error: string }>}
 */
async function answer(jobs, { job, args }) {
  try {
    const run = jobs[job];
    return run ? { result: await run(...args) } : { error: "ProtocolError" };
  } catch (error) {
    return { error: error instanceof ProtocolError ? error.name : "ProtocolError" };
  } finally {
    wipe(...args.flat().filter((arg) => arg instanceof Uint8Array));
  }
}
