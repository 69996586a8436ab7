import assert from "node:assert/strict";
import test from "node:test";
import { randomBytes } from "../../../crypto/js/bytes.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { BITS_AT_MOST, isGood, mint } from "../../../crypto/js/stamp.js";

const KEY = randomBytes(32);
const never = () => false;

test("a stamp that is minted with pauses is good, and others run in the pauses", async () => {
  let [others, going] = [0, true];
  const turn = () => {
    others += 1;
    if (going) setImmediate(turn);
  };
  turn();
  const nonce = await mint(KEY, 500_000, 16, never);
  going = false;
  assert.ok(nonce !== null && isGood(KEY, 500_000, nonce, 16));
  assert.ok(others > 1);
});

test("a stamp that nobody waits for any more is given up", async () => {
  const answers = [false, false, true];
  assert.equal(await mint(KEY, 500_000, BITS_AT_MOST, () => answers.shift() ?? true), null);
  assert.deepEqual(answers, []);
});

test("nobody mints a stamp of more bits than an honest server asks for", async () => {
  await assert.rejects(mint(KEY, 500_000, BITS_AT_MOST + 1, never), FormatError);
});
