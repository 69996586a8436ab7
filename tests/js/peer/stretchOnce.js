// This process stretches each codename as slowly as ever, but only the first time: it is the same every time.

import argon2 from "../../../hotline/web/built/argon2.mjs";
import { hex } from "../crypto/kit.js";

/** @type {Map<string, Uint8Array>} */
const known = new Map();
const { argon2id: slowly } = argon2;

/** @type {typeof slowly} */
const once = async (options) => {
  const { password, salt, ...cost } = options;
  const name = [hex(password), hex(salt), JSON.stringify(cost)].join();
  const stretched = known.get(name) ?? (await slowly(options));
  known.set(name, stretched.slice()); // who gets it may wipe it
  return stretched.slice();
};

argon2.argon2id = once;
