// What the other end sends is taken for what it says it is only where that is a text.

import assert from "node:assert/strict";
import test from "node:test";
import { Entry, LOST, TEXT } from "../../../hotline/web/peer/thread.js";

test("a field that is no text is none", () => {
  for (const strange of [null, 7, true, ["lost"], { toString: "lost" }]) {
    const entry = new Entry(0, false, 0, { kind: strange, text: strange });
    assert.deepEqual([entry.kind, entry.text], [TEXT, ""]);
  }
});

test("a field that is a text is that", () => {
  const entry = new Entry(0, false, 0, { kind: LOST, text: "words", code: "advice" });
  assert.deepEqual([entry.kind, entry.text, entry.word("code"), entry.word("desk")], [LOST, "words", "advice", ""]);
});
