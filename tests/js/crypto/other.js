// HPKE over X-Wing by people who are not us (@hpke/core and its X-Wing), in the shape of crypto/js/sealing.js. Its
// ChaCha20-Poly1305 is that of Node.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { AeadId, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

const ENC = 1120;
const TAG = 16;
const NAME = "chacha20-poly1305";

const aead = {
  id: AeadId.Chacha20Poly1305,
  keySize: 32,
  nonceSize: 12,
  tagSize: TAG,
  /** @param {ArrayBufferLike | ArrayBufferView} key */
  createEncryptionContext(key) {
    const own = bytes(key);
    return {
      /** @param {any} nonce @param {any} content @param {any} bound */
      async seal(nonce, content, bound) {
        const cipher = createCipheriv(NAME, own, bytes(nonce), { authTagLength: TAG });
        cipher.setAAD(bytes(bound), { plaintextLength: bytes(content).length });
        return joined(cipher.update(bytes(content)), cipher.final(), cipher.getAuthTag());
      },
      /** @param {any} nonce @param {any} sealed @param {any} bound */
      async open(nonce, sealed, bound) {
        const ciphertext = bytes(sealed).subarray(0, -TAG);
        const decipher = createDecipheriv(NAME, own, bytes(nonce), { authTagLength: TAG });
        decipher.setAAD(bytes(bound), { plaintextLength: ciphertext.length });
        decipher.setAuthTag(bytes(sealed).subarray(-TAG));
        return joined(decipher.update(ciphertext), decipher.final());
      },
    };
  },
};

/** @param {any} value */
function bytes(value) {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
}

/** @param {...(Buffer | Uint8Array)} pieces */
function joined(...pieces) {
  return new Uint8Array(pieces.flatMap((piece) => [...piece])).buffer;
}

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead });

/** @param {Uint8Array} seed */
async function privateKey(seed) {
  return suite.kem.importKey("raw", new Uint8Array(seed).buffer, false);
}

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} info
 * @param {Uint8Array} content
 */
export async function seal(publicKey, info, content) {
  const recipientPublicKey = await suite.kem.importKey("raw", new Uint8Array(publicKey).buffer, true);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: new Uint8Array(info).buffer });
  const ciphertext = await sender.seal(new Uint8Array(content).buffer);
  return new Uint8Array(joined(bytes(sender.enc), bytes(ciphertext)));
}

/**
 * @param {Uint8Array} seed
 * @param {Uint8Array} info
 * @param {Uint8Array} sealed
 */
export async function open(seed, info, sealed) {
  const recipientKey = await privateKey(seed);
  const enc = sealed.slice(0, ENC).buffer;
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info: new Uint8Array(info).buffer });
  return new Uint8Array(await recipient.open(sealed.slice(ENC).buffer));
}
