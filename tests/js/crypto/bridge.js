// Calls for tests in Python: a JSON list of { module, name, args } on stdin, a list of { result } or { error } on stdout.
//
// Bytes are { "$": hex }. { "$draws": [hex, …] } becomes a function that gives these draws in order. Modules are those of
// crypto/js, and "other": HPKE and X-Wing by people who are not us.

import { text } from "node:stream/consumers";
import { hex, playback, unhex } from "./kit.js";

const OURS = ["hashing", "signing", "stamp", "sealing", "codename", "case", "conversation", "vault", "attachments"];
OURS.push("wire", "directory", "workers", "hpke", "sizes");

/** @param {string} module @returns {Promise<Record<string, any>>} */
function load(module) {
  if (module === "other") return import("./other.js");
  if (!OURS.includes(module)) throw new Error(`no module ${module}`);
  return import(`../../../crypto/js/${module}.js`);
}

/** @param {any} value @returns {any} */
function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  if ("$" in value) return unhex(value.$);
  if ("$draws" in value) return playback(value.$draws);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner)]));
}

/** @param {any} value @returns {any} */
function encode(value) {
  if (value instanceof Uint8Array) return { $: hex(value) };
  if (value instanceof ArrayBuffer) return encode(new Uint8Array(value));
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, encode(inner)]));
}

const answers = [];
for (const { module, name, args } of JSON.parse(await text(process.stdin))) {
  try {
    answers.push({ result: encode(await (await load(module))[name](...args.map(decode))) });
  } catch (error) {
    answers.push({ error: error instanceof Error ? error.name : String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
