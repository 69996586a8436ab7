// What to do and say now, before anything is sent. Which text, and when, is the pack's.

import { holds } from "../../../triage/js/conditions.js";
import { knownFacts } from "../../../triage/js/evaluate.js";
import { sendsFirst } from "../../../triage/js/interview.js";
import { button, notice } from "../../shared/components.js";
import { el, ltr } from "../../shared/dom.js";
import { listen } from "../listen.js";
import { callButton, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

/** @type {import("../app.js").Screen} */
export function safetyScreen(app) {
  const { m, pack, screen } = app;
  const id = screen.split(" ")[1];
  const { steps, stops } = pack.safety[id];
  const [heading, keys] = [`safety.${id}.title`, parts(id, steps)];
  const items = keys.map((key) => el(steps > 0 ? "li" : "p", {}, m.t(key)));
  const text = steps > 0 ? el("ol", { class: "steps" }, items) : items;
  const heard = listen(app, [heading, ...keys]);
  return { content: el("div", { class: "stack stack-loose" }, title(m.t(heading)), heard, text, onwards(app, stops)) };
}

/** The messages of a text. @param {string} id @param {number} steps */
function parts(id, steps) {
  if (steps === 0) return [`safety.${id}.text`];
  return Array.from({ length: steps }, (_, at) => `safety.${id}.${at + 1}`);
}

/** @param {App} app @param {boolean} stops whether the text advises against going on here */
function onwards(app, stops) {
  const { m } = app;
  if (stops) return [callButton(app), button(m.t("go.anyway"), () => app.next())];
  const urgent = sendsFirst(app.pack, app.session.known()) && app.path()[1].name === app.screen;
  const go = button(m.t(urgent ? "go.urgent" : "nav.next"), () => app.next(), { look: "primary", big: urgent });
  return el("div", { class: "stack" }, go, urgent && callButton(app));
}

/** The lines to call in an emergency. @type {import("../app.js").Screen} */
export function linesScreen(app) {
  const { m, pack } = app;
  const facts = knownFacts(pack, app.session.known());
  const lines = pack.lines.filter(({ when }) => holds(when, facts)).map(({ id, number }) => line(app, id, number));
  const go = button(m.t("nav.next"), () => app.next(), { look: "primary" });
  return { content: el("div", { class: "stack stack-loose" }, title(m.t("lines.title")), lines, go) };
}

/** @param {App} app @param {string} id @param {string} number */
function line(app, id, number) {
  const { m } = app;
  const call = m.rich(`line.${id}.call`, { number: ltr(number, "number") });
  const content = [el("p", {}, call), el("p", { class: "small" }, m.t(`line.${id}.means`)), callButton(app, number)];
  return notice(m.t(`line.${id}.title`), content, { strong: true });
}
