// A case: three slots, card, conflict sheet and body, and the right to claim it. docs/protocol.md, 4 and 5.
//
//     claim     = signer(kdf(case_key, "case/claim"))              case_id is its public key
//     card_key  = kdf(case_key, "case/card", card_lock(lock))      desk members
//     sheet_key = kdf(case_key, "case/sheet", sheet_lock(lock))    caller and claimants
//     body_key  = kdf(case_key, "case/body", body_lock(lock))      caller and who accepted
//     root      = kdf(case_key, "conversation/root", term_lock)    caller and who accepted as that number, only
//     slot      = u16(bucket) ‖ seal(desk.seal_pk, "slot", case_id; case_key)

import { concat, equal, randomBytes, wipe } from "./bytes.js";
import { FormatError, NoMatch, ProtocolError } from "./errors.js";
import * as hashing from "./hashing.js";
import { dumpJson, encode, kdf, parseObject, u8, u16, u32 } from "./hashing.js";
import { ENC_RANDOMNESS } from "./hpke.js";
import { boxWith, openSealed, pad, pair, sealWith, unbox, unpad } from "./sealing.js";
import * as signing from "./signing.js";
import * as sizes from "./sizes.js";
import { KEY, REPLY_KEYS, SEAL_PUBLIC_KEY, VISIBLE_SLOT } from "./sizes.js";

/** @typedef {Record<string, unknown>} Document */

/**
 * What the caller draws for a case: 32 bytes each.
 * @typedef {Readonly<{
 *   caseKey: Uint8Array, lock: Uint8Array, closeSeed: Uint8Array, replySeeds: readonly Uint8Array[]
 * }>} Secrets
 */

/**
 * Where a slot goes: the bucket, and the desk's sealing key, or null for a slot that nobody opens.
 * @typedef {Readonly<{ bucket: number, sealPk: Uint8Array | null }>} SlotFor
 */

/**
 * A slot as the server shows it to members, and what a member makes of it when it opens.
 * @typedef {Readonly<{
 *   visible: number, opened: number, tier: number, caseId: sizes.CaseId, seal: Uint8Array, cardLock: Uint8Array,
 *   card: Uint8Array
 * }>} VisibleSlot
 */

/**
 * The narrative document, and the caller's reply keys for terms 0 to 3.
 * @typedef {Readonly<{ replyPks: readonly Uint8Array[], document: Document }>} Body
 */

/**
 * Fresh secrets for one case.
 * @returns {Secrets}
 */
export function draw() {
  const replySeeds = Object.freeze(Array.from({ length: REPLY_KEYS }, () => randomBytes(KEY)));
  const [caseKey, lock, closeSeed] = [randomBytes(KEY), randomBytes(KEY), randomBytes(KEY)];
  return Object.freeze({ caseKey, lock, closeSeed, replySeeds });
}

/**
 * The public key of the right to claim.
 * @param {Uint8Array} caseKey
 * @returns {sizes.CaseId}
 */
export function caseId(caseKey) {
  const seed = claimSeed(caseKey);
  const name = signing.signer(seed);
  wipe(seed);
  return name;
}

/**
 * The conversation's root for the term that `termLock` belongs to.
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} termLock
 */
export function root(caseKey, termLock) {
  return kdf(caseKey, "conversation/root", termLock);
}

/**
 * The payload of an opening, 23183 bytes. TooLong when a document does not fit; FormatError for a bad desk key.
 * @param {Secrets} secrets
 * @param {number} release
 * @param {readonly SlotFor[]} slots
 * @param {Document} card
 * @param {Document} sheet
 * @param {Document} body
 */
export function sealCase(secrets, release, slots, card, sheet, body) {
  return sealCaseWith(secrets, release, slots, card, sheet, body, randomBytes);
}

/**
 * `sealCase`, drawing by `random`: for each slot a throw-away seed if it needs one and then its encapsulation, and
 * then a nonce each for card, sheet and body.
 * @param {Secrets} secrets
 * @param {number} release
 * @param {readonly SlotFor[]} slots
 * @param {Document} card
 * @param {Document} sheet
 * @param {Document} body
 * @param {(size: number) => Uint8Array} random
 */
export function sealCaseWith(secrets, release, slots, card, sheet, body, random) {
  if (slots.length !== sizes.TIERS || secrets.replySeeds.length !== REPLY_KEYS)
    throw new FormatError("a case has three slots and four reply keys");
  const { caseKey, lock } = secrets;
  const name = caseId(caseKey);
  const sealed = slots.map((slot) => sealSlot(slot, name, caseKey, random));
  const replyPks = concat(...secrets.replySeeds.map((seed) => pair(seed).public));
  /** @type {(label: string, part: Uint8Array, content: Uint8Array, size: number) => Uint8Array} */
  const boxed = (label, part, content, size) => {
    const key = kdf(caseKey, `case/${label}`, part);
    const made = boxWith(key, encode(label, name), pad(content, size), random(sizes.BOX_NONCE));
    wipe(key, part);
    return made;
  };
  return sizes.OPEN_REQUEST.pack({
    caseId: name,
    closePk: signing.signer(secrets.closeSeed),
    lock,
    release: u8(release),
    slots: concat(...sealed),
    card: boxed("card", hashing.cardLock(lock), dumpJson(card), sizes.CARD_PADDED),
    sheet: boxed("sheet", hashing.sheetLock(lock), dumpJson(sheet), sizes.SHEET_PADDED),
    body: boxed("body", hashing.bodyLock(lock), concat(replyPks, dumpJson(body)), sizes.BODY_PADDED),
  });
}

