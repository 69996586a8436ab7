// Newcomers to approve, members, and links to give out.

import { moment } from "../desk/times.js";
import { ask, button, code, field, notice, rest, ticks } from "../shared/components.js";
import { el, freshId } from "../shared/dom.js";

/** @typedef {import("./office.js").Office} Office */
/** @typedef {import("../peer/coordinator.js").Newcomer} Newcomer */

const SECONDS_OF_AN_HOUR = 3600;
/** In place of whom something is done with, while a link is made. */
export const INVITE = "invite";

/** @param {Office} office @param {Newcomer} one */
export function newcomer(office, one) {
  const until = moment(one.until * SECONDS_OF_AN_HOUR, office.now());
  const approve = button("Approve…", () => void approved(office, one), { look: "primary" });
  const refuse = button("Refuse…", () => void refused(office, one));
  for (const decision of [approve, refuse]) rest(decision, office.doing.has(one.id));
  return el(
    "li",
    { class: "person" },
    el("p", {}, el("strong", {}, roleName(one.role)), ` for ${deskNames(office, one.desks)}.`),
    el("p", {}, "She reads to you:"),
    code(one.words, { lang: "en", label: "The newcomer's six words" }),
    el("p", { class: "soft small" }, `The link lapses ${until}. `, idOf(one.id)),
    el("div", { class: "row" }, approve, refuse),
    office.doing.has(one.id) && el("p", { role: "status" }, office.doing.get(one.id)),
  );
}

/** @param {Office} office @param {Newcomer} one */
async function approved(office, one) {
  const go = await ask({
    title: "Did she read exactly these words?",
    content: [
      code(one.words, { lang: "en", label: "The newcomer's six words" }),
      el(
        "p",
        {},
        "By telephone or face to face, and you know her voice. Approved, she can open every case of her desks.",
      ),
      el("p", {}, "The hotline knows no names. Note who she is: ", idOf(one.id)),
    ],
    confirm: "Yes, approve",
    cancel: "Not yet",
  });
  if (go && !office.ended)
    await office.ask(one.id, "Approving: keys are being sent.", () => office.coordinator.approve(one.id));
}

/** @param {Office} office @param {Newcomer} one */
async function refused(office, one) {
  const go = await ask({
    title: "Refuse this newcomer?",
    content: el(
      "p",
      {},
      "She gets no keys, her device is told, and her link is dead for good. " +
        "If it was not who you invited, send a new link by another way.",
    ),
    confirm: "Refuse",
    cancel: "Go back",
  });
  if (go && !office.ended)
    await office.ask(one.id, "Refusing: her device is told.", () => office.coordinator.refuse(one.id));
}

/** By what the coordinator's own notes tell her. @param {string} id */
function idOf(id) {
  return el("span", {}, "Her id is ", el("bdi", { class: "person-id", dir: "ltr" }, id), ".");
}

/** The organization's words, which the coordinator reads aloud. @param {Office} office */
export function ownWords(office) {
  if (office.rootWords.length === 0) return el("p", { class: "soft" }, "Working out the words to read…");
  return el(
    "div",
    { class: "stack" },
    el("p", {}, "You read these to every newcomer:"),
    code(office.rootWords, { lang: "en", label: "The organization's six words" }),
  );
}

/** @param {Office} office */
export function memberList(office) {
  const members = [...office.coordinator.members];
  if (members.length === 0) return el("p", { class: "soft" }, "Nobody is approved by you yet.");
  const items = members.map(([id, member], at) => {
    const revoke = button("Revoke…", () => void revoked(office, id, at + 1));
    rest(revoke, office.doing.has(id));
    const who = el("p", {}, el("strong", {}, `Member ${at + 1}, ${roleName(member.role).toLowerCase()}`));
    const desks = el("p", { class: "soft small" }, `${deskNames(office, member.desks)}. `, idOf(id));
    const doing = office.doing.has(id) && el("p", { role: "status" }, office.doing.get(id));
    return el("li", { class: "person" }, who, desks, el("div", { class: "row" }, revoke), doing);
  });
  return el("ul", { class: "people" }, items);
}

/** @param {Office} office @param {string} id @param {number} number */
async function revoked(office, id, number) {
  const go = await ask({
    title: `Revoke member ${number}?`,
    content: el("p", {}, "At once she can read no new case and claim nothing. All others get new keys by themselves."),
    confirm: "Revoke now",
    cancel: "Go back",
  });
  if (go && !office.ended)
    await office.ask(id, "Revoking: all others get new keys.", () => office.coordinator.revoke(id));
}

/**
 * Making a link. What was ticked stays while the page looks again.
 * @param {Office} office
 */
export function invitation(office) {
  const [roleId, desksId] = [freshId(), freshId()];
  /** @type {Set<string>} */
  const desks = new Set(office.coordinator.directory?.desks.map(({ id }) => id));
  const result = el("div", { class: "stack", role: "status" });
  const role = el(
    "select",
    { id: roleId, class: "field-input" },
    el("option", { value: "responder" }, "Responder"),
    el("option", { value: "coordinator" }, "Coordinator"),
  );
  const options = (office.coordinator.directory?.desks ?? []).map(({ id, label }) => ({ value: id, label }));
  const make = async () => {
    if (desks.size === 0) return result.replaceChildren(el("p", { class: "field-wrong" }, "Choose a desk at least."));
    rest(go, true);
    result.replaceChildren(el("p", { class: "soft" }, "Making the link."));
    const chosen = [...desks];
    const link = await office.ask(INVITE, "Making the link.", () =>
      office.coordinator.invite(kindOf(role.value), chosen),
    );
    rest(go, false);
    result.replaceChildren(...(link === null ? [] : [linkBox(link)]));
  };
  const go = button("Make a link", () => void make(), { look: "primary" });
  const tick = (/** @type {string} */ id, /** @type {boolean} */ on) => (on ? desks.add(id) : desks.delete(id));
  return el(
    "div",
    { class: "stack" },
    el("div", { class: "field" }, el("label", { class: "field-label", for: roleId }, "As"), role),
    el("p", { id: desksId, class: "field-label" }, "For these desks"),
    ticks(options, desks, tick, { labelledBy: desksId }),
    el("div", { class: "row" }, go),
    result,
  );
}

/** @param {string} link */
function linkBox(link) {
  const shown = field("The link", {
    rows: 3,
    dir: "ltr",
    value: link,
    hint: "For one person, once, within 48 hours. Send it by a way that only she reads.",
  });
  shown.box.readOnly = true;
  shown.box.classList.add("link-box");
  const said = el("p", { role: "status", class: "soft" });
  const copy = async () => {
    shown.box.select();
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "It is selected: copy it with your keyboard.";
    }
  };
  return notice("A new link", [
    shown.whole,
    el(
      "div",
      { class: "row" },
      button("Copy", () => void copy()),
    ),
    said,
  ]);
}

/** @param {string} value @returns {"responder" | "coordinator"} */
function kindOf(value) {
  return value === "coordinator" ? "coordinator" : "responder";
}

/** @param {string} role */
function roleName(role) {
  return role === "coordinator" ? "Coordinator" : "Responder";
}

/** @param {Office} office @param {readonly string[]} ids */
function deskNames({ coordinator }, ids) {
  const labels = new Map(coordinator.directory?.desks.map(({ id, label }) => [id, label]));
  return ids.map((id) => labels.get(id) ?? id).join(", ") || "no desk";
}
