// The directory: one signed document, the same bytes for everyone. docs/protocol.md, 3.
//
//     certificate = coordinator_pk(32) ‖ from hour ‖ to hour ‖ sign(root, "certificate", coordinator_pk, from, to)
//     file        = certificate ‖ sign(coordinator, "directory", json) ‖ json
//
// It is verified against the root that the reader already has, never one named inside. The organization's root certifies
// coordinators for 92 days at most; a directory lives 8 days at most, and no longer than its certificate.

import { concat, equal } from "./bytes.js";
import {
  BadSignature,
  BrokenHistory,
  DirectoryError,
  ExpiredDirectory,
  FormatError,
  OlderDirectory,
  RevokedCoordinator,
} from "./errors.js";
import { digest, dumpJson, number, parseObject, u32 } from "./hashing.js";
import { sign, signer, verify } from "./signing.js";
import * as sizes from "./sizes.js";
import { CERTIFICATE, DIRECTORY_HEAD, HASH, KEY, PUBLIC_KEY, SEAL_PUBLIC_KEY, U32 } from "./sizes.js";
import { sodium } from "./sodium.js";
import { POLICY_BITS_AT_MOST } from "./stamp.js";

export const CERTIFICATE_HOURS = 92 * 24;
export const DIRECTORY_HOURS = 8 * 24;
export const HISTORY = 32;
export const HOURS_OF_A_WEEK = 168;
export const PLAIN_ID = /^[a-z0-9_-]{1,32}$/;
/** A class of urgency. It begins with a letter, as JavaScript does not keep the order of names that are numbers. */
export const URGENCY_ID = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
export const RELEASES = Object.freeze(/** @type {const} */ (["now", "day", "week"]));

/**
 * What callers are shown of who runs this.
 * @typedef {Readonly<{ name: string, phone: string }>} Organization
 */

/**
 * A coordinator, by a short public id, and the key that newcomers seal to.
 * @typedef {Readonly<{ id: string, signPk: Uint8Array, sealPk: Uint8Array }>} Coordinator
 */

/**
 * One sealing key of a desk, good from an hour until an hour.
 * @typedef {Readonly<{ fromHour: sizes.Hour, toHour: sizes.Hour, sealPk: Uint8Array }>} Epoch
 */

/**
 * A group of responders that answers one kind of case. `hours` are half-open intervals in hours of the UTC week,
 * Monday 00:00 being 0.
 * @typedef {Readonly<{
 *   id: string, label: string, bucket: number, epochs: readonly Epoch[], speaks: readonly string[],
 *   interprets: readonly string[], jurisdictions: readonly string[], matters: readonly string[], licence: string,
 *   duty: boolean, hours: readonly (readonly [number, number])[]
 * }>} Desk
 */

/**
 * Lives, schedules, rhythm and promises. Hours, minutes, seconds and milliseconds as the names say.
 *
 * `promisedMinutes` has the pack's classes of urgency, from most to least urgent; this module knows none of them.
 * @typedef {Readonly<{
 *   caseHours: number, cellHours: number, vaultHours: number,
 *   releaseMinutes: Readonly<Record<typeof RELEASES[number], readonly number[]>>, claimMinutes: number,
 *   leaseMinutes: Readonly<Record<typeof RELEASES[number], number>>, renewMinutes: number,
 *   beatSeconds: readonly number[], beatSlowAfterSeconds: number, answerMs: number, bits: readonly number[],
 *   bucketCases: number, promisedMinutes: Readonly<Record<string, number>>
 * }>} Policy
 */

/**
 * A directory that has been verified. `hash` is that of its whole file.
 *
 * `pack` is the id of the questions and rules that clients use; null in a file signed before there was such a field.
 * @typedef {Readonly<{
 *   organization: Organization, site: Uint8Array, pack: string | null, version: number, issued: sizes.Hour, expires: sizes.Hour,
 *   history: readonly Uint8Array[], coordinators: readonly Coordinator[], desks: readonly Desk[],
 *   members: readonly Uint8Array[], policy: Policy, hash: Uint8Array
 * }>} Directory
 */

/**
 * The first epoch that has not ended by this hour, or null: nothing is sealed to one past its end.
 * @param {Desk} desk
 * @param {sizes.Hour} now
 */
export function epochAt(desk, now) {
  return desk.epochs.find((epoch) => now < epoch.toHour) ?? null;
}

/**
 * The classes of urgency, from most to least urgent.
 * @param {Policy} policy
 */
