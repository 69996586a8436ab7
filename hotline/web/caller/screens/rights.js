// Short cards: what everyone may do.

import { el } from "../../shared/dom.js";
import { listen } from "../listen.js";
import { callButton, title } from "./parts.js";

/** @type {import("../app.js").Screen} */
export function rightsScreen(app) {
  const { m } = app;
  const content = el(
    "div",
    { class: "stack stack-loose" },
    title(m.t("cards.title")),
    el("p", {}, m.t("cards.intro")),
    rightsCards(app),
    callButton(app),
  );
  return { content };
}

/** @param {import("../app.js").App} app */
export function rightsCards(app) {
  const { m, pack } = app;
  const cards = pack.rights
    .map((id) => `rights.${id}`)
    .map((key) =>
      el(
        "li",
        { class: "card" },
        el("h2", {}, m.t(key)),
        listen(app, [key, `${key}.text`]),
        el("p", {}, m.t(`${key}.text`)),
      ),
    );
  return el("ul", { class: "cards" }, cards);
}
