// What a peer must remember, kept in a vault, and changed by steps. docs/protocol.md, 6, "Vault".
//
// A step is a function that changes the state and waits for nothing. It is done in memory at once, and stands on the
// shelf before anything that depends on it leaves. When another tab wrote first, what it wrote is read, and the steps
// that did not land are done again upon it; so a step must say the same of a state that is further on. Each write
// carries a name of its own, by which a write whose answer was lost is known to have landed.

import { randomBytes, wipe } from "../../../crypto/js/bytes.js";
import { masterKey } from "../../../crypto/js/codename.js";
import { encodeKey } from "../../../crypto/js/directory.js";
import { TooLong } from "../../../crypto/js/errors.js";
import { dumpJson } from "../../../crypto/js/hashing.js";
import { BOX_OVERHEAD, ERASE, ERASE_AT_ONCE, PAD_LENGTH } from "../../../crypto/js/sizes.js";
import * as vault from "../../../crypto/js/vault.js";
import * as wire from "../../../crypto/js/wire.js";
import * as workers from "../../../crypto/js/workers.js";
import { NoVault, OldVault, Refused } from "./errors.js";
import { Turn } from "./turn.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("../../../crypto/js/sizes.js").Address} Address */
/** @typedef {import("./post.js").Post} Post */

/**
 * Who stretches codenames: crypto/js/workers.js itself, each time with a Worker of its own, or one that it keeps.
 * @typedef {{ stretch(octets: Uint8Array, salt: Uint8Array): Promise<Uint8Array> }} Stretcher
 */

/**
 * State that can be kept. `trim` lets go of the least needed part and says whether there was any.
 * @typedef {{ toJson(): Json, trim(): boolean }} Remembered
 */

/**
 * Where versions stand, one at a time; `roomBytes` is how much JSON fits.
 * @typedef {{
 *   roomBytes: number, read(): Promise<readonly [number, Json] | null>,
 *   write(version: number, document: Json): Promise<boolean>
 * }} Shelf
 */

export const WRITES_REMEMBERED = 8;
export const WRITES = "writes";

/** The vault of a codename, of one of the two sizes. */
export class VaultShelf {
  /**
   * @param {Post} post
   * @param {vault.VaultKeys} keys
   * @param {number} sizeBytes
   */
  constructor(post, keys, sizeBytes) {
    this.post = post;
    this.keys = keys;
    this.sizeBytes = sizeBytes;
    this.roomBytes = sizeBytes - BOX_OVERHEAD - PAD_LENGTH;
  }

  /**
   * Where this codename leads; takes as long as `stretch`.
   * @param {Post} post
   * @param {Uint8Array} ten
   * @param {Uint8Array} site
   * @param {number} sizeBytes
   * @param {Stretcher} stretcher
   */
  static async of(post, ten, site, sizeBytes, stretcher = workers) {
    const mk = await masterKey(ten, site, stretcher.stretch);
    const shelf = new VaultShelf(post, vault.keys(mk), sizeBytes);
    wipe(mk);
    return shelf;
  }

  /**
   * Version and document. DecryptError when what the server shows is not this vault's.
   * @returns {Promise<readonly [number, Json] | null>}
   */
  async read() {
    const sealed = await this.post.readVault(this.keys.address, this.sizeBytes);
    if (sealed === null) return null;
    return [sealed.version, vault.openState(this.keys, sealed.version, sealed.lock, sealed.ciphertext)];
  }

  /**
   * Compare and swap: false unless the vault stood at the version before.
   * @param {number} version
   * @param {Json} document
   */
  async write(version, document) {
    const payload = vault.sealWrite(this.keys, version, document, this.sizeBytes);
    return this.post.writeVault(payload, this.sizeBytes);
  }

  /**
   * Erase the vault as it stands at this version, with a case (id and signature) and cells. Says nothing back.
   * @param {number} version
   * @param {readonly [Uint8Array, Uint8Array] | null} ownCase
   * @param {readonly Address[]} addresses
   */
  async erase(version, ownCase = null, addresses = []) {
    const seal = /** @type {const} */ ([this.keys.address, version, vault.signErase(this.keys, version)]);
    for (let at = 0; at < Math.max(1, addresses.length); at += ERASE_AT_ONCE)
      await this.post.send(ERASE, wire.erase(ownCase, seal, addresses.slice(at, at + ERASE_AT_ONCE)));
  }

  /** Forget the keys. */
  wipe() {
    wipe(this.keys.address, this.keys.signSeed, this.keys.key);
  }
}

/**
 * A state, the version it was read at, and the steps since.
 * @template {Remembered} S
 * @template {Shelf} [H=VaultShelf]
 */
export class State {
  #load;
  /** @type {(readonly [(state: S) => unknown, boolean])[]} */
  #steps = [];
  /** @type {Map<string, number>} */
  #attempts = new Map();
  /** @type {string[]} */
  #writes = [];
  #turn = new Turn();