export function urgenciesOf(policy) {
  return Object.keys(policy.promisedMinutes);
}

/**
 * The desk of this id, or null.
 * @param {Directory} directory
 * @param {string} deskId
 */
export function deskOf(directory, deskId) {
  return directory.desks.find((desk) => desk.id === deskId) ?? null;
}

/**
 * The coordinator of this id, or null.
 * @param {Directory} directory
 * @param {string} coordinatorId
 */
export function coordinatorOf(directory, coordinatorId) {
  return directory.coordinators.find((one) => one.id === coordinatorId) ?? null;
}

/**
 * A coordinator's certificate, 104 bytes. FormatError when it would last over 92 days.
 * @param {Uint8Array} rootSeed
 * @param {Uint8Array} coordinatorPk
 * @param {sizes.Hour} start
 * @param {sizes.Hour} end
 */
export function certify(rootSeed, coordinatorPk, start, end) {
  if (!(start < end && end <= start + CERTIFICATE_HOURS)) throw new FormatError("a certificate lasts 92 days at most");
  const signature = sign(rootSeed, "certificate", coordinatorPk, u32(start), u32(end));
  return concat(coordinatorPk, u32(start), u32(end), signature);
}

/**
 * The signed file of a document. FormatError when the document is not a directory's or the key not certified.
 * @param {Uint8Array} certificate
 * @param {Uint8Array} coordinatorSeed
 * @param {Record<string, unknown>} document
 */
export function build(certificate, coordinatorSeed, document) {
  const octets = dumpJson(document);
  if (readDocument(parseObject(octets), new Uint8Array(HASH)).pack === null)
    throw new FormatError("a directory names its pack");
  if (!equal(certificate.subarray(0, PUBLIC_KEY), signer(coordinatorSeed)))
    throw new FormatError("the certificate is another coordinator's");
  return concat(certificate, sign(coordinatorSeed, "directory", octets), octets);
}

/**
 * The directory in a file that holds under this root at this hour.
 *
 * DirectoryError when a signature or the form is wrong, ExpiredDirectory when it or its certificate is out of time.
 * @param {Uint8Array} file
 * @param {Uint8Array} rootPk
 * @param {sizes.Hour} now
 */
export function verifyFile(file, rootPk, now) {
  const directory = readFile(file, rootPk);
  const [start = 0, end = 0] = certifiedHours(file);
  const inTime = directory.issued <= now + 1 && now < directory.expires;
  if (!inTime || !(start <= now + 1 && now < end && end <= start + CERTIFICATE_HOURS))
    throw new ExpiredDirectory("the directory is out of time, or this device's clock is wrong");
  return directory;
}

/**
 * The directory in a file signed under this root, whatever the hour is: for the server, which keeps it.
 *
 * DirectoryError when a signature or the form is wrong. A client uses `verifyFile`.
 * @param {Uint8Array} file
 * @param {Uint8Array} rootPk
 * @returns {Directory}
 */
export function readFile(file, rootPk) {
  const [certificate, octets] = [file.subarray(0, CERTIFICATE), file.subarray(DIRECTORY_HEAD)];
  const coordinatorPk = certificate.subarray(0, PUBLIC_KEY);
  const hours = certificate.subarray(PUBLIC_KEY, PUBLIC_KEY + 2 * U32);
  const [start, end] = [hours.subarray(0, U32), hours.subarray(U32)];
  try {
    verify(rootPk, certificate.subarray(PUBLIC_KEY + 2 * U32), "certificate", coordinatorPk, start, end);
    verify(coordinatorPk, file.subarray(CERTIFICATE, DIRECTORY_HEAD), "directory", octets);
    return readDocument(parseObject(octets), digest(file));
  } catch (error) {
    if (error instanceof BadSignature) throw new DirectoryError("the directory is not signed by this organization");
    if (error instanceof FormatError) throw new DirectoryError("the directory is not of its form");
    throw error;
  }
}

/** @param {Uint8Array} file */
function certifiedHours(file) {
  const start = file.subarray(PUBLIC_KEY, PUBLIC_KEY + U32);
  return [number(start), number(file.subarray(PUBLIC_KEY + U32, PUBLIC_KEY + 2 * U32))];
}

/**
 * Return when `next` may replace the file that this client knows.
 *
 * OlderDirectory for a lower version or another file of the same version; BrokenHistory when the history should
 * hold the known file and does not. A client that is further back than the history starts anew.
 * @param {Directory} next
 * @param {number} knownVersion
 * @param {Uint8Array} knownHash
 */
