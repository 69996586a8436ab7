// What others have published. What JavaScript does with crypto/vectors/published.json.

import * as hpke from "../../../../crypto/js/hpke.js";
import * as sealing from "../../../../crypto/js/sealing.js";
import { sodium } from "../../../../crypto/js/sodium.js";
import argon2 from "../../../../hotline/web/built/argon2.mjs";
import { same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  blake2b: (one) => same(sodium.crypto_generichash(64, unhex(one.octets), one.key ? unhex(one.key) : null), one.out),
  async argon2id(one) {
    const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium;
    const [password, salt, hashLength] = [unhex(one.password), unhex(one.salt), one.out.length / 2];
    same(sodium.crypto_pwhash(hashLength, password, salt, one.passes, one.memory_bytes, algorithm), one.out);
    const cost = { iterations: one.passes, memorySize: Math.floor(one.memory_bytes / 1024), parallelism: 1 };
    same(await argon2.argon2id({ password, salt, ...cost, hashLength, outputType: "binary" }), one.out);
  },
  ed25519(one) {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(unhex(one.seed));
    same([publicKey, sodium.crypto_sign_detached(unhex(one.message), privateKey)], [one.public, one.signature]);
  },
  xchacha20poly1305(one) {
    const boxed = sealing.boxWith(unhex(one.key), unhex(one.bound), unhex(one.content), unhex(one.nonce));
    same(boxed, one.nonce + one.ciphertext);
  },
  hkdf_sha256(one) {
    same(hpke.extract(unhex(one.salt), unhex(one.ikm)), one.prk);
    same(hpke.expand(unhex(one.prk), unhex(one.info), one.okm.length / 2), one.okm);
  },
  hpke(one) {
    const { key, baseNonce } = hpke.keySchedule(unhex(one.shared_secret), unhex(one.info), one.kem);
    same([key, baseNonce], [one.key, one.base_nonce]);
    const [content, bound] = [unhex(one.content), unhex(one.bound)];
    same(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(content, bound, null, baseNonce, key), one.ciphertext);
  },
  xwing(one) {
    const { public: publicKey } = sealing.pair(unhex(one.seed));
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, unhex(one.eseed));
    same([ciphertext, sharedSecret], [one.ct, one.ss]);
    same(sodium.crypto_kem_xwing_dec(unhex(one.ct), unhex(one.seed)), one.ss);
  },
};
