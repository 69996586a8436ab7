// The code: shown large, to be written on paper, and checked by typing two of its parts.

import { button, code, field } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { loadingBox, title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

const LETTERS = 4;
const WORD_COUNT = 8;
const GROUP_COUNT = 9;

/** @type {import("../app.js").Screen} */
export function codenameScreen(app) {
  const { m, session } = app;
  const place = el("div", { class: "stack" });
  const turn = () => {
    session.spelling = session.spelling === "words" ? "digits" : "words";
    app.draw();
  };
  const done = () => {
    session.asked = twoOf(session.spelling === "words" ? WORD_COUNT : GROUP_COUNT);
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
    button(m.t(session.spelling === "words" ? "codename.digits" : "codename.words"), turn),
  );
  const next = /** @type {HTMLButtonElement} */ (content.querySelector(".button-primary"));
  let shown = false;
  const update = () => {
    if (shown) return;
    shown = app.line.caller !== null;
    next.disabled = !shown;
    place.replaceChildren(shown ? spelled(app) : loadingBox(app));
  };
  update();
  return { content, update };
}

/** @param {App} app */
function spelled(app) {
  const digits = app.session.spelling === "digits";
  return code(parts(app), { digits, label: app.m.t("codename.label") });
}

/** @param {App} app @returns {readonly string[]} */
function parts({ line, m, session }) {
  if (line.caller === null) return [];
  return session.spelling === "words" ? line.caller.codename(m.language) : line.caller.digits.split(" ");
}

/** @type {import("../app.js").Screen} */
export function confirmScreen(app) {
  const { m, session } = app;
  const all = parts(app);
  const key = session.spelling === "words" ? "confirm.word" : "confirm.group";
  const fields = session.asked.map((at, which) =>
    field(m.t(key, { number: m.number(at + 1) }), {
      value: session.typedParts[which],
      dir: "ltr",
      inputmode: session.spelling === "digits" ? "numeric" : undefined,
      input: (text) => {
        session.typedParts[which] = text;
      },
      enter: () => check(),
    }),
  );
  const check = () => {
    const wrong = session.asked.map((at, which) => !same(session.typedParts[which], all[at] ?? ""));
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

/**
 * As when the whole code is read: case, accents and what follows the fourth letter do not count.
 * @param {string} typed
 * @param {string} part
 */
function same(typed, part) {
  return fold(typed) === fold(part);
}

/** @param {string} text */
function fold(text) {
  const plain = text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const digits = plain.replace(/[٠-٩۰-۹]/g, (one) => String((one.codePointAt(0) ?? 0) & 15));
  return digits.slice(0, LETTERS);
}

/** Two places of so many, by chance and in order. @param {number} count */
function twoOf(count) {
  const [one, other] = globalThis.crypto.getRandomValues(new Uint32Array(2));
  const first = one % count;
  const second = (first + 1 + (other % (count - 1))) % count;
  return [first, second].sort((a, b) => a - b);
}
