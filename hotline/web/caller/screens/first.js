// Who runs this, that it is free and secret, and the few ways from here.

import { button, code, notice } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { callButton, loading, title } from "./parts.js";

/** @type {import("../app.js").Screen} */
export function firstScreen(app) {
  const { m, hotline } = app;
  const content = el(
    "div",
    { class: "stack stack-loose first" },
    app.loadedAgain && notice(null, el("p", {}, m.t("first.again"))),
    el(
      "div",
      { class: "stack" },
      title(hotline.organization),
      el("p", { class: "lead" }, m.t("first.free")),
      el("p", {}, m.t("first.secret")),
    ),
    el(
      "div",
      { class: "stack ways" },
      button(m.t("first.help"), () => app.begin(), { look: "primary", big: true }),
      button(m.t("first.code"), () => app.go("code")),
      button(m.t("first.rights"), () => app.go("rights")),
      callButton(app),
    ),
    el("p", { class: "small soft" }, m.t("exit.note")),
    hotline.fingerprint !== "" && sixWords(app),
  );
  return { content };
}

/** @param {import("../app.js").App} app */
function sixWords({ m, hotline }) {
  const words = code(hotline.fingerprint.split(/\s+/), { lang: "en", label: m.t("first.words.label") });
  words.classList.add("six-words");
  return el("div", { class: "stack" }, el("p", { class: "small soft" }, m.t("first.words")), words);
}

/** The rest of the page is still on its way. @type {import("../app.js").Screen} */
export function waitingScreen(app) {
  const { m } = app;
  return { content: el("div", { class: "stack" }, title(m.t("load.title")), loading(app), callButton(app)) };
}
