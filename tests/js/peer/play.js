// Peers for tests in Python, one after another: told what to do line by line, and killed at a request of the test's choice.
//
//     in   { "make": "Caller.start" | "call": "reply", "args": […], "show": ["digits", …], "die": 3 }
//          { "watch": true } for the buckets of the first frame of news
//     out  { "result": …, "show": { … } } or { "error": name } or { "killed": true }
//
// `make` gives the one peer that later lines call; with `call` beside it, that is called at once, without arguments. Its
// arguments follow the post. Bytes are { "$": hex }. A peer dies once the answer to the request of that number has come:
// it never gets it, and goes no step further. The next peer has a post of its own and nothing of what this one knew.

import process from "node:process";
import { createInterface } from "node:readline";
import { Caller } from "../../../hotline/web/peer/caller.js";
import { Coordinator } from "../../../hotline/web/peer/coordinator.js";
import { Post } from "../../../hotline/web/peer/post.js";
import { Responder } from "../../../hotline/web/peer/responder.js";
import { hex, unhex } from "../crypto/kit.js";
import "./stretchOnce.js";

const [url = "", aheadSeconds = "0"] = process.argv.slice(2);

class FusedPost extends Post {
  at = 0;
  count = 0;

  /**
   * @override
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {Uint8Array} body
   */
  async carry(method, path, body) {
    this.count += 1;
    const number = this.count;
    if (this.at && number > this.at) return forever;
    const answer = await super.carry(method, path, body);
    if (number !== this.at) return answer;
    died();
    return forever;
  }
}

/** @type {Promise<never>} */
const forever = new Promise(() => {});
let died = () => {};
let post = freshPost();
/** @type {Record<string, any>} */
const classes = { Caller, Coordinator, Responder };
/** @type {any} */
let peer = null;

function freshPost() {
  return new FusedPost(
    url,
    () => "",
    () => Date.now() / 1000 + Number(aheadSeconds),
  );
}

/** @param {any} value @returns {any} */
function decode(value) {
  return typeof value === "object" && value !== null && "$" in value ? unhex(value.$) : value;
}

/** @param {any} value @returns {any} */
function encode(value) {
  if (value instanceof Uint8Array) return { $: hex(value) };
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([name, one]) => [name, encode(one)]));
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value ?? null;
  return shown(value);
}

/** What tests ask of an entry, a case that waits or is held, a newcomer, a document. @param {any} value */
function shown(value) {
  const kind = value.constructor.name;
  if (kind === "Entry") {
    return { n: value.n, mine: value.mine, kind: value.kind, text: value.text, desk: value.document.desk ?? null };
  }
  if (kind === "Waiting") return { caseId: value.caseId, card: value.card, urgency: value.urgency };
  if (kind === "HeldCase") {
    const { stage, claims, sheet, body, term, renewDue } = value;
    return { stage, claims, sheet, body, term, renewDue, thread: encode(value.thread?.all() ?? []) };
  }
  if (kind === "Object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, encode(one)]));
  return kind;
}

/** @param {string} path */
async function look(path) {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce((one, name) => one?.[name], peer);
  const value = owner?.[last];
  return encode(typeof value === "function" ? await value.call(owner) : value);
}

/** The buckets of the first frame that is news to this responder. */
async function firstNews() {
  for await (const frame of peer.watch()) {
    if (peer.news(frame) && frame.buckets.size > 0) return [...frame.buckets];
  }
  return null;
}

/** @param {any} line */
async function obey({ make, call, watch, args = [], show = [], die }) {
  if (make) post = freshPost();
  [post.at, post.count] = [die ?? 0, 0];
  let result = null;
  if (make) {
    const [type, how] = make.split(".");
    peer = await classes[type][how](post, ...args.map(decode));
  }
  if (call) result = encode(await peer[call](...(make ? [] : args).map(decode)));
  else if (watch) result = await firstNews();
  post.at = 0;
  const seen = Object.fromEntries(
    await Promise.all(show.map(async (/** @type {string} */ one) => [one, await look(one)])),
  );
  return { result, show: seen };
}

/** @param {string} line @returns {Promise<unknown>} */
function answer(line) {
  return new Promise((resolve) => {
    died = () => resolve({ killed: true });
    obey(JSON.parse(line)).then(resolve, (error) => {
      resolve({ error: error instanceof Error ? error.name : String(error), text: String(error) });
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
peer?.end();
process.exit(0);
