// Coming back with a code.

import { button, field } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { nameOf } from "../line.js";
import { advice, callButton, loadingBox, title } from "./parts.js";

/** @type {import("../app.js").Screen} */
export function codeScreen(app) {
  const { m, session, line } = app;
  const typed = field(m.t("code.label"), {
    value: session.typedCode,
    hint: m.t("code.hint"),
    rows: 3,
    dir: "ltr",
    input: (text) => {
      session.typedCode = text;
    },
  });
  typed.box.classList.add("short", "code-typed");
  const place = el("div", { class: "stack" });
  const open = button(m.t("code.open"), () => look(), { look: "primary" });
  let looking = false;
  const look = async () => {
    typed.complain("");
    if (session.typedCode.trim() === "") {
      typed.complain(m.t("code.empty"));
      return;
    }
    looking = open.disabled = true;
    update();
    try {
      const caller = await line.comeBack(session.typedCode, m.language);
      if (app.session !== session || app.screen !== "code") return;
      line.adopt(caller);
      session.typedCode = "";
      session.sent = session.confirmed = true;
      app.go("talk");
    } catch (error) {
      const word = nameOf(error) === "CodenameError" ? await line.strangeWord(session.typedCode) : null;
      looking = open.disabled = false;
      update();
      typed.complain(word === null ? advice(app, error) : m.t("code.strange", { word }));
    }
  };
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("code.title")),
    typed.whole,
    place,
    open,
    button(m.t("code.lost"), () => app.go("lost")),
  );
  let state = "";
  const update = () => {
    const now = looking ? (line.caller === null ? "loading" : "looking") : "";
    if (now === state) return;
    state = now;
    place.replaceChildren();
    if (now === "loading") place.append(loadingBox(app));
    if (now === "looking") place.append(el("p", { class: "soft", role: "status" }, m.t("code.looking")), bar(m));
  };
  return { content, update };
}

/** @param {import("../../shared/i18n.js").Messages} m */
function bar(m) {
  return el("progress", { class: "progress-bar", "aria-label": m.t("code.looking") });
}

/** @type {import("../app.js").Screen} */
export function lostScreen(app) {
  const { m } = app;
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("code.lost.title")),
    el("p", {}, m.t("code.lost.text")),
    button(m.t("code.lost.start"), () => app.begin(), { look: "primary" }),
    button(m.t("code.lost.back"), () => app.go("code")),
    callButton(app),
  );
  return { content };
}
