// Cells. What JavaScript does with crypto/vectors/conversation.json.

import * as conversation from "../../../../crypto/js/conversation.js";
import { digest } from "../../../../crypto/js/hashing.js";
import * as sealing from "../../../../crypto/js/sealing.js";
import { attempt, hex, patched, playback, same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  address: (one) => same(conversation.address(unhex(one.root), one.direction, one.index), one.address),
  seal(one, file) {
    const message = { seen: one.seen, ownPk: sealing.pair(unhex(one.own_seed)).public, document: one.document };
    const { public: theirPk } = sealing.pair(unhex(one.seed));
    const [root, lock, random] = [unhex(one.root), unhex(one.lock), playback(one.draws)];
    const cell = conversation.sealMessageWith(theirPk, root, one.direction, one.index, message, lock, random);
    same([cell.lock, cell.ciphertext], [one.lock, file.ciphertext]);
  },
  open(one, file) {
    const own = { mine: unhex(one.mine ?? one.seed), before: one.mine ? unhex(one.seed) : null };
    const ciphertext = patched(unhex(file.ciphertext), one.patches);
    const cell = { address: unhex(""), lock: unhex(one.lock), ciphertext };
    const open = () => conversation.openMessage(own, unhex(one.root), one.direction, one.index, cell);
    const opened = attempt(one.error, open);
    if (!opened) return;
    same([opened.message.seen, opened.message.document], [one.seen, one.document]);
    same([digest(opened.message.ownPk), opened.openedWith], [one.own_pk, one.seed]);
  },
  keys(one) {
    const seed = (/** @type {number | null} */ at) => (at === null ? null : new Uint8Array(32).fill(at));
    const own = { mine: seed(one.mine) ?? unhex(""), before: seed(one.before) };
    const fresh = sealing.pair(seed(one.fresh) ?? unhex(""));
    const after = conversation.keysAfter(own, seed(one.opened_with) ?? unhex(""), fresh);
    same([after.mine, after.before], one.after.map(seed));
    same(conversation.ownPublic(own), hex(sealing.pair(own.mine).public));
  },
};
