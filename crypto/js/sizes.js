// Every layout of the protocol, written as a sum. docs/protocol.md, 4 to 6.
//
// All sizes are in bytes. A `Layout` names the fields of a fixed-size record in order; clients pack with it and the
// server unpacks with it, so that neither counts offsets by hand.

import { concat } from "./bytes.js";
import { FormatError } from "./errors.js";

/** @typedef {Uint8Array} CaseId */
/** @typedef {Uint8Array} Address */
/** @typedef {number} Hour */

export const ID = 32;
export const KEY = 32;
export const LOCK = 32;
export const HASH = 32;
export const ADDRESS = 32;
export const PUBLIC_KEY = 32;
export const SECRET = 32;
export const SALT = 16;
export const SIGNATURE = 64;
export const U8 = 1;
export const U16 = 2;
export const U32 = 4;
export const U64 = 8;

export const SEAL_PUBLIC_KEY = 1184 + 32; // ML-KEM-768 encapsulation key, X25519 public key
export const SEAL_ENC = 1088 + 32; // ML-KEM-768 ciphertext, X25519 ephemeral key
export const TAG = 16;
export const SEAL_OVERHEAD = SEAL_ENC + TAG;
export const BOX_NONCE = 24;
export const BOX_OVERHEAD = BOX_NONCE + TAG;
export const PAD_LENGTH = U32;

export const REPLY_KEYS = 4;
export const TIERS = 3;
export const SLOT_SEAL = SEAL_OVERHEAD + KEY;
export const SLOT = U16 + SLOT_SEAL;
export const CARD_PADDED = 1024;
export const CARD = BOX_OVERHEAD + CARD_PADDED;
export const SHEET_PADDED = 2048;
export const SHEET = BOX_OVERHEAD + SHEET_PADDED;
export const BODY_PADDED = 16384;
export const BODY = BOX_OVERHEAD + BODY_PADDED;
export const BODY_JSON = BODY_PADDED - PAD_LENGTH - REPLY_KEYS * SEAL_PUBLIC_KEY;

export const CELL = 8192;
export const MESSAGE_PADDED = CELL - SEAL_OVERHEAD - BOX_OVERHEAD;
export const MESSAGE_JSON = MESSAGE_PADDED - PAD_LENGTH - U32 - SEAL_PUBLIC_KEY;
export const DOWN_CELLS = 2;
export const ERASE_WITH_EXCHANGE = 2;
export const ERASE_AT_ONCE = 500;

export const CALLER_VAULT = 24000;
export const RESPONDER_VAULT = 262144;
export const VAULTS = Object.freeze([CALLER_VAULT, RESPONDER_VAULT]);

export const CHUNK_CONTENT = 65496;
export const CHUNK = BOX_OVERHEAD + CHUNK_CONTENT;
export const CHUNKS_AT_MOST = 160;

export const CERTIFICATE = PUBLIC_KEY + U32 + U32 + SIGNATURE;
export const DIRECTORY_HEAD = CERTIFICATE + SIGNATURE;

export const STAMP_NONCE = 8;
export const REQUEST_HEAD = U8 + U32 + STAMP_NONCE;
export const REQUEST = 24576;
export const REQUEST_PAYLOAD = REQUEST - REQUEST_HEAD;
export const ANSWER_HEAD = U8 + U32 + U8 + U8;
export const ANSWER = 24576;
export const ANSWER_PAYLOAD = ANSWER - ANSWER_HEAD;

export const FRAME_BUCKETS = 8;
export const FRAME_ADDRESSES = 64;
export const FRAME_PREFIX = 2;
export const FRAME = FRAME_BUCKETS * U16 + FRAME_ADDRESSES * FRAME_PREFIX;

export const EXCHANGE = 0;
export const OPEN = 1;
export const READ = 2;
export const WRITE = 3;
export const ERASE = 4;
export const CLAIM = 5;
export const ACCEPT = 6;
export const RENEW = 7;
export const PUT_BACK = 8;
export const CLOSE = 9;
export const CHUNK_PUT = 10;
export const CHUNK_TAKE = 11; // the chunk path's other direction; docs/protocol.md, 6, "Attachments"
export const DONE = 0;
export const TAKEN = 1;
export const STAMP = 2;
export const REFUSED = 3;

/**
 * A record of named fields of fixed sizes, in order.
 * @template {string} K
 */
