// Calls for tests in Python into the pure parts of the peers: a JSON list of { module, name, args } on stdin, a list of
// { result } or { error } on stdout. Bytes are { "$": hex }.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { nextDraft } from "../../../hotline/web/peer/draft.js";
import * as errors from "../../../hotline/web/peer/errors.js";
import { SeenDirectories } from "../../../hotline/web/peer/seen.js";
import { loadWordLists, readCodename, spelled } from "../../../hotline/web/peer/words.js";
import { hex, playback, unhex } from "../crypto/kit.js";

/** What cannot be called as it is. @type {Record<string, (...args: any[]) => unknown>} */
const MADE_FOR_TESTS = {
  errors: () => Object.values(errors).map((one) => [new one().name, new one().code, new one().message]),
  draft(standing, known, change, hours, draws) {
    const draft = nextDraft(standing, known, change, hours, () => playback([draws.shift()])(32));
    return [draft.document, draft.seeds.map((one) => one.toJson()), draft.secret];
  },
  spelled: async (ten, site, language) => spelled(ten, site, await wordLists(), language),
  readCodename: async (typed, site, language) => readCodename(typed, site, await wordLists(), language),
  doubtful: (files, named, opened) => SeenDirectories.fromJson(files).doubtful(named, opened),
  /** What a vault holds, read and written again. */
  async again(module, type, json) {
    return (await load(module))[type].fromJson(json).toJson();
  },
};

/** The lists as the build wrote them. */
function wordLists() {
  const file = (/** @type {string} */ path) => readFile(new URL(`../../..${path}`, import.meta.url));
  return loadWordLists(/** @type {any} */ ({ file }));
}

/** @param {string} module @returns {Promise<Record<string, any>>} */
async function load(module) {
  return module === "made" ? MADE_FOR_TESTS : import(`../../../hotline/web/peer/${module}.js`);
}

/** @param {any} value @returns {any} */
function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  if ("$" in value) return unhex(value.$);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner)]));
}

const answers = [];
for (const { module, name, args } of JSON.parse(await text(process.stdin))) {
  try {
    answers.push({ result: await (await load(module))[name](...decode(args)) });
  } catch (error) {
    answers.push({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
process.stdout.write(JSON.stringify(answers, (_name, one) => (one instanceof Uint8Array ? { $: hex(one) } : one)));
