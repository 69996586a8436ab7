// The caller's page: begins, and shows one screen after another in the one document, under the one address and title.

import { el } from "../shared/dom.js";
import { chooseLanguage, loadMessages } from "../shared/i18n.js";
import { App } from "./app.js";
import { guard } from "./exit.js";
import { frame } from "./frame.js";
import { QUESTIONS } from "./journey.js";
import { codeScreen, lostScreen } from "./screens/code.js";
import { codenameScreen, confirmScreen } from "./screens/codename.js";
import { consentScreen } from "./screens/consent.js";
import { firstScreen } from "./screens/first.js";
import { nextScreen } from "./screens/next.js";
import { questionScreen } from "./screens/question.js";
import { rightsScreen } from "./screens/rights.js";
import { safetyScreen } from "./screens/safety.js";
import { sendScreen, urgentScreen } from "./screens/send.js";
import { erasedScreen, talkScreen } from "./screens/talk.js";
import { callbackScreen, namesScreen, wordsScreen } from "./screens/telling.js";

/** @typedef {import("./app.js").Screen} Screen */

/** @type {Record<string, Screen>} */
const SCREENS = {
  first: firstScreen,
  rights: rightsScreen,
  code: codeScreen,
  lost: lostScreen,
  consent: consentScreen,
  names: namesScreen,
  words: wordsScreen,
  callback: callbackScreen,
  codename: codenameScreen,
  confirm: confirmScreen,
  send: sendScreen,
  urgent: urgentScreen,
  next: nextScreen,
  talk: talkScreen,
  erased: erasedScreen,
  ...Object.fromEntries(QUESTIONS.map((id) => [id, questionScreen])),
  ...Object.fromEntries(["officers", "held", "dates", "monitored", "shared", "lines"].map((id) => [id, safetyScreen])),
};

/** @param {string} name */
function given(name) {
  return document.querySelector(`meta[name="hotline-${name}"]`)?.getAttribute("content") ?? "";
}

/** What this page says: texts of its own, and those of the pack. */
function domains() {
  return ["caller", given("pack")];
}

/** @param {App} app */
function draw(app) {
  app.m.machine = false;
  app.view = SCREENS[app.screen](app);
  document.documentElement.lang = app.m.language;
  document.documentElement.dir = app.m.direction;
  frame(app, changeLanguage, wipe);
}

/** @type {App | undefined} */
let visit;

function wipe() {
  visit?.wipe();
  visit = undefined;
}

/** @type {Map<string, Promise<import("../shared/i18n.js").Messages>>} */
const texts = new Map();

/** The texts of a language, asked for once; once more when they did not come. @param {string} language */
function textsIn(language) {
  const asked = texts.get(language) ?? loadMessages(domains(), language);
  texts.set(language, asked);
  asked.catch(() => texts.delete(language));
  return asked;
}

/** @param {string} language */
async function changeLanguage(language) {
  const messages = await textsIn(language).catch(() => visit?.m);
  if (visit === undefined || messages === undefined) return;
  visit.m = messages;
  visit.draw();
}

async function begin() {
  guard(wipe);
  const languages = given("languages").split(" ");
  const messages = await textsIn(chooseLanguage(navigator.languages, languages));
  const rootPk = Uint8Array.from(given("root").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [organization, phone, fingerprint] = ["organization", "phone", "fingerprint"].map(given);
  document.body.replaceChildren(el("div", { id: "page" }));
  visit = new App({ organization, phone, fingerprint, rootPk, languages }, messages, draw);
  visit.draw();
  for (const language of languages) textsIn(language).catch(() => null); // before anyone chooses: her network sees no choice
}

begin();
