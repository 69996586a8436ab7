import assert from "node:assert/strict";
import test from "node:test";
import { draw, readSlots, sealCase } from "../../../crypto/js/case.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { cardLock } from "../../../crypto/js/hashing.js";
import { freshPair } from "../../../crypto/js/sealing.js";
import { OPEN_REQUEST, VISIBLE_SLOT } from "../../../crypto/js/sizes.js";
import { stretch } from "../../../crypto/js/stretching.js";
import * as workers from "../../../crypto/js/workers.js";

test("without Workers the jobs run in place", async () => {
  const [octets, salt] = [Uint8Array.of(1, 2), new Uint8Array(16)];
  assert.deepEqual(await workers.stretch(octets, salt), await stretch(octets, salt));
  assert.deepEqual(octets, Uint8Array.of(1, 2));
  await assert.rejects(workers.stretch(octets, new Uint8Array(15)), FormatError);
});

test("of many slots, what opens is given in order, with the seed that opens it, and null for the rest", async () => {
  const [secrets, desk, nobody] = [draw(), freshPair(), { bucket: 1, sealPk: null }];
  const payload = sealCase(secrets, 0, [{ bucket: 1, sealPk: desk.public }, nobody, nobody], { a: 1 }, {}, {});
  const { caseId, slots, card, lock } = OPEN_REQUEST.unpack(payload);
  const records = [2, 1172, 2342].map((at) =>
    VISIBLE_SLOT.pack({
      visible: new Uint8Array(4),
      opened: new Uint8Array(4),
      tier: new Uint8Array(1),
      caseId,
      seal: slots.slice(at, at + 1168),
      cardLock: cardLock(lock),
      card,
    }),
  );
  const shown = records.flatMap((record) => readSlots(record));
  const many = [...Array(20).fill(shown[1]), ...Array(20).fill(shown[2]), shown[0]];
  const opener = workers.startOpener();
  const opened = await opener.open([freshPair().seed, desk.seed], many);
  opener.end();
  assert.deepEqual(opened, [...Array(40).fill(null), { caseKey: secrets.caseKey, card: { a: 1 }, seed: 1 }]);
});
