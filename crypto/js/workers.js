// How a page runs the jobs of worker.js. Where there is no Worker, as in Node, they run in place.

import * as errors from "./errors.js";

/** @typedef {import("./case.js").VisibleSlot} VisibleSlot */
/** @typedef {import("./case.js").Document} Document */
/** @typedef {Readonly<{ caseKey: Uint8Array, card: Document, seed: number }> | null} Opened */

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
 * `open` gives what each slot opened to, in order, and with which of the seeds; null where none opens it. After `end`,
 * whatever was still being tried is never answered.
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

/**
 * A Worker that stretches codenames, kept until `end`. Its 64 MiB stay taken that long; but one that is started for each
 * codename would load its modules when somebody comes with hers, which her network sees.
 */
export function startStretcher() {
  const lane = startLane();
  return Object.freeze({
    /** @type {typeof masterKey} */
    async masterKey(ten, site) {
      return /** @type {Uint8Array} */ (await lane.run("masterKey", [ten, site]));
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

/** The modules of a Worker did not arrive: there is no connection, and the next job that is run asks for them again. */
export class NotLoaded extends Error {
  /** @override */
  get name() {
    return "NotLoaded";
  }
}

function inWorker() {
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<Worker> | null} */
  let loading = null;
  let ended = false;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  const loaded = () => {
    if (ended) return new Promise(() => {});
    worker ??= new Worker(workerUrl(), { type: "module" });
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
