// What makes a codename slow to guess: Argon2id, RFC 9106 version 1.3. docs/protocol.md, 1.
//
// By hash-wasm, of which this is the one file that imports it: it can be had without all else, so that a Worker loads a
// twentieth of what libsodium is. Where there is no WebAssembly, by libsodium in plain JavaScript, which gives the same.
// Imported by that Worker, stretcher.js, and where none is by Node: a page asks workers.js.

import { FormatError } from "./errors.js";
import { arrived, library } from "./library.js";
import { KEY, SALT } from "./sizes.js";

/** @typedef {(octets: Uint8Array, salt: Uint8Array) => Uint8Array | Promise<Uint8Array>} Argon2id */

export const PASSES = 2;
export const MEMORY_BYTES = 64 * 1024 * 1024;

// Now, and not when somebody comes with her codename: her network would see it.
const argon2id = await (typeof WebAssembly === "object" ? ofItsOwn() : ofLibsodium());

/**
 * 32 bytes of 64 MiB, 2 passes and one lane; takes 0.1 to 1 s, and most of a minute without WebAssembly. Never with smaller
 * parameters.
 *
 * FormatError for no bytes at all, and for a salt that has not 16.
 * @param {Uint8Array} octets
 * @param {Uint8Array} salt
 */
export async function stretch(octets, salt) {
  if (octets.length === 0 || salt.length !== SALT)
    throw new FormatError("there is nothing to stretch, or a salt has another size");
  return argon2id(octets, salt);
}

/** @returns {Promise<Argon2id>} */
async function ofItsOwn() {
  const { default: hashWasm } = await arrived(() => import("../../hotline/web/built/argon2.mjs"));
  const cost = { iterations: PASSES, memorySize: MEMORY_BYTES / 1024, parallelism: 1 };
  return (octets, salt) =>
    hashWasm.argon2id({ password: octets, salt, ...cost, hashLength: KEY, outputType: "binary" });
}

/** @returns {Promise<Argon2id>} */
async function ofLibsodium() {
  const { default: sodium, ready } = await arrived(library);
  await ready;
  const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium;
  return (octets, salt) => sodium.crypto_pwhash(KEY, octets, salt, PASSES, MEMORY_BYTES, algorithm);
}