export class Layout {
  /** @param {Record<K, number>} fields */
  constructor(fields) {
    this.fields = Object.freeze({ ...fields });
    this.names = /** @type {K[]} */ (Object.keys(fields));
    this.size = this.names.reduce((sum, name) => sum + fields[name], 0);
  }

  /**
   * Join the fields in order. FormatError when one is missing, unknown or of another size.
   * @param {Record<K, Uint8Array>} parts
   */
  pack(parts) {
    const known = Object.keys(parts).length === this.names.length;
    if (!known || this.names.some((name) => parts[name]?.length !== this.fields[name]))
      throw new FormatError("a record's fields do not have their sizes");
    return concat(...this.names.map((name) => parts[name]));
  }

  /**
   * Split a record of exactly `size` bytes. FormatError for any other length.
   * @param {Uint8Array} record
   */
  unpack(record) {
    if (record.length !== this.size) throw new FormatError("a record does not have its size");
    let at = 0;
    const entries = this.names.map((name) => {
      const end = at + this.fields[name];
      const part = record.slice(at, end);
      at = end;
      return [name, part];
    });
    return /** @type {Record<K, Uint8Array>} */ (Object.fromEntries(entries));
  }
}

export const EXCHANGE_REQUEST = new Layout({
  up: ADDRESS,
  lock: LOCK,
  cell: CELL,
  down: DOWN_CELLS * ADDRESS,
  erase: ERASE_WITH_EXCHANGE * ADDRESS,
});
export const FOUND = new Layout({ found: U8, lock: LOCK, cell: CELL });
export const EXCHANGE_ANSWER = new Layout({ first: FOUND.size, second: FOUND.size });
export const OPEN_REQUEST = new Layout({
  caseId: ID,
  closePk: PUBLIC_KEY,
  lock: LOCK,
  release: U8,
  slots: TIERS * SLOT,
  card: CARD,
  sheet: SHEET,
  body: BODY,
});
export const READ_REQUEST = new Layout({ address: ADDRESS });
export const READ_ANSWER = new Layout({ version: U64, lock: LOCK, ciphertext: CALLER_VAULT });
const WRITE_HEAD = { address: ADDRESS, signPk: PUBLIC_KEY, version: U64, lock: LOCK, signature: SIGNATURE };
export const WRITE_REQUEST = new Layout({ ...WRITE_HEAD, ciphertext: CALLER_VAULT });
export const ERASE_REQUEST = new Layout({
  caseId: ID,
  signature: SIGNATURE,
  vault: ADDRESS,
  version: U64,
  vaultSignature: SIGNATURE,
  addresses: ERASE_AT_ONCE * ADDRESS,
});
export const CLAIM_REQUEST = new Layout({ secret: SECRET, caseId: ID, leasePk: PUBLIC_KEY, signature: SIGNATURE });
export const CLAIM_ANSWER = new Layout({ claims: U32, sheetLock: LOCK, sheet: SHEET });
export const HOLD_REQUEST = new Layout({ secret: SECRET, caseId: ID, signature: SIGNATURE });
export const ACCEPT_ANSWER = new Layout({ term: U32, bodyLock: LOCK, termLock: LOCK, body: BODY });
export const RENEW_REQUEST = new Layout({ secret: SECRET, caseId: ID, hour: U32, signature: SIGNATURE });

export const RESPONDER_READ_ANSWER = new Layout({ version: U64, lock: LOCK, ciphertext: RESPONDER_VAULT });
export const RESPONDER_WRITE_REQUEST = new Layout({ ...WRITE_HEAD, ciphertext: RESPONDER_VAULT });

export const SLOTS_REQUEST = new Layout({ secret: SECRET, bucket: U16, since: U32 });
export const SHELF_REQUEST = new Layout({ secret: SECRET, bucket: U16 });
export const SHELF_ANSWER = new Layout({ cases: U32, held: U32, claims: U32, accepted: U32 });
export const VISIBLE_SLOT = new Layout({
  visible: U32,
  opened: U32,
  tier: U8,
  caseId: ID,
  seal: SLOT_SEAL,
  cardLock: LOCK,
  card: CARD,
});

export const CHUNK_PUT_REQUEST = new Layout({ address: ADDRESS, lock: LOCK, chunk: CHUNK });
export const CHUNK_TAKE_REQUEST = new Layout({ address: ADDRESS });
export const CHUNK_ANSWER = new Layout({ found: U8, lock: LOCK, chunk: CHUNK });
