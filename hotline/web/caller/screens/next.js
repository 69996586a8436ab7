// What happens next: who has it, how long it may take, and when to look again.

import { evaluate } from "../../../triage/js/evaluate.js";
import { route } from "../../../triage/js/route.js";
import { button } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { expect, inUnits } from "../waiting.js";
import { callButton, title } from "./parts.js";

/** @type {import("../app.js").Screen} */
export function nextScreen(app) {
  const { m, line } = app;
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("next.title")),
    line.caller && outlook(app, line.caller),
    button(m.t("next.open"), () => app.go("talk"), { look: "primary" }),
    el("p", {}, m.t("next.call")),
    callButton(app),
  );
  return { content };
}

/** @param {import("../app.js").App} app @param {import("../line.js").Caller} caller */
function outlook({ m, session }, caller) {
  const now = session.sentAt ?? Date.now() / 1000;
  const card = evaluate(caller.pack, session.known());
  const wait = expect(caller.directory, route(caller.directory, card, Math.floor(now)), card.urgency, now);
  const [unit, count] = inUnits(wait.promisedMinutes);
  const at = (/** @type {number} */ seconds) => m.moment(seconds, Date.now() / 1000);
  const begins = wait.begins === null ? m.t("next.on") : m.t("next.off", { moment: at(wait.begins) });
  return el(
    "div",
    { class: "stack" },
    el("p", {}, m.t("next.desks")),
    el(
      "ol",
      { class: "desks" },
      wait.desks.map((desk) => el("li", {}, el("bdi", {}, desk.label))),
    ),
    el("p", {}, begins),
    el("p", { class: "lead" }, m.t("next.promise", { time: m.n(unit, count) })),
    el("p", {}, m.t("next.look", { moment: at(wait.by) })),
  );
}
