// To whom a case is sealed: the desks of its card, and what fills the places that are left. docs/protocol.md, 4.

import { deskOf, epochAt } from "../../../crypto/js/directory.js";
import { TIERS } from "../../../crypto/js/sizes.js";
import { route } from "../../triage/js/route.js";
import { NoDesk } from "./errors.js";

/** @typedef {import("../../../crypto/js/case.js").SlotFor} SlotFor */
/** @typedef {import("../../../crypto/js/directory.js").Desk} Desk */
/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("../../triage/js/evaluate.js").Card} Card */

const SECONDS_OF_AN_HOUR = 3600;

/**
 * Up to three, in the order of tiers; each can open what is sealed to it now.
 * @param {Directory} directory
 * @param {Card} card
 * @param {number} now seconds since 1970
 * @returns {Desk[]}
 */
export function desksFor(directory, card, now) {
  const hour = Math.floor(now / SECONDS_OF_AN_HOUR);
  const desks = route(directory, card, Math.floor(now)).map((id) => deskOf(directory, id));
  return desks.flatMap((desk) => (desk && epochAt(desk, hour) ? [desk] : []));
}

/**
 * Three: the desks' in their order, then those that nobody opens, so that no desk waits behind one. NoDesk.
 * @param {readonly Desk[]} desks
 * @param {number} hour
 * @returns {SlotFor[]}
 */
export function slotsFor(desks, hour) {
  const slots = desks.flatMap((desk) => {
    const epoch = epochAt(desk, hour);
    return epoch ? [{ bucket: desk.bucket, sealPk: epoch.sealPk }] : [];
  });
  if (slots.length === 0) throw new NoDesk();
  const nobody = { bucket: slots[0].bucket, sealPk: null };
  return [...slots, ...Array.from({ length: TIERS - slots.length }, () => nobody)];
}
