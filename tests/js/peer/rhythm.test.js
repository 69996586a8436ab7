import assert from "node:assert/strict";
import test from "node:test";
import { Rhythm } from "../../../hotline/web/peer/rhythm.js";
import { Turn } from "../../../hotline/web/peer/turn.js";

/** @param {readonly number[]} beatSeconds @param {number} beatSlowAfterSeconds */
function policyOf(beatSeconds, beatSlowAfterSeconds) {
  return /** @type {import("../../../crypto/js/directory.js").Policy} */ (
    /** @type {unknown} */ ({ beatSeconds, beatSlowAfterSeconds })
  );
}

/**
 * What a client waits when it spends so much time between its beats.
 * @param {readonly number[]} spent
 */
async function waits(spent) {
  let now = 0;
  /** @type {number[]} */
  const waited = [];
  const rhythm = new Rhythm(policyOf([10, 20], 30), () => now);
  for (const seconds of spent) {
    now += seconds;
    await rhythm.beat(async (rest) => {
      waited.push(rest);
      now += rest;
    });
  }
  return waited;
}

test("beats come at fixed distances and are not made up for", async () => {
  assert.deepEqual(await waits([0, 1, 0, 14]), [0, 9, 10, 16]);
});

test("beats are slower after a while", async () => {
  assert.deepEqual(await waits([0, 0, 0, 0, 0, 0]), [0, 10, 10, 10, 20, 20]);
});

test("a spare beat is one that nobody takes", async () => {
  let now = 0;
  const rhythm = new Rhythm(policyOf([10, 20], 30), () => now);
  /** @type {string[]} */
  const taken = [];
  /** @type {(() => void)[]} */
  const resting = [];
  const rest = () => /** @type {Promise<void>} */ (new Promise((resolve) => resting.push(resolve)));
  const take = (/** @type {string} */ name, /** @type {Promise<void>} */ beat) => beat.then(() => taken.push(name));
  const strike = async (/** @type {number} */ time) => {
    now = time;
    for (const wake of resting.splice(0)) wake();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const all = [take("first", rhythm.spare(rest))];
  await strike(0);
  all.push(take("spare", rhythm.spare(rest)), take("real", rhythm.beat(rest)));
  await strike(10);
  assert.deepEqual(taken, ["first", "real"]);
  await strike(20);
  assert.deepEqual(taken, ["first", "real", "spare"]);
  await Promise.all(all);
});

test("tasks take turns, also after one that failed", async () => {
  const turn = new Turn();
  /** @type {string[]} */
  const done = [];
  const slow = turn.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push("slow");
  });
  const failing = turn.run(async () => {
    done.push("failing");
    throw new RangeError();
  });
  const last = turn.run(async () => done.push("last"));
  await assert.rejects(failing, RangeError);
  await Promise.all([slow, last]);
  assert.deepEqual(done, ["slow", "failing", "last"]);
});
