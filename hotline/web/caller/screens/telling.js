// Names, words, and a safe way to call back: what she tells, all of it if she wants.

import { beside } from "../../../triage/js/interview.js";
import { button, field } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { lettersLeft, partsOfCase } from "../session.js";
import { title } from "./parts.js";
import { besides } from "./question.js";

/** @typedef {import("../app.js").App} App */

/** @type {import("../app.js").Screen} */
export function namesScreen(app) {
  const { m, session } = app;
  const { names } = session;
  const self = field(m.t("names.self"), { value: names.self, input: (text) => (names.self = text) });
  const client = field(m.t("names.client"), { value: names.client, input: (text) => (names.client = text) });
  const other = field(m.t("names.other"), {
    value: names.other,
    hint: m.t("names.other.hint"),
    rows: 3,
    input: (text) => (names.other = text),
  });
  const room = session.room();
  self.box.maxLength = client.box.maxLength = room.name;
  other.box.maxLength = room.names;
  other.box.classList.add("short");
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("names.title")),
    el("p", {}, m.t("names.why")),
    self.whole,
    client.whole,
    other.whole,
    besides(app, beside(app.pack, session.known(), "names")),
    onwards(app, "nav.next"),
  );
  return { content };
}

/** @type {import("../app.js").Screen} */
export function wordsScreen(app) {
  const { m } = app;
  const words = wordsField(app, m.t("words.label"), m.t("words.hint"));
  const next = button(m.t("nav.next"), () => words.fit() && app.next(), { look: "primary" });
  return { content: el("div", { class: "stack" }, title(m.t("words.title")), words.whole, next) };
}

/**
 * Her words with a counter; what is too long for one message goes on in a second. `fit` is whether all of them can be
 * sent, and goes to them when they cannot.
 * @param {App} app
 * @param {string} label
 * @param {string} [hint]
 */
export function wordsField(app, label, hint) {
  const { m, session } = app;
  const count = el("p", { class: "soft small" });
  const tell = () => {
    const left = lettersLeft(session.words);
    const parts = left < 0 ? 0 : partsOfCase(session.words).length;
    typed.complain(left < 0 ? m.t("words.over") : "");
    count.textContent = [parts > 1 && m.n("words.parts", parts), left >= 0 && m.n("words.left", left)]
      .filter(Boolean)
      .join(" ");
  };
  const typed = field(label, {
    value: session.words,
    hint,
    rows: 8,
    input: (text) => {
      session.words = text;
      tell();
    },
  });
  tell();
  const fit = () => {
    if (lettersLeft(session.words) >= 0) return true;
    typed.box.focus();
    return false;
  };
  return { whole: el("div", { class: "stack" }, typed.whole, count), fit };
}

/** @type {import("../app.js").Screen} */
export function callbackScreen(app) {
  const { m, session } = app;
  const { callback } = session;
  const room = session.room();
  const number = field(m.t("callback.number"), {
    value: callback.number,
    type: "tel",
    inputmode: "tel",
    dir: "ltr",
    input: (text) => (callback.number = text),
  });
  const time = field(m.t("callback.time"), { value: callback.time, input: (text) => (callback.time = text) });
  const say = field(m.t("callback.say"), {
    value: callback.say,
    hint: m.t("callback.say.hint"),
    input: (text) => (callback.say = text),
  });
  number.box.maxLength = room.number;
  time.box.maxLength = room.time;
  say.box.maxLength = room.say;
  const none = () => {
    session.callback = { number: "", time: "", say: "" };
    app.next();
  };
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("callback.title")),
    el("p", {}, m.t("callback.why")),
    besides(app, beside(app.pack, session.known(), "callback")),
    number.whole,
    time.whole,
    say.whole,
    onwards(app, "nav.next"),
    button(m.t("callback.no"), none),
  );
  return { content };
}

/** @param {App} app @param {string} key */
function onwards(app, key) {
  return button(app.m.t(key), () => app.next(), { look: "primary" });
}
