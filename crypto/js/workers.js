// How a page runs the jobs of worker.js. Where there is no Worker, as in Node, they run in place.

import * as errors from "./errors.js";

/** @typedef {import("./case.js").VisibleSlot} VisibleSlot */
/** @typedef {import("./case.js").Document} Document */
/** @typedef {Readonly<{ caseKey: Uint8Array, card: Document }> | null} Opened */

export const BATCH = 32; // slots a message: about 11 ms of trying for each seed

/**
 * `stretch` of hashing.js, in a Worker that is ended afterwards.
 * @param {Uint8Array} octets
 * @param {Uint8Array} salt
 * @returns {Promise<Uint8Array>}
 */
export function stretch(octets, salt) {
  return once("stretch", [octets, salt]);
}

/**
 * `masterKey` of codename.js, in a Worker that is ended afterwards.
 * @param {Uint8Array} ten
 * @param {Uint8Array} site
 * @returns {Promise<Uint8Array>}
 */
export function masterKey(ten, site) {
  return once("masterKey", [ten, site]);
}

/**
 * `words` of codename.js, in a Worker that is ended afterwards.
 * @param {Uint8Array} publicKey
 * @param {readonly string[]} wordList
 * @returns {Promise<string[]>}
 */
export function words(publicKey, wordList) {
  return once("words", [publicKey, wordList]);
}

/**
 * A Worker that tries slots, kept until `end`: starting one costs more than a batch.
 *
 * `open` gives what each slot opened to, in order, null where no seed opens it. After `end`, whatever was still being
 * tried is never answered.
 */
export function startOpener() {
  const lane = startLane();
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

/** A Worker that mints stamps, by `mint` of stamp.js, kept until `end`. */
export function startMinter() {
  const lane = startLane();
  return Object.freeze({
    /**
     * @param {Uint8Array} key
     * @param {number} hour
     * @param {number} bits
     * @returns {Promise<Uint8Array>}
     */
    async mint(key, hour, bits) {
      return /** @type {Uint8Array} */ (await lane.run("mint", [key, hour, bits]));
    },
    end: lane.end,
  });
}

/**
 * @param {string} job
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
async function once(job, args) {
  const lane = startLane();
  try {
    return await lane.run(job, args);
  } finally {
    lane.end();
  }
}

/** One job after another, in a Worker or in place. */
function startLane() {
  return typeof Worker === "undefined" ? inPlace() : inWorker();
}

function inPlace() {
  return {
    /** @type {(job: string, args: unknown[]) => Promise<unknown>} */
    async run(job, args) {
      const { jobs } = await import("./worker.js");
      return /** @type {Record<string, (...args: any[]) => unknown>} */ (jobs)[job]?.(...args);
    },
    end() {},
  };
}

function inWorker() {
  const worker = new Worker(workerUrl(), { type: "module" });
  const ready = answerOf(worker);
  /** @type {Promise<unknown>} */
  let last = ready.catch(() => null); // each job that is run says it
  return {
    /** @type {(job: string, args: unknown[]) => Promise<unknown>} */
    run(job, args) {
      const sent = Promise.all([ready, last]).then(() => {
        const answer = answerOf(worker);
        worker.postMessage({ job, args });
        return answer;
      });
      last = sent.catch(() => null); // one job's failure is no other's
      return sent.then(result);
    },
    end: () => worker.terminate(),
  };
}

/**
 * The next message of a Worker; an error if it cannot run.
 * @param {Worker} worker
 * @returns {Promise<unknown>}
 */
function answerOf(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = () => reject(new Error("the worker cannot run"));
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

/** The address of worker.js, as pages with `require-trusted-types-for 'script'` must have it. */
function workerUrl() {
  const { href } = new URL("./worker.js", import.meta.url);
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return href;
  policy ??= trustedTypes.createPolicy("hotline-worker", {
    createScriptURL: (/** @type {string} */ text) => {
      if (text !== href) throw new TypeError("not our worker");
      return text;
    },
  });
  return policy?.createScriptURL(href);
}
