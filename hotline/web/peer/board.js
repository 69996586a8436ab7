// The queue: which of a bucket's slots open with one's seeds, each case once. docs/protocol.md, 5, 1 and 2.
//
// Kept in memory only. Whether a slot opens is found out once; those that do not are tried with further seeds only when
// nothing new was found with nearer ones, so that clutter does not hide an honest case.

import { encodeKey } from "../../../crypto/js/directory.js";
import { startOpener } from "../../../crypto/js/workers.js";

/** @typedef {import("../../../crypto/js/case.js").VisibleSlot} VisibleSlot */
/** @typedef {import("./keyring.js").Keyring} Keyring */
/** @typedef {import("./state.js").Json} Json */

/**
 * @typedef {{ caseId: string, caseKey: Uint8Array, card: Json, opened: number, visible: number, tier: number,
 *   desk: string }} WaitingFields
 */

const REST_AT_ONCE = 500;

/**
 * A case that waits, as its card tells it. Hours since 1970; `caseId` is text; `desk` is whose seed opened it, none for
 * the device key. `urgency` is the class on the card; the last one when the card says nothing that is known.
 */
export class Waiting {
  /**
   * @param {WaitingFields} fields
   * @param {readonly string[]} classes of urgency, from most to least urgent
   */
  constructor(fields, classes) {
    this.caseId = fields.caseId;
    this.caseKey = fields.caseKey;
    this.card = fields.card;
    this.opened = fields.opened;
    this.visible = fields.visible;
    this.tier = fields.tier;
    this.desk = fields.desk;
    this.urgency = classes.includes(fields.card.urgency) ? String(fields.card.urgency) : String(classes.at(-1));
    Object.freeze(this);
  }
}

/** What was seen in one's buckets. */
export class Board {
  /** @type {Map<string, Waiting>} */
  waiting = new Map();
  /** @type {readonly string[]} */
  #classes = [];
  /** @type {Map<string, readonly [VisibleSlot, number]>} */
  #failed = new Map();
  /** @type {ReadonlySet<string>} */
  #triedWith = new Set();
  /** @type {ReturnType<typeof startOpener> | null} */
  #opener = null;

  /**
   * All that waits now, by urgency, then age. `slots` are all that became visible from `since` on; `classes` the
   * directory's classes of urgency, from most to least urgent.
   * @param {readonly VisibleSlot[]} slots
   * @param {number} since
   * @param {Uint8Array} deviceSeed
   * @param {Keyring} keyring
   * @param {readonly string[]} classes
   */
  async show(slots, since, deviceSeed, keyring, classes) {
    this.#classify(classes);
    const present = new Set(slots.map(nameOf));
    for (const [name, one] of this.waiting) if (!present.has(name) && one.visible >= since) this.waiting.delete(name);
    const standing = new Set(slots.map(placeOf));
    for (const [place, [slot]] of this.#failed)
      if (!standing.has(place) && slot.visible >= since) this.#failed.delete(place);
    const seeds = keyring.seeds.map((one) => encodeKey(one.seed));
    const earlier = seeds.every((one) => this.#triedWith.has(one)) ? [] : this.#failedBefore(since);
    this.#triedWith = new Set(seeds);
    const fresh = slots.filter((slot) => !this.#failed.has(placeOf(slot)));
    await this.#try([...fresh, ...earlier], deviceSeed, keyring);
    return Array.from(this.waiting.values()).sort((one, two) => inOrder(one, two, classes));
  }

  /**
   * This case is not to be had.
   * @param {string} name
   */
  forget(name) {
    this.waiting.delete(name);
  }

  /** Forget everything, and end the Worker. */
  end() {
    this.waiting.clear();
    this.#failed.clear();
    this.#opener?.end();
    this.#opener = null;
  }

  /** @param {readonly string[]} classes */
  #classify(classes) {
    if (classes.join() === this.#classes.join()) return;
    this.#classes = classes;
    for (const [name, one] of this.waiting) this.waiting.set(name, new Waiting(one, classes));
  }

  /**
   * With new seeds all are tried again: those that are not shown this time.
   * @param {number} since
   */
  #failedBefore(since) {
    const slots = Array.from(this.#failed.values(), ([slot]) => slot);
    this.#failed.clear();
    return slots.filter((slot) => slot.visible < since);
  }

  /**
   * @param {readonly VisibleSlot[]} fresh
   * @param {Uint8Array} deviceSeed
   * @param {Keyring} keyring
   */
  async #try(fresh, deviceSeed, keyring) {
    let found = await this.#open(fresh, 0, [{ desk: "", seed: deviceSeed }], keyring);
    for (const distance of [1, 2]) {
      if (found > 0) return;
      const later = Array.from(this.#failed.values()).flatMap(([slot, tried]) => (tried < distance ? [slot] : []));
      found = await this.#open(later.slice(-REST_AT_ONCE), distance, [], keyring);
    }
  }

  /**
   * Try slots with the seeds at one distance, those of one hour at a time. How many cases were found.
   * @param {readonly VisibleSlot[]} slots
   * @param {number} distance
   * @param {readonly { desk: string, seed: Uint8Array }[]} more
   * @param {Keyring} keyring
   */
  async #open(slots, distance, more, keyring) {
    const before = this.waiting.size;
    const untaken = slots.filter((slot) => !this.waiting.has(nameOf(slot)));
    for (const hour of new Set(untaken.map((slot) => slot.opened))) {
      const some = untaken.filter((slot) => slot.opened === hour);
      const seeds = [...more, ...keyring.near(hour, [distance])];
      this.#opener ??= startOpener();
      const octets = seeds.map((one) => one.seed);
      const opened = seeds.length > 0 ? await this.#opener.open(octets, some) : [];
      some.forEach((slot, at) => {
        const found = opened[at] ?? null;
        this.#keep(slot, found, distance, found === null ? "" : seeds[found.seed].desk);
      });
    }
    return this.waiting.size - before;
  }

  /**
   * @param {VisibleSlot} slot
   * @param {import("../../../crypto/js/workers.js").Opened} opened
   * @param {number} distance
   * @param {string} desk
   */
  #keep(slot, opened, distance, desk) {
    const name = nameOf(slot);
    if (this.waiting.has(name)) return;
    if (opened === null) {
      this.#failed.set(placeOf(slot), [slot, distance]);
    } else {
      this.#failed.delete(placeOf(slot));
      const { opened: hour, visible, tier } = slot;
      const fields = { caseId: name, caseKey: opened.caseKey, card: opened.card, opened: hour, visible, tier, desk };
      this.waiting.set(name, new Waiting(fields, this.#classes));
    }
  }
}

/** @type {WeakMap<VisibleSlot, string>} */
const names = new WeakMap();

/** The case id as text, worked out once: a full bucket has thousands of slots. @param {VisibleSlot} slot */
function nameOf(slot) {
  const name = names.get(slot) ?? encodeKey(slot.caseId);
  names.set(slot, name);
  return name;
}

/** @param {VisibleSlot} slot */
function placeOf(slot) {
  return `${nameOf(slot)} ${slot.tier}`;
}

/**
 * @param {Waiting} one
 * @param {Waiting} two
 * @param {readonly string[]} classes
 */
function inOrder(one, two, classes) {
  const byUrgency = classes.indexOf(one.urgency) - classes.indexOf(two.urgency);
  return byUrgency || one.opened - two.opened || (one.caseId < two.caseId ? -1 : 1);
}
