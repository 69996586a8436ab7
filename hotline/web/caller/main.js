// The caller's page: begins, and shows one screen after another in the one document, under the one address and title.

import { el } from "../shared/dom.js";
import { chooseLanguage } from "../shared/i18n.js";
import { fetchListed } from "../shared/listed.js";
import { fetchTexts, messagesIn } from "../shared/texts.js";
import { App } from "./app.js";
import { guard } from "./exit.js";
import { frame } from "./frame.js";
import { hush } from "./listen.js";
import { codeScreen, lostScreen } from "./screens/code.js";
import { codenameScreen, confirmScreen } from "./screens/codename.js";
import { consentScreen } from "./screens/consent.js";
import { daysScreen } from "./screens/days.js";
import { firstScreen, waitingScreen } from "./screens/first.js";
import { nextScreen } from "./screens/next.js";
import { questionScreen } from "./screens/question.js";
import { rightsScreen } from "./screens/rights.js";
import { linesScreen, safetyScreen } from "./screens/safety.js";
import { sendScreen, urgentScreen } from "./screens/send.js";
import { erasedScreen, goneScreen, talkScreen } from "./screens/talk.js";
import { callbackScreen, namesScreen, wordsScreen } from "./screens/telling.js";

/** @typedef {import("./app.js").Screen} Screen */
/** @typedef {import("../shared/texts.js").Bundle} Bundle */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */

/** By the first word of a screen's name: what follows it says which question or text. @type {Record<string, Screen>} */
const SCREENS = {
  first: firstScreen,
  waiting: waitingScreen,
  rights: rightsScreen,
  code: codeScreen,
  lost: lostScreen,
  question: questionScreen,
  safety: safetyScreen,
  lines: linesScreen,
  days: daysScreen,
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
  gone: goneScreen,
};

const AGAIN_MS = 3000;

/** @param {string} name */
function given(name) {
  return document.querySelector(`meta[name="hotline-${name}"]`)?.getAttribute("content") ?? "";
}

/** @param {App} app */
function draw(app) {
  hush();
  app.m.machine = false;
  app.view = SCREENS[app.screen.split(" ")[0]](app);
  document.documentElement.lang = app.m.language;
  document.documentElement.dir = app.m.direction;
  frame(app, changeLanguage, wipe);
}

/** @type {App | undefined} */
let visit;

/** What has come of the texts. @type {Bundle[]} */
const texts = [];

function wipe() {
  hush();
  visit?.wipe();
  visit = undefined;
}

/** @param {string} language */
function changeLanguage(language) {
  if (visit === undefined) return;
  visit.m = messagesIn(texts, language);
  visit.draw();
}

/**
 * Again and again until it comes.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
function surely(load) {
  return load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return surely(load);
  });
}

/** @param {string} id @returns {Promise<Pack>} */
async function fetchPack(id) {
  const url = new URL(`../built/packs/${id}.json`, import.meta.url);
  const answer = await fetchListed(url);
  if (!answer.ok) throw new Error("the pack is not there");
  return answer.json();
}

async function begin() {
  guard(wipe);
  const languages = given("languages").split(" ");
  texts.push(await surely(() => fetchTexts("first"))); // alone: what comes later is not to hold up the first screen
  const [rest, pack] = [surely(() => fetchTexts(given("pack"))), surely(() => fetchPack(given("pack")))];
  const messages = messagesIn(texts, chooseLanguage(navigator.languages, languages));
  const rootPk = Uint8Array.from(given("root").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [organization, phone, fingerprint] = ["organization", "phone", "fingerprint"].map(given);
  document.body.replaceChildren(el("div", { id: "page" }));
  visit = new App({ organization, phone, fingerprint, rootPk, languages }, messages, pack, draw);
  visit.draw();
  const others = await rest;
  texts.push(others);
  const known = await pack;
  if (visit === undefined) return;
  visit.m = messagesIn(texts, visit.m.language);
  visit.ready(known, others.recordings ?? {});
}

begin();
