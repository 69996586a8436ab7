// Two ends of a conversation over a shelf of cells, whatever order things happen in.

import assert from "node:assert/strict";
import test from "node:test";
import { equal } from "../../../crypto/js/bytes.js";
import { FROM_CALLER, sealMessage, TO_CALLER } from "../../../crypto/js/conversation.js";
import { encodeKey } from "../../../crypto/js/directory.js";
import { TooLong } from "../../../crypto/js/errors.js";
import { freshPair, pair } from "../../../crypto/js/sealing.js";
import { AHEAD, begin, Conversation, split, TURNS } from "../../../hotline/web/peer/conversation.js";
import { OldVault } from "../../../hotline/web/peer/errors.js";
import { copied } from "../../../hotline/web/peer/state.js";

/** @typedef {import("../../../crypto/js/conversation.js").Cell} Cell */

/** @param {Conversation} conversation */
function kept(conversation) {
  return Conversation.fromJson(JSON.parse(JSON.stringify(conversation.toJson())));
}

/** One end with its vault: `saved` is what a restart finds. */
class End {
  /** @type {unknown[]} */
  read = [];

  /** @param {Conversation} conversation */
  constructor(conversation) {
    this.now = conversation;
    this.saved = kept(conversation);
  }

  save() {
    this.saved = kept(this.now);
  }

  restart() {
    this.now = kept(this.saved);
  }

  /** @param {unknown} n */
  say(n) {
    this.now.say({ n });
    this.save();
  }
}

class Shelf {
  /** @type {Map<string, Cell>} */
  cells = new Map();

  /** @param {Cell} cell */
  put(cell) {
    const name = encodeKey(cell.address);
    if (!this.cells.has(name)) this.cells.set(name, cell);
  }

  /** @param {Uint8Array} address */
  take(address) {
    const name = encodeKey(address);
    const cell = this.cells.get(name);
    this.cells.delete(name);
    assert.ok(cell);
    return cell;
  }

  /**
   * Send the next message; a client killed after it does not note that, or notes it and does not save.
   * @param {End} end
   */
  send(end, { notes = true, saves = true } = {}) {
    const outgoing = end.now.unsent();
    if (outgoing === null) return;
    this.put(end.now.seal(outgoing));
    if (!notes) return end.restart();
    end.now.markSent(outgoing.index);
    if (saves) end.save();
  }

  /**
   * Read what stands; a client killed before it saves has read nothing.
   * @param {End} end
   */
  fetch(end, { saves = true, erases = true } = {}) {
    const down = end.now.down().flatMap((one) => this.cells.get(encodeKey(one)) ?? []);
    const received = end.now.receive(down);
    if (!saves) return end.restart();
    end.read.push(...received.map((one) => one.document?.n ?? null));
    end.save();
    if (!erases) return;
    for (const gone of end.now.gone()) this.cells.delete(encodeKey(gone));
    end.now.erased(end.now.gone());
    end.save();
  }
}

/** @returns {[End, End]} */
function ends() {
  const [root, first] = [Uint8Array.from({ length: 32 }, (_, at) => at), freshPair()];
  return [new End(begin(root, FROM_CALLER, null, first.seed)), new End(begin(root, TO_CALLER, first.public))];
}

function greeted() {
  const [caller, claimant] = ends();
  const shelf = new Shelf();
  claimant.say("hello");
  shelf.send(claimant);
  shelf.fetch(caller);
  return { caller, claimant, shelf };
}

/** @type {Record<string, (end: End, shelf: Shelf) => void>} */
const ACTIONS = {
  send: (end, shelf) => shelf.send(end),
  "send and die": (end, shelf) => shelf.send(end, { notes: false }),
  "send, note and die": (end, shelf) => {
    shelf.send(end, { saves: false });
    end.restart();
  },
  fetch: (end, shelf) => shelf.fetch(end),
  "fetch and die": (end, shelf) => shelf.fetch(end, { saves: false }),
  "fetch and keep": (end, shelf) => shelf.fetch(end, { erases: false }),
  restart: (end) => end.restart(),
};

/**
 * Numbers that look random and are the same at every run (mulberry32).
 * @param {number} seed
 */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/**
 * @param {End} end
 * @param {Shelf} shelf
 * @param {number[]} said
 * @param {(sides: number) => number} roll
 */
function act(end, shelf, said, roll) {
  const names = ["say", ...Object.keys(ACTIONS)];
  const name = names[roll(names.length)] ?? "say";
  if (name !== "say") return ACTIONS[name]?.(end, shelf);
  said.push(said.length);
  end.say(said.length - 1);
}

test("every message arrives once and in order, whoever is killed when", () => {
  for (let story = 0; story < 40; story += 1) {
    const roll = dice(story);
    const [caller, claimant] = ends();
    const shelf = new Shelf();
    /** @type {[number[], number[]]} */
    const said = [[], [0]];
    claimant.say(0);
    const steps = roll(60);
    for (let step = 0; step < steps; step += 1) {
      const who = roll(2);
      act(who === 0 ? caller : claimant, shelf, said[who === 0 ? 0 : 1], roll);
    }
    for (let round = 0; round < 2 * (steps + 2); round += 1) {
      for (const end of [claimant, caller]) {
        shelf.send(end);
        shelf.fetch(end);
      }
    }
    assert.deepEqual(caller.read, said[1], `story ${story}`);
    assert.deepEqual(claimant.read, said[0], `story ${story}`);
  }
});