export function follows(next, knownVersion, knownHash) {
  if (next.version === knownVersion && equal(next.hash, knownHash)) return;
  if (next.version <= knownVersion) throw new OlderDirectory("the directory is older than one already seen");
  const reaches = next.version - knownVersion <= HISTORY;
  if (reaches && !next.history.some((one) => equal(one, knownHash)))
    throw new BrokenHistory("the directory's history lacks the file already seen");
}

/**
 * Return when the signer of a verified file is named in the directory that stands, or was certified after it.
 *
 * RevokedCoordinator otherwise: a certificate lasts up to 92 days, but leaving a coordinator out ends her rights.
 * @param {Uint8Array} file
 * @param {Directory} standing
 */
export function checkSigner(file, standing) {
  const named = standing.coordinators.some((one) => equal(one.signPk, file.subarray(0, PUBLIC_KEY)));
  const [start = 0] = certifiedHours(file);
  if (!named && start <= standing.issued)
    throw new RevokedCoordinator("the directory's signer is no longer a coordinator");
}

/**
 * Unpadded base64url, as keys stand in documents.
 * @param {Uint8Array} octets
 */
export function encodeKey(octets) {
  return sodium.to_base64(octets, sodium.base64_variants.URLSAFE_NO_PADDING);
}

/**
 * The bytes of unpadded base64url; FormatError unless they are `size` and spelled in the one way.
 * @param {unknown} value
 * @param {number} size
 */
export function decodeKey(value, size = KEY) {
  const octets = fromBase64(text(value));
  if (octets.length !== size || encodeKey(octets) !== value) throw new FormatError("a key has another size");
  return octets;
}

/** @param {string} encoded */
function fromBase64(encoded) {
  try {
    return sodium.from_base64(encoded, sodium.base64_variants.URLSAFE_NO_PADDING);
  } catch {
    throw new FormatError("a key is not base64url");
  }
}

/**
 * @param {Record<string, unknown>} document
 * @param {Uint8Array} fileHash
 * @returns {Directory}
 */
function readDocument(document, fileHash) {
  const organization = object(document.organization);
  /** @type {Directory} */
  const directory = Object.freeze({
    organization: Object.freeze({ name: text(organization.name), phone: text(organization.phone) }),
    site: decodeKey(document.site),
    pack: Object.hasOwn(document, "pack") ? readPack(document.pack) : null,
    version: whole(document.version, 1),
    issued: whole(document.issued),
    expires: whole(document.expires),
    history: list(document.history, (one) => decodeKey(one, HASH)),
    coordinators: list(document.coordinators, readCoordinator),
    desks: list(document.desks, readDesk),
    members: list(document.members, (one) => decodeKey(one, HASH)),
    policy: readPolicy(object(document.policy)),
    hash: fileHash,
  });
  check(directory);
  return directory;
}

/** @param {Directory} directory */
function check(directory) {
  const { issued, expires, desks, members, history } = directory;
  if (!(issued < expires && expires <= issued + DIRECTORY_HOURS))
    throw new FormatError("a directory lasts 8 days at most");
  const repeats = new Set(desks.map((desk) => desk.id)).size !== desks.length;
  if (repeats || members.length < 1 || members.length > 2 || history.length > HISTORY)
    throw new FormatError("a directory repeats a desk, or has too many hashes");
  if (desks.some((desk) => !PLAIN_ID.test(desk.id)) || desks.filter((desk) => desk.duty).length !== 1)
    throw new FormatError("a desk's id is not plain, or there is not exactly one duty desk");
  for (const { epochs } of desks) {
    if (epochs.some((epoch, at) => at > 0 && epochs[at - 1]?.toHour !== epoch.fromHour))
      throw new FormatError("a desk's epochs do not meet end to end");
  }
}

/** @param {unknown} value */
function readPack(value) {
  if (!PLAIN_ID.test(text(value))) throw new FormatError("a pack's id is not plain");
  return text(value);
}

/**
 * @param {unknown} value
 * @returns {Coordinator}
 */
function readCoordinator(value) {
  const one = object(value);
  const sealPk = decodeKey(one.seal_pk, SEAL_PUBLIC_KEY);
  return Object.freeze({ id: text(one.id), signPk: decodeKey(one.sign_pk), sealPk });
}

/**
 * @param {unknown} value
 * @returns {Desk}
 */
