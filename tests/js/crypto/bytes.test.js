import assert from "node:assert/strict";
import test from "node:test";
import { concat, equal, fill, randomBytes, wipe } from "../../../crypto/js/bytes.js";

test("wiped arrays hold zeros, and what is not there is passed over", () => {
  const [one, two] = [randomBytes(32), randomBytes(5)];
  wipe(one, undefined, two);
  assert.deepEqual([one, two], [new Uint8Array(32), new Uint8Array(5)]);
});

test("arrays are joined, compared and filled by their bytes", () => {
  const joined = concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3));
  assert.deepEqual(joined, Uint8Array.of(1, 2, 3));
  assert.deepEqual(fill(joined, 5), Uint8Array.of(1, 2, 3, 0, 0));
  assert.ok(equal(joined, Uint8Array.of(1, 2, 3)));
  assert.ok(!equal(joined, Uint8Array.of(1, 2)) && !equal(joined, Uint8Array.of(1, 2, 4)));
});

test("drawn bytes differ", () => {
  assert.notDeepEqual(randomBytes(32), randomBytes(32));
});
