// What a member holds of desks: epoch seeds and member secrets, as they came from a coordinator. docs/protocol.md, 2.
//
// A seed counts only once its public key stands in the directory, and is destroyed two hours after the last case sealed
// to it must have ended.

import { equal } from "../../../crypto/js/bytes.js";
import { decodeKey, deskOf, encodeKey } from "../../../crypto/js/directory.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { digest } from "../../../crypto/js/hashing.js";
import { pair } from "../../../crypto/js/sealing.js";
import { NotMember } from "./errors.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./state.js").Json} Json */

export const HOURS_AFTER_LAST_CASE = 2;
export const SECRETS_KEPT = 3;

/** The seed of one desk's epoch. */
export class Seed {
  /**
   * @param {string} desk
   * @param {number} fromHour
   * @param {number} toHour
   * @param {Uint8Array} seed
   */
  constructor(desk, fromHour, toHour, seed) {
    this.desk = desk;
    this.fromHour = fromHour;
    this.toHour = toHour;
    this.seed = seed;
    Object.freeze(this);
  }

  /**
   * 0 when the epoch holds this hour, 1 when one beside it does, else 2.
   * @param {number} opened
   */
  distance(opened) {
    const length = this.toHour - this.fromHour;
    if (this.fromHour <= opened && opened < this.toHour) return 0;
    return this.fromHour - length <= opened && opened < this.toHour + length ? 1 : 2;
  }

  /** As it stands in a vault. */
  toJson() {
    return [this.desk, this.fromHour, this.toHour, encodeKey(this.seed)];
  }

  /**
   * What `toJson` gave.
   * @param {[string, number, number, string]} json
   */
  static fromJson([desk, fromHour, toHour, seed]) {
    return new Seed(desk, fromHour, toHour, decodeKey(seed));
  }
}

/** Seeds that count, seeds that wait for a directory to name them, and member secrets, newest first. */
export class Keyring {
  /**
   * @param {Seed[]} seeds
   * @param {Seed[]} unproven
   * @param {Uint8Array[]} secrets
   */
  constructor(seeds = [], unproven = [], secrets = []) {
    this.seeds = seeds;
    this.unproven = unproven;
    this.secrets = secrets;
  }

  /**
   * A message of keys from a coordinator. FormatError when it is not of its form: then nothing is taken.
   * @param {Json} message
   */
  take(message) {
    const secrets = list(message.members ?? []).map((one) => decodeKey(one));
    const seeds = Object.entries(message.seeds ?? {}).flatMap(([desk, epochs]) =>
      list(epochs).map((epoch) => readEpoch(desk, epoch)),
    );
    this.secrets = [...secrets, ...this.secrets.filter((one) => !has(secrets, one))].slice(0, SECRETS_KEPT);
    const known = [...this.seeds, ...this.unproven].map((one) => one.seed);
    this.unproven.push(...seeds.filter((one) => !has(known, one.seed)));
  }

  /**
   * Count the seeds whose public key stands in this directory, for as long as it says there.
   * @param {Directory} directory
   */
  prove(directory) {
    const waiting = this.unproven;
    this.unproven = [];
    for (const one of waiting) {
      const epoch = epochOf(one, directory);
      if (epoch) this.seeds.push(new Seed(one.desk, epoch.fromHour, epoch.toHour, one.seed));
      else this.unproven.push(one);
    }
  }

  /**
   * Destroy what no living case can be sealed to.
   * @param {number} now
   * @param {number} caseHours
   */
  forget(now, caseHours) {
    const oldest = now - caseHours - HOURS_AFTER_LAST_CASE;
    this.seeds = this.seeds.filter((one) => one.toHour > oldest);
    this.unproven = this.unproven.filter((one) => one.toHour > oldest);
  }

  /**
   * The member secret that this directory names. NotMember when there is none.
   * @param {Directory} directory
   */
  secret(directory) {
    const named = this.secrets.find((one) => has(directory.members, digest(one)));
    if (!named) throw new NotMember();
    return named;
  }

  /**
   * Seeds by how far their epoch is from the hour in which a case was opened.
   * @param {number} opened
   * @param {readonly number[]} distances
   */
  near(opened, distances) {
    return this.seeds.filter((one) => distances.includes(one.distance(opened)));
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      seeds: this.seeds.map((one) => one.toJson()),
      unproven: this.unproven.map((one) => one.toJson()),
      members: this.secrets.map(encodeKey),
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const secrets = json.members.map((/** @type {string} */ one) => decodeKey(one));
    return new Keyring(json.seeds.map(Seed.fromJson), json.unproven.map(Seed.fromJson), secrets);
  }
}

/**
 * The epoch in this directory whose key is that of a seed, or null.
 * @param {Seed} one
 * @param {Directory} directory
 */
export function epochOf(one, directory) {
  const epochs = deskOf(directory, one.desk)?.epochs ?? [];
  if (epochs.length === 0) return null;
  const { public: publicKey } = pair(one.seed);
  return epochs.find((epoch) => equal(epoch.sealPk, publicKey)) ?? null;
}

/**
 * Whether some bytes are among these.
 * @param {readonly Uint8Array[]} all
 * @param {Uint8Array} one
 */
export function has(all, one) {
  return all.some((other) => equal(other, one));
}

/**
 * @param {string} desk
 * @param {unknown} epoch
 */
function readEpoch(desk, epoch) {
  const [start, end, seed, ...more] = list(epoch);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || more.length > 0)
    throw new FormatError("keys are not of their form");
  return new Seed(desk, /** @type {number} */ (start), /** @type {number} */ (end), decodeKey(seed));
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
function list(value) {
  if (!Array.isArray(value)) throw new FormatError("keys are not of their form");
  return value;
}
