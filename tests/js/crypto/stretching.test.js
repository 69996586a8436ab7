import assert from "node:assert/strict";
import test from "node:test";
import { randomBytes } from "../../../crypto/js/bytes.js";
import { KEY, SALT } from "../../../crypto/js/sizes.js";
import { sodium } from "../../../crypto/js/sodium.js";
import { MEMORY_BYTES, PASSES, stretch } from "../../../crypto/js/stretching.js";

test("it is the Argon2id of libsodium, for what is short and what is long", async () => {
  for (const size of [1, 10, 128, 1000]) {
    const [octets, salt] = [randomBytes(size), randomBytes(SALT)];
    const theirs = sodium.crypto_pwhash(KEY, octets, salt, PASSES, MEMORY_BYTES, sodium.crypto_pwhash_ALG_ARGON2ID13);
    assert.deepEqual(await stretch(octets, salt), theirs);
  }
});

test("it costs what it is to cost", () => {
  assert.deepEqual([PASSES, MEMORY_BYTES], [2, 64 * 1024 * 1024]);
});

test("two at once come to what each comes to alone", async () => {
  const [one, two, salt] = [Uint8Array.of(1), Uint8Array.of(2), new Uint8Array(SALT)];
  const together = await Promise.all([stretch(one, salt), stretch(two, salt)]);
  assert.deepEqual(together, [await stretch(one, salt), await stretch(two, salt)]);
  assert.notDeepEqual(together[0], together[1]);
});