function readDesk(value) {
  const desk = object(value);
  return Object.freeze({
    id: text(desk.id),
    label: text(desk.label),
    bucket: whole(desk.bucket, 1, 65535),
    epochs: list(desk.epochs, readEpoch),
    speaks: list(desk.speaks, text),
    interprets: list(desk.interprets, text),
    jurisdictions: list(desk.jurisdictions, text),
    matters: list(desk.matters, text),
    licence: text(desk.licence),
    duty: flag(desk.duty),
    hours: list(desk.hours, readInterval),
  });
}

/**
 * @param {unknown} value
 * @returns {Epoch}
 */
function readEpoch(value) {
  const epoch = object(value);
  const [fromHour, toHour] = [whole(epoch.from), whole(epoch.to)];
  if (fromHour >= toHour) throw new FormatError("an epoch ends before it begins");
  return Object.freeze({ fromHour, toHour, sealPk: decodeKey(epoch.seal_pk, SEAL_PUBLIC_KEY) });
}

/**
 * @param {unknown} value
 * @returns {readonly [number, number]}
 */
function readInterval(value) {
  const [start = 0, end = 0] = items(value, 2, (one) => whole(one, 0, HOURS_OF_A_WEEK));
  if (start >= end) throw new FormatError("an interval ends before it begins");
  return /** @type {readonly [number, number]} */ (Object.freeze([start, end]));
}

/**
 * @param {Record<string, unknown>} policy
 * @returns {Policy}
 */
function readPolicy(policy) {
  return Object.freeze({
    caseHours: whole(policy.case_hours, 1),
    cellHours: whole(policy.cell_hours, 1),
    vaultHours: whole(policy.vault_hours, 1),
    releaseMinutes: each(RELEASES, policy.release_minutes, (one) => items(one, 3, whole)),
    claimMinutes: whole(policy.claim_minutes, 1),
    leaseMinutes: each(RELEASES, policy.lease_minutes, (one) => whole(one, 1)),
    renewMinutes: whole(policy.renew_minutes, 1),
    beatSeconds: items(policy.beat_seconds, 2, seconds),
    beatSlowAfterSeconds: whole(policy.beat_slow_after_seconds),
    answerMs: whole(policy.answer_ms),
    bits: items(policy.bits, 2, (one) => whole(one, 0, POLICY_BITS_AT_MOST)),
    bucketCases: whole(policy.bucket_cases, 1),
    promisedMinutes: readPromised(object(policy.promised_minutes)),
  });
}

/** @param {Record<string, unknown>} minutes */
function readPromised(minutes) {
  const classes = Object.keys(minutes);
  if (classes.length === 0 || !classes.every((one) => URGENCY_ID.test(one)))
    throw new FormatError("there is no class of urgency, or one whose id is not plain");
  return each(classes, minutes, (one) => whole(one));
}

/**
 * @template {string} K
 * @template T
 * @param {readonly K[]} names
 * @param {unknown} values
 * @param {(value: unknown) => T} reader
 */
function each(names, values, reader) {
  const named = object(values);
  const entries = names.map((name) => [name, reader(named[name])]);
  return /** @type {Readonly<Record<K, T>>} */ (Object.freeze(Object.fromEntries(entries)));
}

/**
 * @template T
 * @param {unknown} values
 * @param {number} count
 * @param {(value: unknown) => T} reader
 */
function items(values, count, reader) {
  const found = list(values, reader);
  if (found.length !== count) throw new FormatError("a list has another length");
  return found;
}

/**
 * @template T
 * @param {unknown} values
 * @param {(value: unknown) => T} reader
 */
function list(values, reader) {
  if (!Array.isArray(values)) throw new FormatError("a field is not a list");
  return Object.freeze(values.map((value) => reader(value)));
}

/** @param {unknown} value */
function object(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FormatError("a field is not an object");
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value */
function text(value) {
  if (typeof value !== "string") throw new FormatError("a field is not text");
  return value;
}

/** @param {unknown} value */
function flag(value) {
  if (typeof value !== "boolean") throw new FormatError("a field is not true or false");
  return value;
}

/** @param {unknown} value */
function seconds(value) {
  if (typeof value !== "number" || !(value > 0 && value < 2 ** 31))
    throw new FormatError("a field is no number of seconds");
  return value;
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 */
function whole(value, least = 0, most = 2 ** 32 - 1) {
  if (!Number.isSafeInteger(value) || /** @type {number} */ (value) < least || /** @type {number} */ (value) > most)
    throw new FormatError("a field is no whole number in its range");
  return /** @type {number} */ (value);
}