/**
 * @param {SlotFor} slot
 * @param {sizes.CaseId} name
 * @param {Uint8Array} caseKey
 * @param {(size: number) => Uint8Array} random
 */
function sealSlot(slot, name, caseKey, random) {
  const sealPk = slot.sealPk ?? pair(random(KEY)).public;
  return concat(u16(slot.bucket), sealWith(sealPk, encode("slot", name), caseKey, random(ENC_RANDOMNESS)));
}

/**
 * Split what a bucket gave. FormatError when it is no whole number of slots.
 * @param {Uint8Array} answer
 * @returns {readonly VisibleSlot[]}
 */
export function readSlots(answer) {
  if (answer.length % VISIBLE_SLOT.size) throw new FormatError("a bucket's answer is no whole number of slots");
  // Each with bytes of its own: a part of the answer would take all of it along to a Worker, once a batch.
  return Array.from({ length: answer.length / VISIBLE_SLOT.size }, (_, at) =>
    visibleSlot(answer.slice(at * VISIBLE_SLOT.size, (at + 1) * VISIBLE_SLOT.size)),
  );
}

/**
 * @param {Uint8Array} record
 * @returns {VisibleSlot}
 */
function visibleSlot(record) {
  const parts = VISIBLE_SLOT.unpack(record);
  const [visible, opened] = [hashing.number(parts.visible), hashing.number(parts.opened)];
  return Object.freeze({ ...parts, visible, opened, tier: hashing.number(parts.tier) });
}

/**
 * The case key and the card, from the first of the seeds that opens the slot.
 *
 * NoMatch unless the case id follows from the key and the card opens: a slot crafted for two desks shows a card at
 * one of them at most.
 * @param {Iterable<Uint8Array>} seeds
 * @param {VisibleSlot} slot
 * @returns {Readonly<{ caseKey: Uint8Array, card: Document }>}
 */
export function openSlot(seeds, slot) {
  for (const seed of seeds) {
    try {
      const caseKey = openSealed(seed, "slot", [slot.caseId], slot.seal);
      if (equal(caseId(caseKey), slot.caseId)) return Object.freeze({ caseKey, card: openCard(caseKey, slot) });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  throw new NoMatch("no seed opens this slot");
}

/**
 * @param {Uint8Array} caseKey
 * @param {VisibleSlot} slot
 */
function openCard(caseKey, slot) {
  const key = kdf(caseKey, "case/card", slot.cardLock);
  return openDocument(key, "card", slot.caseId, slot.card);
}

/**
 * The conflict sheet. DecryptError or FormatError when it is not this case's.
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} sheetLock
 * @param {Uint8Array} boxed
 */
export function openSheet(caseKey, sheetLock, boxed) {
  return openDocument(kdf(caseKey, "case/sheet", sheetLock), "sheet", caseId(caseKey), boxed);
}

/**
 * @param {Uint8Array} key
 * @param {string} label
 * @param {sizes.CaseId} name
 * @param {Uint8Array} boxed
 */
function openDocument(key, label, name, boxed) {
  try {
    return parseObject(unpad(unbox(key, label, [name], boxed)));
  } finally {
    wipe(key);
  }
}

/**
 * The body. DecryptError or FormatError when it is not this case's.
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} bodyLock
 * @param {Uint8Array} boxed
 * @returns {Body}
 */
export function openBody(caseKey, bodyLock, boxed) {
  const key = kdf(caseKey, "case/body", bodyLock);
  try {
    const content = unpad(unbox(key, "body", [caseId(caseKey)], boxed));
    const replyPks = Array.from({ length: REPLY_KEYS }, (_, at) =>
      content.slice(at * SEAL_PUBLIC_KEY, (at + 1) * SEAL_PUBLIC_KEY),
    );
    const document = parseObject(content.subarray(REPLY_KEYS * SEAL_PUBLIC_KEY));
    return Object.freeze({ replyPks: Object.freeze(replyPks), document });
  } finally {
    wipe(key);
  }
}

/**
 * The payload of a claim.
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} leasePk
 * @param {Uint8Array} memberSecret
 */
export function claim(caseKey, leasePk, memberSecret) {
  const [name, seed] = [caseId(caseKey), claimSeed(caseKey)];
  const signature = signing.sign(seed, "claim", name, leasePk);
  wipe(seed);
  return sizes.CLAIM_REQUEST.pack({ secret: memberSecret, caseId: name, leasePk, signature });
}

/**
 * The payload of "accept", "put back" or "close", signed with the lease.
 * @param {"accept" | "put back" | "close"} verb
 * @param {Uint8Array} leaseSeed
 * @param {sizes.CaseId} name
 * @param {Uint8Array} memberSecret
 */
export function hold(verb, leaseSeed, name, memberSecret) {
  const signature = signing.sign(leaseSeed, verb, name);
  return sizes.HOLD_REQUEST.pack({ secret: memberSecret, caseId: name, signature });
}

/**
 * The payload that makes the lease last from this hour.
 * @param {Uint8Array} leaseSeed
 * @param {sizes.CaseId} name
 * @param {Uint8Array} memberSecret
 * @param {number} hour
 */
export function renew(leaseSeed, name, memberSecret, hour) {
  const signature = signing.sign(leaseSeed, "renew", name, u32(hour));
  return sizes.RENEW_REQUEST.pack({ secret: memberSecret, caseId: name, hour: u32(hour), signature });
}

/** @param {Uint8Array} caseKey */
function claimSeed(caseKey) {
  return kdf(caseKey, "case/claim");
}
