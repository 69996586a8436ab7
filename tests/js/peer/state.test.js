// Steps, versions and other tabs.

import assert from "node:assert/strict";
import test from "node:test";
import { TooLong } from "../../../crypto/js/errors.js";
import { NotConnected, OldVault } from "../../../hotline/web/peer/errors.js";
import { copied, State } from "../../../hotline/web/peer/state.js";

/** @typedef {Record<string, any>} Json */

class Diary {
  /** @param {string[]} lines */
  constructor(lines = []) {
    this.lines = lines;
  }

  trim() {
    return this.lines.length > 1 && this.lines.shift() !== undefined;
  }

  toJson() {
    return { lines: this.lines };
  }

  /** @param {Json} json */
  static fromJson(json) {
    return new Diary(json.lines);
  }
}

/** A shelf in memory: what one vault on a server is to several tabs. */
class Shelf {
  roomBytes = 10_000;
  version = 0;
  text = "";
  losesAnswer = false;

  /** @returns {Promise<readonly [number, Json] | null>} */
  async read() {
    await null;
    return this.version === 0 ? null : [this.version, JSON.parse(this.text)];
  }

  /**
   * @param {number} version
   * @param {Json} document
   */
  async write(version, document) {
    await null;
    if (version !== this.version + 1) return false;
    [this.version, this.text] = [version, JSON.stringify(document)];
    if (!this.losesAnswer) return true;
    this.losesAnswer = false;
    throw new NotConnected();
  }
}

/** @param {Shelf} shelf */
async function opened(shelf) {
  if (shelf.version === 0) return new State(shelf, Diary.fromJson, new Diary());
  return State.read(shelf, Diary.fromJson);
}

/**
 * @param {State<Diary, Shelf>} state
 * @param {string} line
 */
function write(state, line) {
  return state.change((diary) => {
    diary.lines.push(line);
  });
}

test("of two tabs one wins and the other reads again", async () => {
  const shelf = new Shelf();
  const one = await opened(shelf);
  await write(one, "first");
  const two = await opened(shelf);
  await Promise.all([write(one, "by one"), write(two, "by two")]);
  assert.deepEqual((await opened(shelf)).now.lines.sort(), ["by one", "by two", "first"]);
});

test("steps of one tab that cross are both done", async () => {
  const shelf = new Shelf();
  const state = await opened(shelf);
  await Promise.all([write(state, "one"), write(state, "two"), write(state, "three")]);
  assert.deepEqual([state.now.lines, (await opened(shelf)).now.lines], Array(2).fill(["one", "two", "three"]));
});

test("whatever tabs write at once and whichever answers are lost, each line stands once", async () => {
  const shelf = new Shelf();
  await write(await opened(shelf), "first");
  const tabs = await Promise.all([0, 1, 2].map(() => opened(shelf)));
  for (let round = 0; round < 12; round += 1) {
    shelf.losesAnswer = round % 3 === 0;
    await Promise.allSettled(tabs.map((tab, at) => write(tab, `${round} by ${at}`)));
  }
  for (const tab of tabs) await tab.save();
  const { lines } = (await opened(shelf)).now;
  assert.deepEqual([lines.length, new Set(lines).size], [37, 37]);
});

test("a write whose answer was lost counts once, also when another tab wrote since", async () => {
  const shelf = new Shelf();
  const one = await opened(shelf);
  await write(one, "first");
  shelf.losesAnswer = true;
  await assert.rejects(write(one, "second"), NotConnected);
  await write(await opened(shelf), "by another tab");
  await write(one, "third");
  assert.deepEqual(one.now.lines, ["first", "second", "by another tab", "third"]);
});

test("a step that does not fit changes nothing", async () => {
  const shelf = new Shelf();
  shelf.roomBytes = 300;
  const state = await opened(shelf);
  await write(state, "short");
  await assert.rejects(write(state, "long".repeat(100)), TooLong);
  assert.deepEqual(state.now.lines, ["short"]);
});

test("the oldest gives way when there is no room", async () => {
  const shelf = new Shelf();
  shelf.roomBytes = 300;
  const state = await opened(shelf);
  for (const line of ["a".repeat(100), "b".repeat(100), "c"]) await write(state, line);
  assert.deepEqual((await opened(shelf)).now.lines, ["b".repeat(100), "c"]);
});

test("a step that changes nothing is not written, and one that is not urgent waits for the next", async () => {
  const shelf = new Shelf();
  const state = await opened(shelf);
  await write(state, "first");
  await state.change(() => {});
  await state.note((diary) => {
    diary.lines.push("by the way");
  }, false);
  await state.save();
  assert.equal(state.version, 1);
  await write(state, "second");
  assert.deepEqual((await opened(shelf)).now.lines, ["first", "by the way", "second"]);
});

test("an older copy on the shelf is told from another tab", async () => {
  const shelf = new Shelf();
  const state = await opened(shelf);
  await write(state, "first");
  await write(state, "second");
  [shelf.version, shelf.text] = [1, JSON.stringify({ lines: ["first"] })];
  await assert.rejects(write(state, "third"), OldVault);
});

test("a copy shares bytes and nothing else, and takes no prototype from a name", () => {
  const original = { bytes: new Uint8Array(2), list: [{ a: 1 }], map: new Map([["b", [1]]]) };
  const copy = copied(original);
  copy.list[0].a = 2;
  copy.map.get("b")?.push(2);
  assert.deepEqual([original.list, original.map.get("b")], [[{ a: 1 }], [1]]);
  assert.equal(copy.bytes, original.bytes);
  const hostile = copied(JSON.parse('{"__proto__": {"sent": true}}'));
  assert.equal(hostile.sent, undefined);
  assert.equal(JSON.stringify(hostile), '{"__proto__":{"sent":true}}');
});

test("what is wiped is zeros, wherever it stands", async () => {
  const seed = Uint8Array.of(1, 2, 3);
  const holding = { seeds: new Map([[0, Object.freeze({ seed })]]), toJson: () => ({}), trim: () => false };
  new State(new Shelf(), () => holding, holding).wipe();
  assert.deepEqual(seed, new Uint8Array(3));
});