  /**
   * @param {H} shelf
   * @param {(document: Json) => S} load
   * @param {S} now
   * @param {number} version
   */
  constructor(shelf, load, now, version = 0) {
    this.shelf = shelf;
    this.now = now;
    this.version = version;
    this.#load = load;
  }

  /**
   * What stands on the shelf. NoVault when nothing does.
   * @template {Remembered} T
   * @template {Shelf} W
   * @param {W} shelf
   * @param {(document: Json) => T} load
   * @returns {Promise<State<T, W>>}
   */
  static async read(shelf, load) {
    const found = await shelf.read();
    if (found === null) throw new NoVault();
    const [version, document] = found;
    const state = new State(shelf, load, load(document), version);
    state.#writes = [...(document[WRITES] ?? [])];
    return state;
  }

  /** Whether something waits to be written before anything else may leave. */
  get unsaved() {
    return this.#steps.some(([_, urgent]) => urgent);
  }

  /**
   * Do a step in memory. TooLong, and nothing done, when the result does not fit.
   *
   * What is not `urgent` is written with the next that is; done twice, it does no harm. OldVault is raised only if the
   * shelf has nothing newer than what this tab knows.
   * @template T
   * @param {(state: S) => T} step
   * @param {boolean | ((result: T) => boolean)} urgent
   * @returns {Promise<T>}
   */
  async note(step, urgent = true) {
    let done; // without a pause where none is needed: a step that is noted meanwhile would be forgotten
    try {
      done = this.#done(step);
    } catch (error) {
      if (!(error instanceof OldVault) || !(await this.#turn.run(() => this.#catchUp()))) throw error;
      done = this.#done(step);
    }
    const { result, after } = done;
    if (!alike(after, this.now)) this.#steps.push([step, typeof urgent === "function" ? urgent(result) : urgent]);
    this.now = after;
    return result;
  }

  /**
   * Do a step and write it.
   * @template T
   * @param {(state: S) => T} step
   * @returns {Promise<T>}
   */
  async change(step) {
    const result = await this.note(step);
    await this.save();
    return result;
  }

  /** Write what is unsaved. Returns when it stands, with whatever another tab did in between below it. */
  save() {
    return this.#turn.run(async () => {
      while (this.unsaved) {
        const [covered, name] = [this.#steps.length, encodeKey(randomBytes(6))];
        const writes = [...this.#writes, name].slice(-WRITES_REMEMBERED);
        this.#attempts.set(name, covered);
        if (await this.shelf.write(this.version + 1, { ...this.now.toJson(), [WRITES]: writes })) {
          this.version += 1;
          this.#writes = writes;
          this.#landed(covered);
          return;
        }
        if (!(await this.#catchUp())) throw new Refused();
      }
    });
  }

  /** Overwrite what is remembered. Nothing can be done with the state after this. */
  wipe() {
    this.#steps = [];
    wipeAll(this.now);
  }

  /** Read the shelf and do again upon it what did not land; false when nothing newer stands there. */
  async #catchUp() {
    const found = await this.shelf.read();
    if (found === null && this.version) throw new NoVault();
    if (found === null || found[0] === this.version) return false;
    const [version, document] = found;
    if (version < this.version) throw new OldVault();
    this.#writes = [...(document[WRITES] ?? [])];
    this.#landed(Math.max(0, ...this.#writes.map((name) => this.#attempts.get(name) ?? 0)));
    this.version = version;
    this.now = this.#load(document);
    for (const [step] of this.#steps) this.now = this.#done(step).after;
    return true;
  }

  /** @param {number} covered */
  #landed(covered) {
    this.#steps.splice(0, covered);
    this.#attempts.clear();
  }

  /**
   * @template T
   * @param {(state: S) => T} step
   */
  #done(step) {
    const after = copied(this.now);
    const result = step(after);
    while (dumpJson(after.toJson()).length + 16 * WRITES_REMEMBERED > this.shelf.roomBytes) {
      if (!after.trim()) throw new TooLong("there is no room for this");
    }
    return { result, after };
  }
}

/**
 * A copy that a step may change: lists, maps and objects are its own; bytes, and what is frozen, are shared. Made
 * without constructors, so what a state is made of has no private (#) members: their names begin with "_".
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function copied(value) {
  return /** @type {T} */ (copyOf(value));
}

/** @param {unknown} value @returns {unknown} */
function copyOf(value) {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) return new Map(Array.from(value, ([key, inner]) => [key, copyOf(inner)]));
  const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner)]));
  return Object.setPrototypeOf(copy, Object.getPrototypeOf(value));
}

/**
 * Overwrite all bytes that a state holds.
 * @param {unknown} value
 */
function wipeAll(value) {
  if (value instanceof Uint8Array) wipe(value);
  else if (value instanceof Map) value.forEach(wipeAll);
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(wipeAll);
}

/**
 * @param {Remembered} one
 * @param {Remembered} two
 */
function alike(one, two) {
  return JSON.stringify(one.toJson()) === JSON.stringify(two.toJson());
}
