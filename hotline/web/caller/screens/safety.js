// What to do and say now, before anything is sent.

import { button, notice } from "../../shared/components.js";
import { el, ltr } from "../../shared/dom.js";
import { callButton, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

const STEPS = /** @type {Record<string, number>} */ ({ officers: 5, held: 4, dates: 2 });
const EMERGENCY = "911";
const CRISIS = "988";
const VIOLENCE = "1-800-799-7233";

/** @type {import("../app.js").Screen} */
export function safetyScreen(app) {
  const content = el("div", { class: "stack stack-loose" }, ...inner(app));
  return { content };
}

/** @param {App} app */
function inner(app) {
  if (app.screen === "lines") return emergencyLines(app);
  if (app.screen === "monitored" || app.screen === "shared") return device(app);
  return steps(app);
}

/** @param {App} app */
function steps(app) {
  const { m, screen } = app;
  const items = Array.from({ length: STEPS[screen] }, (_, at) => el("li", {}, m.t(`safety.${screen}.${at + 1}`)));
  const urgent = screen === "officers";
  return [
    title(m.t(`safety.${screen}.title`)),
    el("ol", { class: "steps" }, items),
    el(
      "div",
      { class: "stack" },
      button(m.t(urgent ? "officers.go" : "nav.next"), () => app.next(), { look: "primary", big: urgent }),
      urgent && callButton(app),
    ),
  ];
}

/** @param {App} app */
function device(app) {
  const { m, screen } = app;
  const watched = screen === "monitored";
  return [
    title(m.t(`safety.${screen}.title`)),
    el("p", {}, m.t(`safety.${screen}.text`)),
    watched && callButton(app),
    button(m.t(watched ? "monitored.go" : "nav.next"), () => app.next(), {
      look: watched ? undefined : "primary",
    }),
  ];
}

/** @param {App} app */
function emergencyLines(app) {
  const { m } = app;
  const danger = app.session.answers.danger ?? [];
  const has = (/** @type {string[]} */ ...names) => names.some((name) => danger.includes(name));
  const lines = [
    has("child_alone", "medical", "pregnancy") && line(app, "emergency", EMERGENCY),
    has("self_harm") && line(app, "crisis", CRISIS),
    has("violence_at_home") && line(app, "violence", VIOLENCE),
  ];
  return [title(m.t("lines.title")), ...lines, button(m.t("nav.next"), () => app.next(), { look: "primary" })];
}

/** @param {App} app @param {string} kind @param {string} number */
function line(app, kind, number) {
  const { m } = app;
  const call = m.rich(`line.${kind}.call`, { number: ltr(number, "number") });
  const content = [el("p", {}, call), el("p", { class: "small" }, m.t(`line.${kind}.means`)), callButton(app, number)];
  return notice(m.t(`line.${kind}.title`), content, { strong: true });
}
