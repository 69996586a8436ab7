// What tests/browser/test_crypto_in_chromium.py asks of a page: values go in and come out as JSON, bytes as hex.

import * as cases from "../../../crypto/js/case.js";
import * as codename from "../../../crypto/js/codename.js";
import { bodyLock, cardLock, sheetLock } from "../../../crypto/js/hashing.js";
import { OPEN_REQUEST } from "../../../crypto/js/sizes.js";
import * as workers from "../../../crypto/js/workers.js";
import { hex, unhex } from "./kit.js";
import { runFile, suites } from "./suites.js";

/** @param {string} path @returns {Promise<any>} */
async function json(path) {
  return (await fetch(path)).json();
}

/** Every file of vectors: its name, and what failed or null. */
export async function runVectors() {
  const lists = await json("/word-lists.json");
  const results = [];
  for (const name of Object.keys(suites)) {
    const file = await json(`/crypto/vectors/${name}.json`);
    try {
      await runFile(name, file, lists);
      results.push([name, null]);
    } catch (error) {
      results.push([name, String(error)]);
    }
  }
  return results;
}

/** @param {string} octets @param {string} salt */
export async function stretch(octets, salt) {
  return hex(await workers.stretch(unhex(octets), unhex(salt)));
}

/** @param {string} ten @param {string} site @param {string} publicKey */
export async function codenameJobs(ten, site, publicKey) {
  const { en = [] } = await json("/word-lists.json");
  const [mk, words] = await Promise.all([
    codename.masterKey(unhex(ten), unhex(site)),
    codename.words(unhex(publicKey), en),
  ]);
  return [hex(mk), words.join(" ")];
}

/** The name of the error that a Worker's job failed with. */
export async function failInWorker() {
  try {
    await workers.stretch(new Uint8Array(1), new Uint8Array(15));
  } catch (error) {
    return error instanceof Error ? error.name : "";
  }
  return "none";
}

/**
 * Try `count` slots in a Worker, all spoiled but one; which opened, and how often the page could turn meanwhile.
 * @param {string} record
 * @param {string[]} seeds
 * @param {number} count
 * @param {number} good
 */
export async function openInWorker(record, seeds, count, good) {
  const slots = Array.from({ length: count }, (_, at) => {
    const octets = unhex(record);
    if (at !== good) octets.fill(0, 41, 73);
    return cases.readSlots(octets)[0];
  });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const opener = workers.startOpener();
  const some = /** @type {cases.VisibleSlot[]} */ (slots);
  const [opened, again] = await Promise.all([
    opener.open(seeds.map(unhex), some),
    opener.open(seeds.map(unhex), some.slice(good, good + 1)),
  ]);
  opener.end();
  clearInterval(timer);
  const found = opened.flatMap((one, at) => (one ? [[at, hex(one.caseKey), one.card]] : []));
  return { found, again: again.map((one) => one && hex(one.caseKey)), turns };
}

/** @param {string} deskPk */
export function sealCase(deskPk) {
  const secrets = cases.draw();
  const nobody = { bucket: 2, sealPk: null };
  const slots = [{ bucket: 1, sealPk: unhex(deskPk) }, nobody, nobody];
  const payload = cases.sealCase(secrets, 0, slots, { matter: "bond" }, { names: ["José"] }, { text: "ñ" });
  return [hex(payload), hex(secrets.caseKey)];
}

/** @param {string} payload @param {string} deskSeed */
export function openCase(payload, deskSeed) {
  const fields = OPEN_REQUEST.unpack(unhex(payload));
  const { caseId, lock, card } = fields;
  const slot = {
    visible: 0,
    opened: 0,
    tier: 0,
    caseId,
    seal: fields.slots.slice(2, 1170),
    cardLock: cardLock(lock),
    card,
  };
  const opened = cases.openSlot([unhex(deskSeed)], slot);
  const sheet = cases.openSheet(opened.caseKey, sheetLock(lock), fields.sheet);
  return [opened.card, sheet, cases.openBody(opened.caseKey, bodyLock(lock), fields.body).document];
}
