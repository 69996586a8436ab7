// Attachments: chunks of one size at addresses that follow from one key. docs/protocol.md, 6, "Attachments".
//
//     address = kdf(a, "attachment/address", u32(j))
//     chunk   = box(kdf(a, "attachment/chunk", u32(j), lock), "chunk", u32(j), u32(count); 65496 bytes)

import { concat, fill, randomBytes, wipe } from "./bytes.js";
import { DecryptError, FormatError, TooLong } from "./errors.js";
import { encode, kdf, nothing, u32 } from "./hashing.js";
import { boxWith, unbox } from "./sealing.js";
import * as sizes from "./sizes.js";
import { CHUNK_CONTENT, CHUNKS_AT_MOST, KEY, LOCK } from "./sizes.js";

/** @typedef {import("./conversation.js").Cell} Cell */

/** A fresh key for one attachment. */
export function draw() {
  return randomBytes(KEY);
}

/**
 * Where chunk `index` stands.
 * @param {Uint8Array} key
 * @param {number} index
 * @returns {sizes.Address}
 */
export function address(key, index) {
  return kdf(key, "attachment/address", u32(index));
}

/**
 * Box a whole attachment, each chunk under a lock of its own. TooLong for over 160 chunks (10,479,360 bytes).
 * @param {Uint8Array} key
 * @param {Uint8Array} content
 * @returns {readonly Cell[]}
 */
export function sealChunks(key, content) {
  return sealChunksWith(key, content, randomBytes);
}

/**
 * `sealChunks`, drawing by `random`: for each chunk lock and nonce.
 * @param {Uint8Array} key
 * @param {Uint8Array} content
 * @param {(size: number) => Uint8Array} random
 * @returns {readonly Cell[]}
 */
export function sealChunksWith(key, content, random) {
  const count = Math.ceil(content.length / CHUNK_CONTENT) || 1;
  if (count > CHUNKS_AT_MOST) throw new TooLong("an attachment has more chunks than are allowed");
  return Array.from({ length: count }, (_, at) => {
    const piece = content.subarray(at * CHUNK_CONTENT, (at + 1) * CHUNK_CONTENT);
    return sealChunk(key, at, count, piece, random);
  });
}

/**
 * @param {Uint8Array} key
 * @param {number} index
 * @param {number} count
 * @param {Uint8Array} piece
 * @param {(size: number) => Uint8Array} random
 * @returns {Cell}
 */
function sealChunk(key, index, count, piece, random) {
  const filled = fill(piece, CHUNK_CONTENT);
  const lock = random(LOCK);
  const own = chunkKey(key, index, lock);
  const ciphertext = boxWith(own, encode("chunk", u32(index), u32(count)), filled, random(sizes.BOX_NONCE));
  wipe(own, filled);
  return Object.freeze({ address: address(key, index), lock, ciphertext });
}

/**
 * Join all chunks of an attachment whose size the manifest names. DecryptError for any that is not its own.
 * @param {Uint8Array} key
 * @param {readonly Cell[]} chunks
 * @param {number} size
 */
export function openChunks(key, chunks, size) {
  const count = chunks.length;
  const fits = (count - 1) * CHUNK_CONTENT <= size && size <= count * CHUNK_CONTENT;
  if (!(Number.isSafeInteger(size) && count >= 1 && count <= CHUNKS_AT_MOST && fits))
    throw new FormatError("an attachment's size and its chunks do not agree");
  const content = concat(...chunks.map((chunk, at) => openChunk(key, at, count, chunk)));
  if (!nothing(content.subarray(size))) throw new DecryptError("an attachment's fill is not zeros");
  return content.slice(0, size);
}

/**
 * @param {Uint8Array} key
 * @param {number} index
 * @param {number} count
 * @param {Cell} chunk
 */
function openChunk(key, index, count, chunk) {
  const own = chunkKey(key, index, chunk.lock);
  try {
    return unbox(own, "chunk", [u32(index), u32(count)], chunk.ciphertext);
  } finally {
    wipe(own);
  }
}

/**
 * @param {Uint8Array} key
 * @param {number} index
 * @param {Uint8Array} lock
 */
function chunkKey(key, index, lock) {
  return kdf(key, "attachment/chunk", u32(index), lock);
}
