// The responder's desk from start to lock: enrolment or codename, then the board.

import { Post } from "../peer/post.js";
import { Responder } from "../peer/responder.js";
import { el } from "../shared/dom.js";
import { hashOf } from "../shared/listed.js";
import { Board } from "./board.js";
import { isEnd, showEnd } from "./ends.js";
import { compareWords, enrol } from "./enrol.js";
import { told } from "./gate.js";
import { empty, open, seal } from "./keep.js";
import { PracticePeer } from "./practice.js";
import { loadRules, NO_RULES } from "./rules.js";
import { Session } from "./session.js";
import { askCodename } from "./unlock.js";

/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */
/** @typedef {import("./rules.js").Rules} Rules */

const root = /** @type {HTMLElement} */ (document.getElementById("page"));
const LOCKED = "The desk is locked. New cases are not announced here until you unlock it.";
const LOCKED_WITH_DRAFT =
  "The desk is locked, and announces no new cases. What you were writing is still here, sealed with your codename.";
const NEW_HERE = "New here? Open the link that your coordinator sent you, on the device that you will use.";

/** What outlives a lock. @type {Uint8Array | null} */
let boxed = null;
/** Whether words of hers are in it. */
let draftsKept = false;
/** @type {Session | null} */
let session = null;

/** The secret part of a link, taken out of the address bar at once. */
function takeLink() {
  const secret = location.hash.slice(1);
  if (secret === "") return null;
  history.replaceState(null, "", location.pathname);
  return `${location.origin}/desk#${secret}`;
}

function newPost() {
  return new Post(location.origin, hashOf);
}

/** @param {string} typed */
function unlock(typed) {
  return Responder.unlock(newPost(), typed, rootKey());
}

/** The organization's key as the page has it; a vault names its own. */
function rootKey() {
  const octets = told("root").match(/../g) ?? [];
  return octets.length === 32 ? Uint8Array.from(octets, (octet) => Number.parseInt(octet, 16)) : null;
}

/** @param {string} [said] */
async function ask(said) {
  const more = el("p", { class: "soft" }, NEW_HERE);
  const responder = await askCodename(root, { title: "Unlock the desk", said, more, open: unlock });
  await enter(async () => {
    if (!responder.approved) await compareWords(root, responder);
    return responder;
  });
}

/** Go to the desk of whoever comes this way, or say why there is none. @param {() => Promise<Responder>} way */
async function enter(way) {
  try {
    const responder = await way();
    const rules = await loadRules(responder.post, responder.directory).catch(() => NO_RULES); // a desk works without
    show(responder, rules);
  } catch (failure) {
    if (!isEnd(failure)) throw failure;
    await showEnd(root, failure);
    await ask();
  }
}

/** @param {Responder} responder @param {Rules} rules */
function show(responder, rules) {
  const { key } = responder.state.shelf.keys;
  const opened = new Session(responder, open(key, boxed), rules);
  [session, boxed, draftsKept] = [opened, null, false];
  const locked = () => {
    const { trouble } = opened;
    draftsKept = !isEnd(trouble) && opened.unsaved();
    boxed = isEnd(trouble) ? null : seal(key, opened.kept);
    opened.end();
    session = null;
    if (isEnd(trouble)) void showEnd(root, trouble).then(() => ask());
    else void ask(draftsKept ? LOCKED_WITH_DRAFT : LOCKED);
  };
  const hasPractice = (rules.pack?.practice ?? null) !== null;
  const board = new Board(root, opened, { locked, practise: hasPractice ? () => practise(opened, board) : undefined });
  board.show();
  opened.start();
}

/** Go to a made-up case, and from there back to the desk, which goes on meanwhile. @param {Session} real @param {Board} board */
function practise(real, board) {
  board.hide();
  const peer = new PracticePeer(real.responder.directory, /** @type {Pack} */ (real.rules.pack), () => real.now());
  const practice = new Session(peer, empty(), real.rules);
  const waiting = () => real.queue().length;
  const leave = () => {
    practice.end();
    board.show();
  };
  const locked = () => {
    practice.end();
    board.lock();
  };
  new Board(root, practice, { locked, practice: { leave, waiting } }).show();
  practice.start();
}

/** @param {string} link */
function begin(link) {
  return enter(() => enrol(root, newPost, link));
}

// A file that is dropped beside its box would otherwise take the place of the desk.
for (const drag of /** @type {const} */ (["dragover", "drop"]))
  addEventListener(drag, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
addEventListener("beforeunload", (event) => {
  if (session?.unsaved() || draftsKept) event.preventDefault();
});
addEventListener("pagehide", () => {
  session?.end();
  root.replaceChildren();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
addEventListener("hashchange", () => {
  const link = takeLink();
  if (link !== null && session === null) void begin(link);
});

const link = takeLink();
void (link === null ? ask() : begin(link));
