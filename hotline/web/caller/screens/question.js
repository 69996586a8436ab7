// One question. What it may be answered with is the pack's; the words are the catalogue's.

import { button, choices, ticks } from "../../shared/components.js";
import { el, freshId } from "../../shared/dom.js";
import { OWN_NAMES } from "../languages.js";
import { howFar, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

/** @type {Readonly<Record<string, readonly string[]>>} */
const VALUES = Object.freeze({
  now: ["officers_here", "just_taken", "detained", "papers", "date", "worried", "other"],
  where: ["home", "work", "street", "vehicle", "court", "port_of_entry", "other"],
  device: ["own", "shared", "monitored"],
  danger: ["child_alone", "medical", "pregnancy", "self_harm", "violence_at_home", "none"],
  who: ["self", "relative", "witness", "professional"],
  state: [
    ..."AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND".split(
      " ",
    ),
    ..."OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI MP AS".split(" "),
  ].map((code) => `US-${code}`),
  located: ["yes", "no"],
  age: ["adult", "minor"],
  signed: ["yes", "no"],
  ordered: ["no", "judge", "missed_court", "at_border"],
  papers: [
    ...["notice_to_appear", "judge_order", "expedited_removal", "reinstatement", "third_country", "fear_denied"],
    ...["removal_warrant", "judge_warrant", "other", "none"],
  ],
  next_date: ["today", "within_3_days", "within_14_days", "later", "none"],
  date_kind: ["court", "check_in", "interview", "other"],
  language: Object.keys(OWN_NAMES),
});

const SEVERAL = ["danger", "papers"];
const NOTHING = "none";

/** @type {import("../app.js").Screen} */
export function questionScreen(app) {
  const { m, screen: id } = app;
  const headingId = freshId();
  const content = el(
    "div",
    { class: "stack" },
    howFar(app),
    title(m.t(`question.${id}`), headingId),
    m.has(`question.${id}.help`) && el("p", { class: "soft" }, m.t(`question.${id}.help`)),
    answersFor(app, id, headingId),
    el(
      "div",
      { class: "row otherwise" },
      id !== "language" && button(m.t("nav.unknown"), () => answer(app, id, "unknown")),
      button(m.t("nav.skip"), () => answer(app, id, undefined)),
    ),
  );
  return { content };
}

/** @param {App} app @param {string} id @param {string} headingId */
function answersFor(app, id, headingId) {
  if (id === "state") return stateChoice(app, headingId);
  if (SEVERAL.includes(id)) return severalChoice(app, id, headingId);
  const options = (id === "language" ? ownLanguageFirst(app) : VALUES[id]).map((value) => labelled(app, id, value));
  const chosen = app.session.answers[id] ?? null;
  const narrow = id === "language";
  return choices(options, String(chosen), (value) => answer(app, id, value), { narrow, labelledBy: headingId });
}

/** @param {App} app */
function ownLanguageFirst({ m }) {
  return [m.language, ...VALUES.language.filter((tag) => tag !== m.language)];
}

/** @param {App} app @param {string} id @param {string} value */
function labelled({ m }, id, value) {
  if (id === "language") return { value, label: el("bdi", {}, OWN_NAMES[value]), lang: value };
  const own = `answer.${id}.${value}`;
  return { value, label: m.t(m.has(own) ? own : `answer.${value}`) };
}

/** @param {App} app @param {string} headingId */
function stateChoice(app, headingId) {
  const { m, session } = app;
  const chosen = String(session.answers.state ?? "");
  const names = VALUES.state.map((value) => ({ value, label: m.t(`answer.state.${value}`) }));
  names.sort((one, other) => one.label.localeCompare(other.label, m.language));
  const all = [
    { value: "", label: m.t("nav.choose") },
    ...names,
    { value: "abroad", label: m.t("answer.state.abroad") },
  ];
  const options = all.map(({ value, label }) => el("option", { value, selected: value === chosen }, label));
  const go = button(m.t("nav.next"), () => app.next(), { look: "primary", disabled: chosen === "" });
  const change = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
    session.answers.state = value || undefined;
    go.disabled = value === "";
  };
  const box = el(
    "select",
    { class: "field-input", autocomplete: "off", "aria-labelledby": headingId, change },
    options,
  );
  return el("div", { class: "stack" }, box, go);
}

/** @param {App} app @param {string} id @param {string} headingId */
function severalChoice(app, id, headingId) {
  const given = app.session.answers[id];
  const chosen = new Set(Array.isArray(given) ? given : []);
  const keep = () => {
    app.session.answers[id] = chosen.size > 0 ? [...chosen] : undefined;
    go.disabled = chosen.size === 0;
  };
  const tick = (/** @type {string} */ value, /** @type {boolean} */ ticked) => {
    if (ticked) chosen.add(value);
    else chosen.delete(value);
    for (const other of value === NOTHING ? VALUES[id] : [NOTHING]) {
      if (ticked && other !== value) chosen.delete(other);
    }
    for (const box of list.querySelectorAll("input")) box.checked = chosen.has(box.value);
    keep();
  };
  const list = ticks(
    VALUES[id].map((value) => labelled(app, id, value)),
    chosen,
    tick,
    { labelledBy: headingId },
  );
  const go = button(app.m.t("nav.next"), () => app.next(), { look: "primary", disabled: chosen.size === 0 });
  return el("div", { class: "stack" }, list, go);
}

/** @param {App} app @param {string} id @param {string | undefined} value */
function answer(app, id, value) {
  app.session.answers[id] = value !== undefined && SEVERAL.includes(id) ? [value] : value;
  app.next();
}
