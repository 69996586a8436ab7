// What several screens show.

import { notice, progress } from "../../shared/components.js";
import { el, phoneLink } from "../../shared/dom.js";
import { place } from "../journey.js";
import { nameOf, STEPS } from "../line.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../../shared/dom.js").Child} Child */

const STEPS_BAR = "progress-bar steps-bar";
const OUTDATED = ["ExpiredDirectory", "OlderDirectory", "BrokenHistory"];
const UNTRUSTED = [...OUTDATED, "RevokedCoordinator", "BadSignature", "UnknownRoot", "NotAsListed"];
const NONSENSE = ["DecryptError", "NoMatch", "FormatError", "ProtocolError"]; // from the server, in place of what is hers

/** @param {Child} text @param {string} [id] */
export function title(text, id) {
  return el("h1", { id }, text);
}

/** How far along she is, on a question. @param {App} app */
export function howFar(app) {
  const at = place(app.path(), app.screen);
  if (at === null) return null;
  const label = app.m.t("nav.progress", { number: app.m.number(at.number), of: app.m.number(at.of) });
  return progress(label, at.number, at.of);
}

/** The telephone, large enough for a thumb. @param {App} app @param {string} [number] another than the hotline's */
export function callButton(app, number = app.hotline.phone) {
  const link = phoneLink(number, "button call");
  const [before, after = ""] = app.m.form("nav.call").split("{phone}");
  link.prepend(before);
  link.append(after);
  return link;
}

/**
 * What went wrong, in her language, and what to do next.
 * @param {App} app
 * @param {unknown} error
 */
export function advice(app, error) {
  const name = nameOf(error);
  const kind = UNTRUSTED.includes(name) ? "DirectoryError" : NONSENSE.includes(name) ? "ServerTrouble" : name;
  const key = `error.${kind}`;
  return app.m.t(app.m.has(key) ? key : "error.other");
}

/**
 * What went wrong, as a box with the telephone.
 * @param {App} app
 * @param {unknown} error
 * @param {Child} [more]
 */
export function troubleBox(app, error, more) {
  const content = [el("p", {}, advice(app, error)), callButton(app), more];
  return notice(app.m.t("error.title"), content, { strong: true, role: "alert" });
}

/** That the lock is still being loaded, or cannot be. @param {App} app */
export function loadingBox(app) {
  const failed = app.line.trouble;
  if (failed) {
    const known = app.m.has(`error.${nameOf(failed)}`) || UNTRUSTED.includes(nameOf(failed));
    const text = known ? advice(app, failed) : app.m.t("load.failed.text");
    return notice(app.m.t("load.failed"), [el("p", {}, text), callButton(app)], { strong: true, role: "alert" });
  }
  return loading(app);
}

/** That something is still on its way. @param {App} app */
export function loading(app) {
  const slow = /** @type {typeof import("../line.js").Line} */ (app.line.constructor).slow;
  const text = app.m.t(slow ? "load.slow" : "load.text");
  return el("div", { class: "stack", role: "status" }, el("p", { class: "soft" }, text), stepsDone(app));
}

/** A bar that fills as the way to a code is gone; `follow` keeps it right. @param {App} app */
function stepsDone({ m, line }) {
  return el("progress", { class: STEPS_BAR, value: line.step + 0.5, max: STEPS, "aria-label": m.t("load.title") });
}

/** Show how far it has got since, wherever a bar stands. @param {App} app */
export function follow({ line }) {
  for (const bar of document.getElementsByClassName(STEPS_BAR.split(" ")[1])) {
    /** @type {HTMLProgressElement} */ (bar).value = line.step + 0.5;
  }
}
