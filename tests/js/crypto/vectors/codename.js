// Codenames. What JavaScript does with crypto/vectors/codename.json.

import * as codename from "../../../../crypto/js/codename.js";
import { attempt, outcome, same, unhex } from "../kit.js";

/** @type {Record<string, import("../suites.js").Check>} */
export const checks = {
  spell(one, _file, lists) {
    const [ten, site] = [unhex(one.ten), unhex(one.site)];
    for (const [tag, list] of Object.entries(lists)) same(codename.toWords(ten, site, list).join(" "), one.words[tag]);
    same(codename.toDigits(ten, site), one.digits);
  },
  read(one, _file, lists) {
    const some = one.lists.map((/** @type {string} */ tag) => lists[tag]);
    same(
      attempt(one.error, () => codename.read(one.typed, unhex(one.site), some)),
      one.ten,
    );
  },
  strange_word(one, _file, lists) {
    const some = one.lists.map((/** @type {string} */ tag) => lists[tag]);
    same(codename.strangeWord(one.typed, some), one.word);
  },
  async master_key(one) {
    const made = await outcome(codename.masterKey(unhex(one.ten), unhex(one.site)));
    same(attempt(one.error, made), one.mk);
  },
  async words(one, _file, lists) {
    const words = await codename.words(unhex(one.public), lists[one.list] ?? []);
    same(words.join(" "), one.words);
  },
};
