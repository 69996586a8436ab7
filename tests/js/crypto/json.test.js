import assert from "node:assert/strict";
import test from "node:test";
import { FormatError } from "../../../crypto/js/errors.js";
import { dumpJson, parseJson, parseObject } from "../../../crypto/js/hashing.js";

const octets = (/** @type {string} */ text) => new TextEncoder().encode(text);

for (const [what, value] of /** @type {[string, unknown][]} */ ([
  ["NaN, which JSON would make null", { a: Number.NaN }],
  ["an infinity", [Number.POSITIVE_INFINITY]],
  ["undefined, which JSON would drop", { a: undefined }],
  ["a function", { a: () => 1 }],
  ["bytes, which JSON would make an object", { a: new Uint8Array(2) }],
  ["a map", new Map([["a", 1]])],
  ["a bigint", 1n],
  ["a number that Python would read otherwise", 2 ** 53],
  ["a lone surrogate", "\ud800"],
  ["nothing", undefined],
])) {
  test(`${what} is not written`, () => {
    assert.throws(() => dumpJson(value), FormatError);
  });
}

test("a name that JavaScript gives a meaning is a name like any other", () => {
  const read = parseObject(octets('{"__proto__":{"admin":true},"constructor":1}'));
  assert.equal(/** @type {any} */ (read).admin, undefined);
  assert.deepEqual(Object.keys(read), ["__proto__", "constructor"]);
});

test("text that is no JSON is refused in linear time, however many quotes it has", () => {
  assert.throws(() => parseJson(octets('\\"'.repeat(200_000))), FormatError);
  assert.throws(() => parseJson(octets(`"${'\\"'.repeat(200_000)}`)), FormatError);
  assert.throws(() => parseJson(octets("[".repeat(200_000))), FormatError);
  assert.throws(() => parseJson(octets(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)), FormatError);
});

test("an object is told from a list and from null", () => {
  for (const text of ["[]", "null", "1", '""']) assert.throws(() => parseObject(octets(text)), FormatError);
});

test("there is one zero", () => {
  assert.ok(Object.is(parseJson(octets("-0.0")), 0));
});
