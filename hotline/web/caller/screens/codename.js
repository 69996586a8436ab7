// The code: shown large, to be written on paper, and checked by typing two of its parts.

import { button, code, field } from "../../shared/components.js";
import { el, freshId } from "../../shared/dom.js";
import { ownName } from "../languages.js";
import { loadingBox, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../line.js").Caller} Caller */

const DIGITS = "digits";

/** @type {import("../app.js").Screen} */
export function codenameScreen(app) {
  const { m, session } = app;
  const place = el("div", { class: "stack" });
  const done = () => {
    if (app.line.caller) session.spelling = spelling(app, app.line.caller); // as on her paper, whatever the page's language
    session.asked = twoOf(parts(app).length);
    session.typedParts = ["", ""];
    if (session.confirmed) app.go(session.sent ? "talk" : "send");
    else app.next();
  };
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("codename.title")),
    el("p", {}, m.t("codename.why")),
    place,
    el("p", {}, m.t("codename.lost")),
    button(m.t("codename.done"), done, { look: "primary" }),
  );
  const next = /** @type {HTMLButtonElement} */ (content.querySelector(".button-primary"));
  let shown = false;
  const update = () => {
    if (shown) return;
    const { caller } = app.line;
    shown = caller !== null;
    next.disabled = !shown;
    place.replaceChildren(caller ? shownAs(app, caller) : loadingBox(app));
  };
  update();
  return { content, update };
}

/** The code, and the choice of how it is spelled. @param {App} app @param {Caller} caller */
function shownAs(app, caller) {
  const place = el("div", {}, spelled(app, caller));
  const change = (/** @type {Event} */ event) => {
    app.session.spelling = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
    place.replaceChildren(spelled(app, caller));
  };
  const id = freshId();
  return el(
    "div",
    { class: "stack" },
    place,
    el(
      "div",
      { class: "field" },
      el("label", { class: "field-label", for: id }, app.m.t("codename.as")),
      el("select", { id, class: "field-input", autocomplete: "off", change }, spellings(app, caller)),
    ),
  );
}

/** The spelling that her language has stands first, then digits, then the words of others. @param {App} app @param {Caller} caller */
function spellings(app, caller) {
  const { m } = app;
  const own = caller.spellingFor(m.language);
  const others = caller.spellings.filter((tag) => tag !== own);
  return [...(own ? [own] : []), DIGITS, ...others].map((value) => {
    const label = value === DIGITS ? m.t("codename.digits") : m.t("codename.words", { language: ownName(value) });
    return el("option", { value, selected: value === spelling(app, caller) }, label);
  });
}

/** The language whose words the code is in, or digits. @param {App} app @param {Caller} caller */
function spelling({ m, session }, caller) {
  return session.spelling ?? caller.spellingFor(m.language) ?? DIGITS;
}

/** @param {App} app @param {Caller} caller */
function spelled(app, caller) {
  const chosen = spelling(app, caller);
  const digits = chosen === DIGITS;
  return code(parts(app), { digits, lang: digits ? undefined : chosen, label: app.m.t("codename.label") });
}

/** @param {App} app @returns {readonly string[]} */
function parts(app) {
  const { caller } = app.line;
  return caller === null ? [] : caller.codename(spelling(app, caller));
}

/** @type {import("../app.js").Screen} */
export function confirmScreen(app) {
  const { m, session, line } = app;
  const all = parts(app);
  const digits = line.caller !== null && spelling(app, line.caller) === DIGITS;
  const fields = session.asked.map((at, which) =>
    field(m.t(digits ? "confirm.group" : "confirm.word", { number: m.number(at + 1) }), {
      value: session.typedParts[which],
      dir: "ltr",
      inputmode: digits ? "numeric" : undefined,
      input: (text) => {
        session.typedParts[which] = text;
      },
      enter: () => check(),
    }),
  );
  // What she typed stands for a part when the code with it in that place brings her back.
  const right = (/** @type {number} */ at, /** @type {string} */ typed) => {
    const code = all.map((part, place) => (place === at ? typed : part)).join(" ");
    return line.caller?.isCodename(code, m.language) ?? false;
  };
  const check = () => {
    const wrong = session.asked.map((at, which) => !right(at, session.typedParts[which]));
    fields.forEach((one, which) => {
      if (!wrong[which]) one.complain("");
    });
    const first = wrong.indexOf(true);
    if (first >= 0) return fields[first].complain(m.t("confirm.wrong"));
    session.confirmed = true;
    return app.next();
  };
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("confirm.title")),
    el("p", {}, m.t("confirm.why")),
    fields.map(({ whole }) => whole),
    button(m.t("nav.next"), check, { look: "primary" }),
    button(m.t("confirm.show"), () => app.go("codename")),
  );
  return { content };
}

/** Two places of so many, by chance and in order. @param {number} count */
function twoOf(count) {
  const [one, other] = globalThis.crypto.getRandomValues(new Uint32Array(2));
  const first = one % count;
  const second = (first + 1 + (other % (count - 1))) % count;
  return [first, second].sort((a, b) => a - b);
}
