// The next directory: what stands, with epochs prepared, secrets renewed and desks given new keys. docs/protocol.md, 3.
//
// Pure: the document that stands, or the plan of one that never did, becomes the document to be signed, and the seeds
// and secret that were drawn for it. Documents have the names of the file, not those of JavaScript.

import { DIRECTORY_HOURS, encodeKey, HISTORY } from "../../../crypto/js/directory.js";
import { digest } from "../../../crypto/js/hashing.js";
import { pair } from "../../../crypto/js/sealing.js";
import { Seed } from "./keyring.js";

/** @typedef {import("./post.js").Known} Known */
/** @typedef {import("./state.js").Json} Json */

export const EPOCH_HOURS = 24;
export const PREPARED_HOURS = 8 * 24;
export const ENDED_KEPT_HOURS = 24;
export const SECRET_HOURS = 7 * 24;
export const OVERLAP_HOURS = 24;

/**
 * What a coordinator wants of the next directory beside renewal: new keys for `desks`, a new member `secret` in place
 * of all others, and coordinators to `drop`.
 * @typedef {Readonly<{ desks: readonly string[], secret: boolean, drop: readonly string[] }>} Change
 */

/** @type {Change} */
export const NO_CHANGE = Object.freeze({ desks: [], secret: false, drop: [] });

/** A directory to be published, and what was drawn for it. */
export class Draft {
  /** @type {Seed[]} */
  seeds = [];
  /** @type {Uint8Array | null} */
  secret = null;

  /**
   * @param {Json} document
   * @param {Change} change
   */
  constructor(document, change) {
    this.document = document;
    this.change = change;
  }
}

/**
 * The draft that follows the file `known`, or the first of all.
 *
 * `standing` is the document that stands or, at first, one without epochs, secrets and history; `until` the hour at
 * which the certificate ends; `secretHours` the age of the newest member secret.
 * @param {Json} standing
 * @param {Known | null} known
 * @param {Change} change
 * @param {Readonly<{ now: number, until: number, secretHours: number }>} hours
 * @param {() => Uint8Array} draw
 */
export function nextDraft(standing, known, change, { now, until, secretHours }, draw) {
  const history = known ? [encodeKey(known.hash), ...(standing.history ?? [])] : [];
  /** @type {Json} */
  const document = {
    ...standing,
    version: known ? known.version + 1 : 1,
    issued: now,
    expires: Math.min(now + DIRECTORY_HOURS, until),
    history: history.slice(0, HISTORY),
  };
  const draft = new Draft(document, change);
  const desks = /** @type {Json[]} */ (standing.desks);
  document.desks = desks.map((desk) => renewed(desk, change.desks.includes(desk.id), draft, now, draw));
  const coordinators = /** @type {Json[]} */ (standing.coordinators ?? []);
  document.coordinators = coordinators.filter((one) => !change.drop.includes(one.id));
  const members = standing.members ?? [];
  if (change.secret || members.length === 0 || secretHours >= SECRET_HOURS) {
    draft.secret = draw();
    document.members = [encodeKey(digest(draft.secret)), ...(change.secret ? [] : members.slice(0, 1))];
  } else if (secretHours >= OVERLAP_HOURS) document.members = members.slice(0, 1);
  return draft;
}

/**
 * Whether a directory is a day old, or some desk has less than a week of epochs prepared.
 * @param {Json} document
 * @param {number} now
 */
export function due(document, now) {
  const ends = /** @type {Json[]} */ (document.desks).map((desk) => lastEnd(desk));
  const last = ends.length > 0 ? Math.min(...ends) : 0;
  return now >= document.issued + EPOCH_HOURS || last < now + PREPARED_HOURS - EPOCH_HOURS;
}

/**
 * The document with these ids, signing and sealing keys among its coordinators.
 * @param {Json} document
 * @param {readonly (readonly [string, Uint8Array, Uint8Array])[]} coordinators
 * @returns {Json}
 */
export function withCoordinators(document, coordinators) {
  const added = new Set(coordinators.map(([id]) => id));
  const kept = /** @type {Json[]} */ (document.coordinators ?? []).filter((one) => !added.has(one.id));
  const named = coordinators.map(([id, sign, seal]) => ({ id, sign_pk: encodeKey(sign), seal_pk: encodeKey(seal) }));
  return { ...document, coordinators: [...kept, ...named] };
}

/**
 * @param {Json} desk
 * @param {boolean} fromNow
 * @param {Draft} draft
 * @param {number} now
 * @param {() => Uint8Array} draw
 */
function renewed(desk, fromNow, draft, now, draw) {
  const epochs = keptEpochs(desk, fromNow, now);
  let start = epochs.at(-1)?.to ?? now;
  while (start < now + PREPARED_HOURS) {
    const end = Math.min(start - (start % EPOCH_HOURS) + EPOCH_HOURS, now + DIRECTORY_HOURS + EPOCH_HOURS);
    const seed = new Seed(desk.id, start, end, draw());
    draft.seeds.push(seed);
    epochs.push({ from: start, to: end, seal_pk: encodeKey(pair(seed.seed).public) });
    start = end;
  }
  return { ...desk, epochs };
}

/**
 * @param {Json} desk
 * @param {boolean} fromNow
 * @param {number} now
 */
function keptEpochs(desk, fromNow, now) {
  const all = /** @type {Json[]} */ (desk.epochs ?? []).map((epoch) => ({ ...epoch }));
  const lasting = all.filter((epoch) => epoch.to > now - ENDED_KEPT_HOURS);
  if (!fromNow) return lasting;
  const begun = lasting.filter((epoch) => epoch.from < now);
  const last = begun.at(-1);
  if (last) last.to = Math.min(last.to, now);
  return begun;
}

/** @param {Json} desk */
function lastEnd(desk) {
  return Math.max(0, .../** @type {Json[]} */ (desk.epochs).map((epoch) => epoch.to));
}
