// How a page runs the jobs of its Workers. Where there is no Worker, as in Node, they run in place.

import * as errors from "./errors.js";

/** @typedef {import("./case.js").VisibleSlot} VisibleSlot */
/** @typedef {import("./case.js").Document} Document */
/** @typedef {Readonly<{ caseKey: Uint8Array, card: Document, seed: number }> | null} Opened */

const OPENER = new URL("./opener.js", import.meta.url).href;
const STRETCHER = new URL("./stretcher.js", import.meta.url).href;

export const BATCH = 32; // slots a message: about 11 ms of trying for each seed

/**
 * `stretch` of stretching.js, in a Worker that is ended afterwards.
 * @param {Uint8Array} octets
 * @param {Uint8Array} salt
 * @returns {Promise<Uint8Array>}
 */
export async function stretch(octets, salt) {
  const stretcher = startStretcher();
  try {
    return await stretcher.stretch(octets, salt);
  } finally {
    stretcher.end();
  }
}

/**
 * A Worker that tries slots, kept until `end`: starting one costs more than a batch.
 *
 * `open` gives what each slot opened to, in order, and with which of the seeds; null where none opens it. After `end`,
 * whatever was still being tried is never answered.
 */
export function startOpener() {
  const lane = startLane(OPENER);
  return Object.freeze({
    /**
     * @param {readonly Uint8Array[]} seeds
     * @param {readonly VisibleSlot[]} slots
     * @returns {Promise<Opened[]>}
     */
    async open(seeds, slots) {
      /** @type {Opened[]} */
      const opened = [];
      for (let at = 0; at < slots.length; at += BATCH) {
        const batch = await lane.run("openSlots", [seeds, slots.slice(at, at + BATCH)]);
        opened.push(.../** @type {Opened[]} */ (batch));
      }
      return opened;
    },
    end: lane.end,
  });
}

/**
 * A Worker that stretches, kept until `end`: one that is started for each codename would load its modules when somebody
 * comes with hers, which her network sees.
 */
export function startStretcher() {
  const lane = startLane(STRETCHER);
  return Object.freeze({
    /** @type {typeof stretch} */
    async stretch(octets, salt) {
      return /** @type {Uint8Array} */ (await lane.run("stretch", [octets, salt]));
    },
    end: lane.end,
  });
}

/** One job after another, in a Worker or in place. @param {string} address of its module */
function startLane(address) {
  return typeof Worker === "undefined" ? inPlace(address) : inWorker(address);
}

/** @param {string} address */
function inPlace(address) {
  return {
    /** @type {(job: string, args: unknown[]) => Promise<unknown>} */
    async run(job, args) {
      const { jobs } = await import(address);
      return jobs[job]?.(...args);
    },
    end() {},
  };
}

/** The modules of a Worker did not arrive: there is no connection, and the next job that is run asks for them again. */
export class NotLoaded extends Error {
  /** @override */
  get name() {
    return "NotLoaded";
  }
}

/** @param {string} address */
function inWorker(address) {
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<Worker> | null} */
  let loading = null;
  let ended = false;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const loaded = () => {
    if (ended) return new Promise(() => {});
    worker ??= new Worker(trusted(address), { type: "module" });
    loading ??= ready(worker).catch((error) => {
      worker?.terminate();
      worker = loading = null;
      throw error;
    });
    return loading;
  };
  loaded().catch(() => null); // each job that is run says it
  return {
    /** @type {(job: string, args: unknown[]) => Promise<unknown>} */
    run(job, args) {
      const sent = last.then(async () => {
        const one = await loaded();
        const answer = answerOf(one);
        one.postMessage({ job, args });
        return answer;
      });
      last = sent.catch(() => null); // one job's failure is no other's
      return sent.then(result);
    },
    end() {
      ended = true;
      worker?.terminate();
    },
  };
}

/** @param {Worker} worker */
async function ready(worker) {
  await answerOf(worker);
  return worker;
}

/**
 * The next message of a Worker; an error if it cannot run.
 * @param {Worker} worker
 * @returns {Promise<unknown>}
 */
function answerOf(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = ({ message }) => reject(message ? new Error("the worker cannot run") : new NotLoaded());
  });
}

/** @param {unknown} answer */
function result(answer) {
  const { result: value, error } = /** @type {{ result?: unknown, error?: string }} */ (answer);
  if (error === undefined) return value;
  const named = /** @type {Record<string, new (message: string) => Error>} */ (/** @type {unknown} */ (errors));
  throw new (named[error] ?? errors.ProtocolError)("a worker's job failed");
}

/** @type {{ createScriptURL: (text: string) => any } | undefined} */
let policy;

/** A Worker's address, as pages with `require-trusted-types-for 'script'` must have it. @param {string} address */
function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return address;
  policy ??= trustedTypes.createPolicy("hotline-worker", {
    createScriptURL: (/** @type {string} */ text) => {
      if (text !== OPENER && text !== STRETCHER) throw new TypeError("not our worker");
      return text;
    },
  });
  return policy?.createScriptURL(address);
}
