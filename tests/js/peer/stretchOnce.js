// This process stretches each codename as slowly as ever, but only the first time: it is the same every time.

import { sodium } from "../../../crypto/js/sodium.js";
import { hex } from "../crypto/kit.js";

/** @type {Map<string, Uint8Array>} */
const known = new Map();
const { crypto_pwhash: slowly } = sodium;

/** @type {(...args: any[]) => any} */
const once = (size, octets, salt, ...cost) => {
  const name = [size, hex(octets), hex(salt), ...cost].join();
  const stretched = known.get(name) ?? /** @type {any} */ (slowly)(size, octets, salt, ...cost);
  known.set(name, stretched.slice()); // who gets it may wipe it
  return stretched.slice();
};

sodium.crypto_pwhash = once;
