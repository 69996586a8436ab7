// What a coordinator is told of her buckets: that somebody fills one, or claims and does not answer. No DOM here.
//
// The same sentences as those of `hotline coordinator waiting` (hotline/commands/shelves.py).

import { FILLING_SHARE } from "../../../crypto/js/stamp.js";

/** @typedef {import("../peer/post.js").Shelf} Shelf */

const IDLE_CLAIMS = 5; // claims that came to nothing, and as many for each that was accepted

/**
 * Sentences about a bucket with room for so many cases; none while all is well.
 * @param {Shelf} shelf
 * @param {number} room
 */
export function troubles({ bucket, cases, held, claims, accepted }, room) {
  const found = [];
  if (cases > FILLING_SHARE * room)
    found.push(
      `Bucket ${bucket} has ${cases} of at most ${room} cases. If you do not know why, somebody fills ` +
        "it: opening a case takes more work meanwhile, and once it is full callers are told to telephone.",
    );
  const idle = claims - accepted;
  if (idle >= IDLE_CLAIMS && idle > accepted)
    found.push(
      `Bucket ${bucket}: of ${claims} claims ${accepted} were accepted, ${held} cases are ` +
        "held now. Somebody may claim and not answer: ask your responders, and revoke whom you do not reach.",
    );
  return found;
}
