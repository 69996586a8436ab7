// One question, and those that stand beside something else. What is asked, in which words and with which answers is the
// pack's.

import { decimals } from "../../../../crypto/js/digits.js";
import { wording } from "../../../triage/js/interview.js";
import { button, choices, field, ticks } from "../../shared/components.js";
import { el, freshId } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { OWN_NAMES } from "../languages.js";
import { listen } from "../listen.js";
import { dayField } from "./days.js";
import { howFar, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

const MANY = 20; // answers, which go into a list to choose from
const DIGITS = 5; // of a number of days

/** @type {import("../app.js").Screen} */
export function questionScreen(app) {
  const { m, screen } = app;
  const id = screen.split(" ")[1];
  const headingId = freshId();
  const help = `question.${id}.help`;
  const answers = offered(app, id).map((value) => `answer.${id}.${value}`);
  const content = el(
    "div",
    { class: "stack" },
    howFar(app),
    title(asked(app, id), headingId),
    listen(app, [askedKey(app, id), help, ...answers]),
    m.has(help) && el("p", { class: "soft" }, m.t(help)),
    answersFor(app, id, headingId),
    el(
      "div",
      { class: "row otherwise" },
      button(m.t("nav.unknown"), () => answer(app, id, app.pack.notKnown[0])),
      button(m.t("nav.skip"), () => answer(app, id, undefined)),
    ),
  );
  return { content };
}

/** The question in the words that fit her answers so far. @param {App} app @param {string} id */
function asked(app, id) {
  return app.m.t(askedKey(app, id));
}

/** @param {App} app @param {string} id */
function askedKey({ pack, session }, id) {
  const other = wording(pack, session.known(), id);
  return other === null ? `question.${id}` : `question.${id}.${other}`;
}

/** @param {App} app @param {string} id @param {string} headingId */
function answersFor(app, id, headingId) {
  const { kind } = app.pack.questions[id];
  const values = offered(app, id);
  if (kind === "number") return numberChoice(app, id);
  if (kind === "several") return severalChoice(app, id, headingId);
  if (values.length > MANY) return listChoice(app, id, headingId);
  const options = values.map((value) => labelled(app, id, value));
  return choices(options, String(app.session.answers[id] ?? null), (value) => answer(app, id, value), {
    labelledBy: headingId,
  });
}

/** The answers, but for the words for not knowing. @param {App} app @param {string} id */
function offered({ pack }, id) {
  return pack.questions[id].values.filter((value) => !pack.notKnown.includes(value));
}

/** @param {App} app @param {string} id @param {string} value */
function labelled({ m, pack }, id, value) {
  if (pack.questions[id].kind === "tag") return { value, label: OWN_NAMES[value] ?? value, lang: value };
  const own = `answer.${id}.${value}`;
  const { icons } = pack.questions[id];
  return { value, label: m.t(m.has(own) ? own : `answer.${value}`), icon: icon(icons[value]) };
}

/** @param {App} app @param {string} id @param {string} headingId */
function listChoice(app, id, headingId) {
  const { m, session } = app;
  const chosen = String(session.answers[id] ?? "");
  const go = button(m.t("nav.next"), () => app.next(), { look: "primary", disabled: chosen === "" });
  const box = list(app, id, chosen, m.t("nav.choose"), (value) => {
    session.answers[id] = value || undefined;
    go.disabled = value === "";
  });
  box.setAttribute("aria-labelledby", headingId);
  return el("div", { class: "stack" }, box, go);
}

/**
 * A list of all answers, by the alphabet; languages as the pack has them, the page's own first.
 * @param {App} app
 * @param {string} id
 * @param {string} chosen
 * @param {string | null} nothing what stands for no answer, or null where there has to be one
 * @param {(value: string) => void} choose
 */
function list(app, id, chosen, nothing, choose) {
  const { m, pack } = app;
  const all = offered(app, id).map((value) => labelled(app, id, value));
  const isTag = pack.questions[id].kind === "tag";
  if (isTag) all.sort((one, other) => Number(other.value === m.language) - Number(one.value === m.language));
  else all.sort((one, other) => one.label.localeCompare(other.label, m.language));
  const none = nothing === null ? [] : [{ value: "", label: nothing, lang: undefined }];
  const options = [...none, ...all].map(({ value, label, lang }) =>
    el("option", { value, lang, selected: value === chosen }, label),
  );
  const change = (/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return el("select", { class: "field-input", autocomplete: "off", change }, options);
}

/** @param {App} app @param {string} id @param {string} headingId */
function severalChoice(app, id, headingId) {
  const { nothing } = app.pack.questions[id];
  const values = offered(app, id);
  const given = app.session.answers[id];
  const chosen = new Set(Array.isArray(given) ? given : []);
  const keep = () => {
    app.session.answers[id] = chosen.size > 0 ? [...chosen] : undefined;
    go.disabled = chosen.size === 0;
  };
  const tick = (/** @type {string} */ value, /** @type {boolean} */ ticked) => {
    if (ticked) chosen.add(value);
    else chosen.delete(value);
    for (const other of value === nothing ? values : [nothing ?? ""]) {
      if (ticked && other !== value) chosen.delete(other);
    }
    for (const box of boxes.querySelectorAll("input")) box.checked = chosen.has(box.value);
    keep();
  };
  const options = values.map((value) => labelled(app, id, value));
  const boxes = ticks(options, chosen, tick, { labelledBy: headingId });
  const go = button(app.m.t("nav.next"), () => app.next(), { look: "primary", disabled: chosen.size === 0 });
  return el("div", { class: "stack" }, boxes, go);
}

/** A number of days: by the day from which it counts, or about how many. @param {App} app @param {string} id */
function numberChoice(app, id) {
  const { m, session, pack } = app;
  const { since } = pack.questions[id];
  const given = session.answers[id];
  const count = field(m.t("days.count"), {
    value: typeof given === "number" ? String(given) : "",
    inputmode: "numeric",
    input: () => day?.clear(),
  });
  const day = since === null ? null : dayField(app, since, () => (count.box.value = ""));
  count.box.maxLength = DIGITS;
  const keep = () => {
    if (day?.given()) return day.keep() && answer(app, id, day.days());
    const digits = decimals(count.box.value).join("");
    return digits === "" ? count.complain(m.t("days.empty")) : answer(app, id, Number(digits));
  };
  return el("div", { class: "stack" }, day?.whole, count.whole, button(m.t("nav.next"), keep, { look: "primary" }));
}

/**
 * The questions that stand on a screen beside something else, one below the other; an answer is kept as it is chosen.
 * @param {App} app
 * @param {readonly string[]} ids
 */
export function besides(app, ids) {
  return ids.map((id) => {
    const { kind } = app.pack.questions[id];
    if (kind === "tag") app.session.answers[id] ??= app.m.language;
    const keep = (/** @type {string} */ value) => {
      app.session.answers[id] = value || undefined;
    };
    const fieldId = freshId();
    const box = list(
      app,
      id,
      String(app.session.answers[id] ?? ""),
      kind === "tag" ? null : app.m.t("nav.choose"),
      keep,
    );
    box.id = fieldId;
    const help = `question.${id}.help`;
    return el(
      "div",
      { class: "field" },
      el("label", { class: "field-label", for: fieldId }, asked(app, id)),
      app.m.has(help) && el("p", { class: "field-hint" }, app.m.t(help)),
      box,
    );
  });
}

/** @param {App} app @param {string} id @param {string | number | undefined} value */
function answer(app, id, value) {
  const several = app.pack.questions[id].kind === "several";
  app.session.answers[id] = value !== undefined && several ? [value] : value;
  app.next();
}
