// Between claim and story: the names on the sheet against the list on this device.

import { ask, button, notice, rest, waiting } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { cardFacts } from "./card.js";
import { deadlineSection } from "./deadlineList.js";
import * as labels from "./labels.js";

/** @typedef {import("../peer/conflict.js").Hit} Hit */
/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("./case.js").Desk} Desk */
/** @typedef {import("./case.js").View} View */
/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {{ role?: unknown, name?: unknown }} Named */

const HITS_SHOWN = 50;
const AT_ONCE = 50;

/**
 * The conflict check of a claimed case. With a list loaded, the story opens only once the comparison has ended.
 * @param {Desk} desk
 * @param {string} name
 * @param {HeldCase} held
 * @param {readonly Child[]} head
 * @returns {View}
 */
export function conflictStep(desk, name, held, head) {
  const { session } = desk;
  const [named, deadlines] = [namesOf(held), deadlineSection(session, held.card)];
  const result = el("div", { class: "stack", role: "status" });
  /** @type {readonly Hit[] | null} */
  let hits = null;
  /** @type {readonly string[] | null} */
  let checked = null;
  const accept = button("Accept and open the story", () => void accepted(session, name, hits ?? []), {
    look: "primary",
    id: "accept",
  });
  const putBack = button("Put back", () => void session.putBack(name), { id: "put-back" });
  const check = async (/** @type {readonly string[]} */ clients) => {
    [checked, hits] = [clients, null];
    result.replaceChildren(waiting("Comparing with your list…"));
    const found = await compare(session, name, clients, () => checked === clients && !session.ended);
    if (found === null) return;
    hits = found;
    result.replaceChildren(...verdict(desk, named, found));
    update();
  };
  const update = () => {
    deadlines.update();
    if (checked !== session.kept.clients) void check(session.kept.clients);
    rest(putBack, session.doing.has(name));
    rest(accept, session.doing.has(name) || hits === null);
    const sure = hits?.some((hit) => hit.sure) ?? false;
    accept.classList.toggle("button-primary", !sure);
    putBack.classList.toggle("button-primary", sure);
  };
  const content = [
    ...head,
    el("h3", {}, "Before the story: do you know anyone here?"),
    names(held, named),
    result,
    el("div", { class: "row" }, accept, putBack),
    el(
      "details",
      {},
      el("summary", {}, "The card"),
      el("div", { class: "stack" }, cardFacts(session.rules.names, held.card), deadlines.whole),
    ),
  ];
  return { content, update };
}

/**
 * Compare in small steps, so that the page stays quick with a long list. Null when it is no longer wanted.
 * @param {Session} session
 * @param {string} name
 * @param {readonly string[]} clients
 * @param {() => boolean} wanted
 * @returns {Promise<readonly Hit[] | null>}
 */
async function compare(session, name, clients, wanted) {
  const hits = [];
  for (let at = 0; at < clients.length; at += AT_ONCE) {
    if (!wanted() || session.heldCase(name) === undefined) return null;
    hits.push(...session.responder.conflicts(name, clients.slice(at, at + AT_ONCE)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return wanted() ? hits : null;
}

/** @param {Session} session @param {string} name @param {readonly Hit[]} hits */
async function accepted(session, name, hits) {
  const go =
    !hits.some((hit) => hit.sure) ||
    (await ask({
      title: "Open it although a name is on your list?",
      content: el("p", {}, "Once the story is open, you know it. Accept only if this is not the person you represent."),
      confirm: "Accept all the same",
      cancel: "Go back",
    }));
  if (go && !session.ended) await session.accept(name);
}

/** @param {HeldCase} held @returns {readonly Named[]} */
function namesOf(held) {
  const named = Array.isArray(held.sheet.names) ? held.sheet.names : [];
  return named.filter((/** @type {Named} */ one) => typeof one?.name === "string" && one.name.trim() !== "");
}

/** @param {HeldCase} held @param {readonly Named[]} named */
function names(held, named) {
  if (held.sheet.unreadable === true)
    return notice("The names cannot be opened", el("p", {}, "Go on knowingly, or put it back."), { strong: true });
  if (named.length === 0) {
    const text = "You learn who this is only from the story. Accept knowingly, or put it back for someone else.";
    return notice("No names on the sheet", el("p", {}, text), { strong: true });
  }
  const items = named.map((one) =>
    el("li", {}, el("bdi", { class: "name" }, String(one.name)), el("span", { class: "soft" }, labels.role(one.role))),
  );
  return el("ul", { class: "names", "aria-label": "Names on the sheet" }, items);
}

/** @param {Desk} desk @param {readonly Named[]} named @param {readonly Hit[]} hits @returns {Node[]} */
function verdict(desk, named, hits) {
  if (named.length === 0) return [];
  if (desk.session.kept.clients.length === 0) return [noList(desk)];
  if (hits.length === 0) {
    const text = `None of these names is like any of the ${desk.session.kept.clients.length} on your list. Look at them yourself too.`;
    return [notice("No conflict found", el("p", {}, text))];
  }
  const [sure, near] = [hits.filter((hit) => hit.sure), hits.filter((hit) => !hit.sure)];
  return [
    ...(sure.length > 0 ? [found("Certain: on your list", sure, true)] : []),
    ...(near.length > 0 ? [found("Possible: looks alike", near, false)] : []),
  ];
}

/** @param {string} title @param {readonly Hit[]} hits @param {boolean} strong */
function found(title, hits, strong) {
  const items = hits
    .slice(0, HITS_SHOWN)
    .map(({ name, client, sure }) =>
      el(
        "li",
        {},
        el("bdi", { class: "name" }, name),
        sure ? " is there as " : " is like ",
        el("bdi", {}, client),
        ".",
      ),
    );
  const more = hits.length > HITS_SHOWN && el("p", {}, `And ${hits.length - HITS_SHOWN} more.`);
  return notice(title, [el("ul", {}, items), more], { strong });
}

/** @param {Desk} desk */
function noList({ loadClients }) {
  const text = "Compare the names with your clients yourself, or load your list: it stays on this device.";
  return notice("No client list loaded", [
    el("p", {}, text),
    el("div", { class: "row" }, button("Load my client list", loadClients)),
  ]);
}
