// What was said in a case, and what became of it.

import { bubble } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { following, setText } from "./list.js";
import { shortened } from "./long.js";

/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("../peer/thread.js").Entry} Entry */

export const UNSENT = "Not sent yet";

/** @type {Readonly<Record<string, string>>} */
const EVENTS = {
  hello: "The caller was told that a volunteer reads this.",
  closing: "You closed the case.",
  lost: "A message was lost on the way. Ask the caller to say it again.",
  another: "Another volunteer came before.",
  opening: "The case was opened.",
};

/** The messages of a case, as a list that follows them. */
export function thread() {
  const list = el("ul", { class: "bubbles", "aria-label": "Messages", "aria-live": "polite" });
  const show = following(list, keyOf, (/** @type {Shown} */ { entry, text, state }) => {
    const element = said(entry, text, state);
    const place = element.querySelector(".bubble-state");
    const update = (/** @type {Shown} */ now) => place !== null && setText(place, now.state);
    return { element, update };
  });
  const none = el("p", { class: "soft" }, "No messages yet beyond what came with the case. Answer below.");
  const update = (/** @type {HeldCase} */ held) => {
    const entries = held.thread?.all() ?? [];
    show(joined(entries).map(({ entry, text }) => ({ entry, text, state: stateOf(held, entry) })));
    none.hidden = entries.some((entry) => entry.kind === "text");
  };
  return { list: el("div", { class: "stack" }, list, none), update };
}

/** @typedef {{ entry: Entry, text: string, state: string }} Shown */

/** An event shows its state only while it is not sent. @param {Shown} shown */
function keyOf({ entry, text, state }) {
  return `${entry.n} ${text.length} ${entry.kind !== "text" && state === UNSENT}`;
}

/**
 * What is said, with the parts of a long text put together again. A part names the last of its entries.
 * @param {readonly Entry[]} entries
 */
function joined(entries) {
  /** @type {{ entry: Entry, text: string }[]} */
  const whole = [];
  for (const entry of entries) {
    const last = whole.at(-1);
    const goesOn = last?.entry.kind === "text" && last.entry.document.more === true && entry.kind === "text";
    if (last !== undefined && goesOn && last.entry.mine === entry.mine) {
      whole[whole.length - 1] = { entry, text: last.text + entry.text };
    } else whole.push({ entry, text: entry.text });
  }
  return whole;
}

/** @param {HeldCase} held @param {Entry} entry */
function stateOf(held, entry) {
  if (!entry.mine) return "";
  const waiting = held.thread?.conversation.outbox.find((one) => one.n === entry.n);
  if (waiting === undefined) return "Read";
  return waiting.sent ? "Sent" : UNSENT;
}

/** @param {Entry} entry @param {string} text @param {string} state */
function said(entry, text, state) {
  if (entry.kind !== "text") {
    const pending = state === UNSENT ? state : "";
    return bubble({ text: eventOf(entry), kind: "event", state: pending });
  }
  const [author, kind] = entry.mine
    ? ["You", /** @type {const} */ ("mine")]
    : ["Caller", /** @type {const} */ ("theirs")];
  const made = bubble({ author, text, kind, state });
  const words = made.querySelector(".bubble-text");
  const more = words instanceof HTMLElement ? shortened(words) : null;
  if (more !== null) words?.after(more);
  return made;
}

/** @param {Entry} entry */
function eventOf({ kind, mine, text, document }) {
  if (kind === "notice" && document.reason === "lost" && !mine)
    return "A message of yours was lost on the way. Say it again.";
  if (kind === "notice") return "The other side was told what happened here.";
  const closing = kind === "closing" && text !== "" ? ` ${text}` : "";
  return (EVENTS[kind] ?? "Something happened.") + closing;
}
