// Enrolment from a link: a codename, then six words compared by telephone, then the coordinator's approval.

import { NotConnected } from "../peer/errors.js";
import { Responder } from "../peer/responder.js";
import { button, code, field, notice, waiting } from "../shared/components.js";
import { el, phoneLink } from "../shared/dom.js";
import { isEnd } from "./ends.js";
import { advice, showGate } from "./gate.js";

/** @typedef {import("../peer/post.js").Post} Post */

const LOOK_SECONDS = 2;
const ASKED_WORDS = 2;
const NOT_SEEN =
  "She does not see you on her page? Then the link was more than 48 hours old, or somebody else meddled with it: " +
  "ask her for a new one.";

/**
 * Take a newcomer from her link to the approval. What ends the way for good is thrown: `showEnd` says it.
 * @param {HTMLElement} root
 * @param {() => Post} newPost
 * @param {string} link
 * @returns {Promise<Responder>}
 */
export async function enrol(root, newPost, link) {
  const responder = await tried(root, () => {
    showGate(root, "Setting up this device", waiting("Making your keys. They never leave this device."));
    return Responder.start(newPost(), link);
  });
  await showCodename(root, responder);
  await tried(root, () => {
    showGate(root, "Setting up this device", waiting("Telling your coordinator that you are here."));
    return responder.introduce();
  });
  await compareWords(root, responder);
  return responder;
}

/**
 * Do something until it succeeds; what went wrong is shown with a button to try again.
 * @template T
 * @param {HTMLElement} root
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
async function tried(root, action) {
  for (;;) {
    try {
      return await action();
    } catch (failure) {
      if (isEnd(failure)) throw failure;
      await failed(root, failure);
    }
  }
}

/** Resolves when it is to be tried again. @param {HTMLElement} root @param {unknown} failure */
function failed(root, failure) {
  return new Promise((resolve) => {
    const again = button("Try again", () => resolve(null), { look: "primary" });
    const title = failure instanceof NotConnected ? "Not connected" : "This did not work";
    showGate(root, title, el("p", { role: "alert" }, advice(failure)), el("div", { class: "row" }, again));
  });
}

/** @param {HTMLElement} root @param {Responder} responder */
async function showCodename(root, responder) {
  const words = responder.codename();
  for (;;) {
    await writeDown(root, words, responder.digits);
    if (await confirmed(root, words)) return;
  }
}

/** @param {HTMLElement} root @param {readonly string[]} words @param {string} digits */
function writeDown(root, words, digits) {
  return new Promise((resolve) => {
    showGate(
      root,
      "Your codename",
      el("p", { class: "lead" }, "Write these eight words on paper, in this order. They unlock your desk."),
      code(words, { lang: "en", label: "Your codename in words" }),
      el(
        "details",
        {},
        el("summary", {}, "The same codename as digits"),
        code(digits.split(/\s+/), { digits: true, label: "Your codename in digits" }),
      ),
      notice(
        "Nobody can find it for you",
        el("p", {}, "No password, no e-mail: the paper is the only way in. Do not photograph it or put it in a chat."),
      ),
      el(
        "div",
        { class: "row" },
        button("I have written it down", () => resolve(null), { look: "primary" }),
      ),
    );
  });
}

/**
 * Ask for some of the words, to see that they were written down. False to see them again.
 * @param {HTMLElement} root
 * @param {readonly string[]} words
 * @returns {Promise<boolean>}
 */
function confirmed(root, words) {
  const asked = pick(words.length);
  return new Promise((resolve) => {
    const check = () => {
      const wrong = asked.filter((at, n) => !same(fields[n].box.value, words[at]));
      for (const one of fields) one.complain("");
      if (wrong.length === 0) return resolve(true);
      const first = asked.indexOf(wrong[0]);
      fields[first].complain(`This is not word ${wrong[0] + 1} on your paper. Check the paper and the order.`);
    };
    const fields = asked.map((at) => field(`Word ${at + 1}`, { dir: "ltr", enter: check }));
    showGate(
      root,
      "From your paper",
      el("p", {}, "Type these two words of your codename, so that we know the paper is right."),
      ...fields.map((one) => one.whole),
      el(
        "div",
        { class: "row" },
        button("Go on", check, { look: "primary" }),
        button("Show the words again", () => resolve(false)),
      ),
    );
    fields[0].box.focus();
  });
}

/** Which words are asked for, in order. @param {number} count */
function pick(count) {
  /** @type {Set<number>} */
  const chosen = new Set();
  while (chosen.size < ASKED_WORDS) chosen.add(globalThis.crypto.getRandomValues(new Uint8Array(1))[0] % count);
  return [...chosen].sort((a, b) => a - b);
}

/** @param {string} typed @param {string} word */
function same(typed, word) {
  return typed.trim().toLowerCase() === word.toLowerCase();
}

/**
 * The words that two people compare by telephone, until the approval has come. Throws as `enrol`.
 * @param {HTMLElement} root
 * @param {Responder} responder
 */
export async function compareWords(root, responder) {
  showGate(root, "Setting up this device", waiting("Looking for your coordinator's answer."));
  await look(responder);
  if (responder.approved) return;
  showGate(root, "Setting up this device", waiting("Working out the words to compare."));
  const device = await responder.deviceWords();
  const organization = await responder.rootWords();
  const status = el("div", { role: "status", class: "stack" }, el("p", { class: "soft" }, "Waiting for approval."));
  showGate(
    root,
    "Call your coordinator",
    el("p", { class: "lead" }, "Use a telephone number that you know already. ", ...number(responder)),
    el("h2", {}, "You read these six words aloud"),
    code(device, { lang: "en", label: "Your device's six words" }),
    el("p", { class: "say" }, "Say: “My device's words are …”, slowly and in order."),
    el("h2", {}, "Your coordinator reads these six words to you"),
    code(organization, { lang: "en", label: "The organization's six words" }),
    el("p", { class: "soft" }, NOT_SEEN),
    notice(
      "One word differs?",
      el("p", {}, "Then stop, and close this page: someone stands between you and the hotline. Tell your coordinator."),
      { strong: true },
    ),
    status,
  );
  await approval(responder, status);
}

/** @param {Responder} responder @param {HTMLElement} status */
async function approval(responder, status) {
  while (!responder.approved) {
    const failure = await look(responder);
    status.replaceChildren(
      failure === null
        ? el("p", { class: "soft" }, "Waiting for approval. This page goes on by itself.")
        : notice("Not approved yet", el("p", {}, advice(failure)), { strong: true }),
    );
    if (!responder.approved) await new Promise((resolve) => setTimeout(resolve, LOOK_SECONDS * 1000));
  }
}

/** Look for the answer. What stood in the way, or null. @param {Responder} responder @returns {Promise<unknown>} */
async function look(responder) {
  try {
    await responder.tend();
    return null;
  } catch (failure) {
    if (isEnd(failure)) throw failure;
    return failure;
  }
}

/** @param {Responder} responder */
function number(responder) {
  const { phone } = responder.directory.organization;
  return phone === "" ? [] : ["The hotline's is ", phoneLink(phone), "."];
}
