// Ed25519 (RFC 8032) over labelled parts. docs/protocol.md, 1.
//
// Verification is libsodium's strict one: keys of small order and non-canonical encodings are refused, in both twins.

import { wipe } from "./bytes.js";
import { BadSignature, FormatError } from "./errors.js";
import { encode } from "./hashing.js";
import { KEY, PUBLIC_KEY, SIGNATURE } from "./sizes.js";
import { sodium } from "./sodium.js";

/**
 * The 32-byte public key of a 32-byte seed.
 * @param {Uint8Array} seed
 */
export function signer(seed) {
  const { publicKey, privateKey } = keyPair(seed);
  wipe(privateKey);
  return publicKey;
}

/**
 * A 64-byte signature over encode(label, …parts).
 * @param {Uint8Array} seed
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function sign(seed, label, ...parts) {
  const { privateKey } = keyPair(seed);
  const signature = sodium.crypto_sign_detached(encode(label, ...parts), privateKey);
  wipe(privateKey);
  return signature;
}

/**
 * Return when the signature holds; BadSignature otherwise.
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} signature
 * @param {string} label
 * @param {...Uint8Array} parts
 */
export function verify(publicKey, signature, label, ...parts) {
  if (publicKey.length !== PUBLIC_KEY || signature.length !== SIGNATURE)
    throw new BadSignature("a signature or key has a wrong length");
  if (!sodium.crypto_sign_verify_detached(signature, encode(label, ...parts), publicKey))
    throw new BadSignature("a signature does not hold");
}

/** @param {Uint8Array} seed */
function keyPair(seed) {
  if (seed.length !== KEY) throw new FormatError("a seed has 32 bytes");
  return sodium.crypto_sign_seed_keypair(seed);
}
