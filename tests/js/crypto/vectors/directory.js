// The directory, and each way for it to be bad. What JavaScript does with crypto/vectors/directory.json.

import { concat } from "../../../../crypto/js/bytes.js";
import * as directory from "../../../../crypto/js/directory.js";
import * as signing from "../../../../crypto/js/signing.js";
import { attempt, hex, same, unhex, unhexAll } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  verify(one, file) {
    const json = changed(file.document, one.change);
    const whole = concat(unhex(one.head), new TextEncoder().encode(json)).slice(0, one.cut);
    const read = attempt(one.error, () => directory.verifyFile(whole, unhex(one.root), one.now));
    same(read?.hash, one.hash);
    if (read) sameDirectory(read, JSON.parse(json));
    const timeless = one.error === "ExpiredDirectory" ? undefined : one.error;
    attempt(timeless, () => directory.readFile(whole, unhex(one.root)));
  },
  build(one, file) {
    const coordinator = unhex(one.coordinator);
    const certify = () => directory.certify(unhex(one.root), signing.signer(coordinator), one.start, one.end);
    const certificate = attempt(one.change ? undefined : one.error, certify);
    if (!certificate) return;
    const json = changed(file.document, one.change);
    const built = attempt(one.error, () => directory.build(certificate, coordinator, JSON.parse(json)));
    if (built) same(built, hex(concat(unhex(one.certificate), unhex(one.signature), new TextEncoder().encode(json))));
  },
  follows(one, file) {
    const next = { ...goodDirectory(file), ...one, hash: unhex(one.hash), history: unhexAll(one.history) };
    attempt(one.error, () => directory.follows(next, one.known_version, unhex(one.known_hash)));
  },
  signer(one, file) {
    const start = Uint8Array.from([24, 16, 8, 0], (shift) => (one.start >>> shift) & 255);
    const head = concat(unhex(one.signer), start, new Uint8Array(68));
    attempt(one.error, () => directory.checkSigner(head, goodDirectory(file)));
  },
  epoch(one, file) {
    const desk = directory.deskOf(goodDirectory(file), "federal");
    if (!desk) throw new Error("no desk");
    const epoch = directory.epochAt(desk, one.now);
    same(epoch && desk.epochs.indexOf(epoch), one.epoch);
  },
  key(one) {
    if (!one.error) same(directory.encodeKey(unhex(one.octets)), one.text);
    const size = one.size ?? unhex(one.octets).length;
    same(
      attempt(one.error, () => directory.decodeKey(one.text, size)),
      one.octets,
    );
  },
};

/** @param {string} document @param {readonly [string, string] | undefined} change */
function changed(document, change) {
  return change ? document.replace(change[0], () => change[1]) : document;
}

/** @param {any} file */
function goodDirectory(file) {
  const [{ head, root, now }] = file.verify;
  return directory.verifyFile(concat(unhex(head), new TextEncoder().encode(file.document)), unhex(root), now);
}

/**
 * @param {directory.Directory} read
 * @param {any} document
 */
function sameDirectory(read, document) {
  const { organization, site, pack, version, issued, expires, history, coordinators, desks, members, policy } = read;
  same(
    [organization, pack, version, issued, expires],
    [document.organization, document.pack ?? null, document.version, document.issued, document.expires],
  );
  same([directory.encodeKey(site), history.map(directory.encodeKey)], [document.site, document.history]);
  same(members.map(directory.encodeKey), document.members);
  same(snake(coordinators), document.coordinators);
  same(snake(desks), document.desks);
  same(snake(policy), document.policy);
  same(Object.keys(policy.promisedMinutes), Object.keys(document.policy.promised_minutes));
}

/**
 * Names and keys as they stand in the document.
 * @param {any} value
 * @returns {any}
 */
function snake(value) {
  if (value instanceof Uint8Array) return directory.encodeKey(value);
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  const name = (/** @type {string} */ own) =>
    own === "fromHour" || own === "toHour"
      ? own.slice(0, -4)
      : own.replace(/(?!^)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([own, inner]) => [name(own), snake(inner)]));
}
