// Which directories a client has seen, and whether a card was made with an outdated one. docs/protocol.md, 3.

import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import { isKnown } from "./post.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./post.js").Known} Known */

/**
 * One file: version, hash, and the hour it was issued, or null when only a later one's history tells of it.
 * @typedef {Readonly<{ version: number, hash: Uint8Array, issued: number | null }>} SeenDirectory
 */

export const KEPT = 32;

/** The last few, newest first. */
export class SeenDirectories {
  /** @param {SeenDirectory[]} files */
  constructor(files = []) {
    this.files = files;
  }

  /**
   * Version and hash of the newest, for `follows`.
   * @returns {Known | null}
   */
  get latest() {
    return this.files[0] ?? null;
  }

  /**
   * Remember one that has been verified and follows.
   * @param {Directory} directory
   */
  add(directory) {
    if (isKnown(directory, this.latest)) return;
    const { version, hash, issued, history } = directory;
    const known = new Set(this.files.map((one) => encodeKey(one.hash)));
    const told = history
      .map((one, at) => Object.freeze({ version: version - at - 1, hash: one, issued: null }))
      .filter((one) => !known.has(encodeKey(one.hash)));
    const all = [Object.freeze({ version, hash, issued }), ...told, ...this.files];
    this.files = all.sort((one, two) => two.version - one.version).slice(0, KEPT);
  }

  /**
   * Whether a card of this hour ought to have been made with another file, as far as this client knows.
   *
   * True for a file never seen, and for one after which another was issued over an hour before the case.
   * @param {string} cardHash
   * @param {number} opened
   */
  doubtful(cardHash, opened) {
    const at = this.files.findIndex((one) => encodeKey(one.hash) === cardHash);
    if (at < 0) return true;
    const later = this.files.slice(0, at).findLast((one) => one.issued !== null)?.issued ?? null;
    return later !== null && later + 1 < opened;
  }

  /** As it stands in a vault. */
  toJson() {
    return this.files.map((one) => [one.version, encodeKey(one.hash), one.issued]);
  }

  /**
   * What `toJson` gave.
   * @param {[number, string, number | null][]} json
   */
  static fromJson(json) {
    const files = json.map(([version, hash, issued]) => Object.freeze({ version, hash: decodeKey(hash), issued }));
    return new SeenDirectories(files);
  }
}
