// What JavaScript does with each group of cases in crypto/vectors, in Node and in a page. Python's side is
// tests/crypto/vectors; both are checked to read every file and every group.

import { checks as attachments } from "./vectors/attachments.js";
import { checks as cases } from "./vectors/case.js";
import { checks as codename } from "./vectors/codename.js";
import { checks as conversation } from "./vectors/conversation.js";
import { checks as directory } from "./vectors/directory.js";
import { checks as hashing } from "./vectors/hashing.js";
import { checks as published } from "./vectors/published.js";
import { checks as sealing } from "./vectors/sealing.js";
import { checks as signing } from "./vectors/signing.js";
import { checks as stamp } from "./vectors/stamp.js";
import { checks as stretching } from "./vectors/stretching.js";
import { checks as vault } from "./vectors/vault.js";
import { checks as wire } from "./vectors/wire.js";

/**
 * One case, the file it stands in, and the word lists by language.
 * @typedef {(one: any, file: any, lists: Record<string, string[]>) => void | Promise<void>} Check
 */

/** @type {Record<string, Record<string, Check>>} */
export const suites = {
  hashing,
  stretching,
  sealing,
  signing,
  stamp,
  codename,
  directory,
  case: cases,
  conversation,
  vault,
  attachments,
  wire,
  published,
};

/**
 * Run every group of one file. Throws at the first case that fails, naming it.
 * @param {string} name
 * @param {any} file
 * @param {Record<string, string[]>} lists
 */
export async function runFile(name, file, lists) {
  for (const [group, check] of Object.entries(suites[name] ?? {})) {
    for (const [at, one] of file[group].entries()) {
      try {
        await check(one, file, lists);
      } catch (error) {
        throw new Error(`${name}.json, ${group}[${at}] ${one.note ?? ""}: ${error}`);
      }
    }
  }
}
