// Sending: what goes, that it is under way, or that it is not sent yet.

import { beside } from "../../../triage/js/interview.js";
import { button, notice } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { partsOfCase } from "../session.js";
import { callButton, loadingBox, title, troubleBox } from "./parts.js";
import { besides } from "./question.js";
import { wordsField } from "./telling.js";

/** @typedef {import("../app.js").App} App */

/** @type {import("../app.js").Screen} */
export function sendScreen(app) {
  const { m, session } = app;
  const people = session.people().length;
  const ready = [
    el("p", {}, m.t("send.what")),
    el(
      "ul",
      { class: "parcel" },
      el("li", {}, m.n("send.answers", answered(app))),
      people > 0 && el("li", {}, m.n("send.names", people)),
      el("li", {}, m.t(session.words.trim() === "" ? "send.nowords" : "send.words")),
      session.howToCall() !== null && el("li", {}, m.t("send.callback")),
    ),
  ];
  return sending(app, m.t("send.title"), ready);
}

/** @type {import("../app.js").Screen} */
export function urgentScreen(app) {
  const { m } = app;
  const words = wordsField(app, m.t("send.urgent.words"));
  const ready = [
    el("p", {}, m.t("send.urgent.why")),
    words.whole,
    besides(app, beside(app.pack, app.session.known(), "callback")),
  ];
  return sending(app, m.t("send.urgent.title"), ready, words.fit);
}

/** @param {App} app */
function answered({ pack, session }) {
  return Object.values(session.known()).filter((value) => !pack.notKnown.includes(String(value))).length;
}

/**
 * @param {App} app
 * @param {string} heading
 * @param {import("../../shared/dom.js").Child} ready what is shown before it is sent
 * @param {() => boolean} fit whether it can be sent
 */
function sending(app, heading, ready, fit = () => true) {
  const { m, line } = app;
  const place = el("div", { class: "stack" });
  let state = "";
  const { session } = app;
  const follow = () => {
    update("going");
    session.sending?.then(
      () => sent(app, session),
      () => update("wrong"),
    );
  };
  const send = () => {
    if (!fit()) return;
    session.sending = deliver(app).finally(() => {
      session.sending = null;
    });
    follow();
  };
  const faces = /** @type {Record<string, () => (Node | null)[]>} */ ({
    ready: () => [el("div", { class: "stack" }, ready), button(m.t("send.now"), send, { look: "primary", big: true })],
    going: () => [going(app)],
    held: () => [notSent(app)],
    wrong: () => [troubleBox(app, line.trouble, button(m.t("nav.again"), send))],
  });
  const update = (/** @type {string} */ next) => {
    const now = next === "going" && line.heldUp ? "held" : next;
    if (now === state) return;
    state = now;
    place.replaceChildren(...faces[now]().filter((node) => node !== null));
    top.textContent = now === "going" ? m.t("send.sending") : now === "held" ? m.t("send.not") : heading;
    app.busy = now === "going" || now === "held";
    document.getElementById("back")?.toggleAttribute("hidden", app.busy);
  };
  const top = title(heading);
  const content = el("div", { class: "stack" }, top, place);
  if (session.sending) follow();
  else update("ready");
  return {
    content,
    update: () => {
      if (state === "going" || state === "held") update("going");
    },
  };
}

/** @param {App} app */
function deliver({ line, session }) {
  const parts = partsOfCase(session.words.trim());
  const { dates } = session;
  return line.send({ answers: session.known(), dates, parts, names: session.people(), callback: session.howToCall() });
}

/** @param {App} app */
function going(app) {
  const box = loadingBox(app);
  const { m } = app;
  if (app.line.caller === null) return box;
  const text = el("p", { class: "soft" }, m.t("send.sending.text"));
  return el(
    "div",
    { class: "stack", role: "status" },
    text,
    el("progress", {
      class: "progress-bar",
      "aria-label": m.t("send.sending"),
    }),
  );
}

/** @param {App} app */
function notSent(app) {
  const { m } = app;
  const again = button(m.t("send.again"), () => app.line.hurry(), { look: "primary" });
  return notice(null, [el("p", {}, m.t("send.not.text")), again, callButton(app)], {
    strong: true,
    role: "alert",
  });
}

/** @param {App} app @param {import("../session.js").Session} session of the visit in which it was sent */
function sent(app, session) {
  if (app.session !== session || session.sent) return;
  session.sent = true;
  session.sentAt = Date.now() / 1000;
  app.next();
}