test("a key is destroyed once its successor was used", () => {
  const { caller, claimant, shelf } = greeted();
  const seen = [caller.now.own.mine];
  for (const turn of [0, 1, 2]) {
    for (const [end, other] of /** @type {const} */ ([
      [caller, claimant],
      [claimant, caller],
    ])) {
      end.say(turn);
      shelf.send(end);
      shelf.fetch(other);
    }
    seen.push(caller.now.own.mine);
  }
  assert.equal(new Set(seen.map(encodeKey)).size, seen.length);
  const [first = new Uint8Array(0)] = seen;
  assert.ok(!equal(caller.now.own.mine, first) && !(caller.now.own.before && equal(caller.now.own.before, first)));
});

test("what she says before anyone answers waits", () => {
  const [caller] = ends();
  caller.say(0);
  assert.equal(caller.now.unsent(), null);
});

test("a cell ahead of a missing one is not opened", () => {
  const { caller, claimant, shelf } = greeted();
  for (const n of [1, 2]) {
    claimant.say(n);
    shelf.send(claimant);
  }
  const missing = shelf.take(caller.now.expected()[0]);
  for (let times = 0; times < AHEAD; times += 1) shelf.fetch(caller);
  shelf.put(missing);
  for (let times = 0; times < 2; times += 1) shelf.fetch(caller);
  assert.deepEqual(caller.read, ["hello", 1, 2]);
});

test("a message that stays away is told as lost after two turns, and what follows is read", () => {
  const { caller, claimant, shelf } = greeted();
  for (const n of [1, 2]) {
    claimant.say(n);
    shelf.send(claimant);
  }
  shelf.take(caller.now.expected()[0]);
  for (let times = 0; times < TURNS * AHEAD + AHEAD; times += 1) shelf.fetch(caller);
  assert.deepEqual(caller.read, ["hello", null, 2]);
  claimant.say(3);
  shelf.send(claimant);
  shelf.fetch(caller);
  assert.equal(caller.read.at(-1), 3);
});

test("a cell that does not open holds nothing up for ever and does not count as read", () => {
  const { caller, shelf } = greeted();
  const [place] = caller.now.expected();
  shelf.put({ address: place, lock: new Uint8Array(32), ciphertext: new Uint8Array(8192) });
  const keys = caller.now.own;
  for (let times = 0; times < TURNS * AHEAD; times += 1) shelf.fetch(caller);
  assert.deepEqual([caller.read, caller.now.seen, caller.now.own], [["hello", null], 1, keys]);
  assert.ok(!caller.now.gone().some((one) => equal(one, place)));
});

test("a message with a key that cannot be sealed to is dropped", () => {
  const { caller, shelf } = greeted();
  const [own, before] = [pair(caller.now.own.mine).public, caller.now.theirPk];
  const message = { seen: 0, ownPk: new Uint8Array(1216).fill(255), document: { n: 1 } };
  shelf.put(sealMessage(own, caller.now.root, TO_CALLER, 1, message));
  shelf.fetch(caller);
  assert.deepEqual([caller.read, caller.now.theirPk], [["hello", null], before]);
});

test("an older vault is noticed when more was read than it remembers sending", () => {
  const { caller, claimant, shelf } = greeted();
  const old = kept(caller.now);
  caller.say(1);
  shelf.send(caller);
  shelf.fetch(claimant);
  claimant.say(2);
  shelf.send(claimant);
  assert.throws(() => old.receive(shelf.cells.values()), OldVault);
});

test("an older vault is noticed when another message was read in the place of its own", () => {
  const { caller, claimant, shelf } = greeted();
  const old = kept(caller.now);
  caller.say("what was said");
  shelf.send(caller);
  shelf.fetch(claimant);
  old.say({ n: "what the old vault says in its place" });
  claimant.say(2);
  shelf.send(claimant);
  assert.throws(() => old.receive(shelf.cells.values()), OldVault);
});

test("its own address taken by another message shows an older vault, and by the same one does not", () => {
  const { caller, shelf } = greeted();
  const old = kept(caller.now);
  caller.say(1);
  shelf.send(caller);
  const index = caller.now.outbox[0].index;
  caller.now.verifyTaken(index, shelf.cells.values());
  old.say({ n: "another" });
  assert.throws(() => old.verifyTaken(index, shelf.cells.values()), OldVault);
});

test("a text of any length is split in parts that fit, and no character is cut in two", () => {
  for (const text of ["", "short", "¿Qué hago? ".repeat(900), "😀".repeat(3000), '"\\\u0001'.repeat(2000)]) {
    for (const room of [200, 1000, 5560]) {
      const parts = split(text, room);
      assert.equal(parts.join(""), text);
      const conversation = begin(new Uint8Array(32), FROM_CALLER, null);
      for (const part of parts) conversation.say({ kind: "text", text: part, more: true });
    }
  }
});

test("a document too long for a cell is refused before anything is kept", () => {
  const conversation = begin(new Uint8Array(32), FROM_CALLER, null);
  assert.throws(() => conversation.say({ text: "x".repeat(5800) }), TooLong);
  assert.deepEqual([conversation.outbox, conversation.nextSend], [[], 0]);
});

test("a copy can do all that its original can, and leaves it as it is", () => {
  const { caller } = greeted();
  const [copy, before] = [copied(caller.now), caller.now.toJson()];
  copy.say({ n: 1 });
  assert.equal(copy.receive([]).length, 0);
  assert.deepEqual([caller.now.toJson(), copy.outbox.length], [before, 1]);
});
