// Vaults: everything a person would otherwise keep on her device. docs/protocol.md, 6, "Vault".
//
//     address, vault seed, vault_key = kdf(mk, "vault/address"), kdf(mk, "vault/sign"), kdf(mk, "vault/key")
//     ciphertext = box(kdf(vault_key, "vault/state", lock), "vault", address, u64(version); pad(json, size - 40))
//     write      = address ‖ sign_pk ‖ u64(version) ‖ lock ‖ sign(vault seed, "vault/write", …) ‖ ciphertext

import { randomBytes, wipe } from "./bytes.js";
import { FormatError } from "./errors.js";
import { digest, dumpJson, encode, kdf, parseObject, u64 } from "./hashing.js";
import { boxWith, pad, unbox, unpad } from "./sealing.js";
import * as signing from "./signing.js";
import * as sizes from "./sizes.js";
import { CALLER_VAULT, LOCK, RESPONDER_WRITE_REQUEST, VAULTS, WRITE_REQUEST } from "./sizes.js";

/**
 * What a codename's master key yields for its vault.
 * @typedef {Readonly<{ address: sizes.Address, signSeed: Uint8Array, key: Uint8Array }>} VaultKeys
 */

/**
 * The vault's address and keys of a master key.
 * @param {Uint8Array} mk
 * @returns {VaultKeys}
 */
export function keys(mk) {
  const [address, signSeed, key] = [kdf(mk, "vault/address"), kdf(mk, "vault/sign"), kdf(mk, "vault/key")];
  return Object.freeze({ address, signSeed, key });
}

/**
 * The payload of a write of this version under a fresh lock. TooLong when the document does not fit the size.
 * @param {VaultKeys} own
 * @param {number} version
 * @param {Record<string, unknown>} document
 * @param {number} size
 */
export function sealWrite(own, version, document, size = CALLER_VAULT) {
  return sealWriteWith(own, version, document, size, randomBytes);
}

/**
 * `sealWrite`, drawing by `random`: lock and nonce.
 * @param {VaultKeys} own
 * @param {number} version
 * @param {Record<string, unknown>} document
 * @param {number} size
 * @param {(size: number) => Uint8Array} random
 */
export function sealWriteWith(own, version, document, size, random) {
  if (!VAULTS.includes(size)) throw new FormatError("a vault has one of two sizes");
  const padded = pad(dumpJson(document), size - sizes.BOX_OVERHEAD);
  const lock = random(LOCK);
  const key = stateKey(own, lock);
  const ciphertext = boxWith(key, encode("vault", own.address, u64(version)), padded, random(sizes.BOX_NONCE));
  wipe(key, padded);
  const layout = size === CALLER_VAULT ? WRITE_REQUEST : RESPONDER_WRITE_REQUEST;
  const parts = /** @type {const} */ ([own.address, u64(version), lock, digest(ciphertext)]);
  return layout.pack({
    address: own.address,
    signPk: signing.signer(own.signSeed),
    version: u64(version),
    lock,
    signature: signing.sign(own.signSeed, "vault/write", ...parts),
    ciphertext,
  });
}

/**
 * The document of one version. DecryptError or FormatError when it is not this vault's or not this version.
 * @param {VaultKeys} own
 * @param {number} version
 * @param {Uint8Array} lock
 * @param {Uint8Array} ciphertext
 */
export function openState(own, version, lock, ciphertext) {
  const key = stateKey(own, lock);
  try {
    return parseObject(unpad(unbox(key, "vault", [own.address, u64(version)], ciphertext)));
  } finally {
    wipe(key);
  }
}

/**
 * The signature that erases the vault while it stands at this version or an earlier one.
 * @param {VaultKeys} own
 * @param {number} version
 */
export function signErase(own, version) {
  return signing.sign(own.signSeed, "vault/erase", own.address, u64(version));
}

/**
 * @param {VaultKeys} own
 * @param {Uint8Array} lock
 */
function stateKey(own, lock) {
  return kdf(own.key, "vault/state", lock);
}
