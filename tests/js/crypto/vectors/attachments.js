// Attachments. What JavaScript does with crypto/vectors/attachments.json.

import * as attachments from "../../../../crypto/js/attachments.js";
import { digest } from "../../../../crypto/js/hashing.js";
import { attempt, hex, playback, same, unhex } from "../kit.js";

const pattern = (/** @type {number} */ size) => Uint8Array.from({ length: size }, (_, at) => (at * 7) % 251);

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  address: (one) => same(attachments.address(unhex(one.key), one.index), one.address),
  seal(one) {
    const [key, content] = [unhex(one.key), pattern(one.size)];
    const chunks = attachments.sealChunksWith(key, content, playback(one.draws));
    same(
      chunks.map((chunk) => digest(chunk.ciphertext)),
      one.chunk_digests,
    );
    same(digest(attachments.openChunks(key, chunks, one.size)), hex(digest(content)));
  },
  refused(one) {
    const chunks = attachments.sealChunks(unhex(one.key), pattern(one.made));
    const some = one.order.flatMap((/** @type {number} */ at) => chunks[at] ?? []);
    attempt(one.error, () => attachments.openChunks(unhex(one.key), some, one.size));
  },
};
