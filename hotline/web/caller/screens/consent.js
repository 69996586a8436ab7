// Who will read it, what is kept and for how long, and that this is not yet her lawyer.

import { holds } from "../../../triage/js/conditions.js";
import { knownFacts } from "../../../triage/js/evaluate.js";
import { button } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { loadingBox, title } from "./parts.js";

const HOURS_OF_A_DAY = 24;

/** @type {import("../app.js").Screen} */
export function consentScreen(app) {
  const { m } = app;
  const kept = el("div", { class: "stack" });
  const part = (/** @type {string} */ name, /** @type {string[]} */ ...texts) => [
    el("h2", {}, m.t(`consent.${name}.title`)),
    ...texts.map((key) => el("p", {}, m.t(key))),
  ];
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("consent.title")),
    part("who", "consent.who", ...notes(app)),
    part("not", "consent.not"),
    part("keep"),
    kept,
    button(m.t("consent.agree"), () => app.next(), { look: "primary" }),
    button(m.t("consent.no"), () => app.startAgain()),
  );
  const update = () => {
    if (kept.dataset.whole) return;
    kept.replaceChildren(lives(app));
    if (app.line.caller) kept.dataset.whole = "yes";
  };
  update();
  return { content, update };
}

/** How long things live, by the organization's own policy. @param {import("../app.js").App} app */
function lives(app) {
  const { m, line } = app;
  if (line.caller === null) return loadingBox(app);
  const { caseHours, cellHours, vaultHours } = line.caller.directory.policy;
  const days = (/** @type {number} */ hours) => Math.ceil(hours / HOURS_OF_A_DAY);
  return el(
    "div",
    { class: "stack" },
    el("p", {}, m.t("consent.keep")),
    el(
      "ul",
      {},
      el("li", {}, m.n("consent.keep.case", days(caseHours))),
      el("li", {}, m.n("consent.keep.cell", days(cellHours))),
      el("li", {}, m.n("consent.keep.vault", days(vaultHours))),
    ),
    el("p", {}, m.t("consent.keep.erase")),
  );
}

/** What helpers may have to tell others where she is, said before she tells. @param {import("../app.js").App} app */
function notes({ pack, session }) {
  const facts = knownFacts(pack, session.known());
  return pack.notes.filter(({ when }) => holds(when, facts)).map(({ id }) => `reporting.${id}`);
}
