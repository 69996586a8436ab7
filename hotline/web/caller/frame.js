// What stands around every screen: the language of the page, whether there is a connection, and the way out.

import { button } from "../shared/components.js";
import { el, put } from "../shared/dom.js";
import { watchBackButton } from "./backButton.js";
import { leave } from "./exit.js";
import { keepFocus } from "./focus.js";
import { OWN_NAMES } from "./languages.js";
import { nameOf } from "./line.js";
import { follow } from "./screens/parts.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("../shared/dom.js").Child} Child */

const LANGUAGE = "language";
const SERVER = ["ServerTrouble", "Busy", "NoDirectory"]; // there is a connection, and what answers cannot help

/**
 * Show the screen of the moment.
 * @param {App} app
 * @param {(language: string) => void} changeLanguage
 * @param {() => void} wipe
 */
export function frame(app, changeLanguage, wipe) {
  const main = el("main", { class: "screen", id: "screen" });
  put(main, [app.view.content]);
  const net = el("div", { class: "net", role: "status" });
  const machine = el("p", { class: "machine soft small", hidden: true });
  const whole = [
    el("header", { class: "top" }, start(app), languageChoice(app, changeLanguage)),
    net,
    main,
    machine,
    el(
      "footer",
      { class: "way-out" },
      button(app.m.t("exit.button"), () => leave(wipe), { look: "strong", id: "leave" }),
    ),
  ];
  const page = document.getElementById("page");
  const beginning = page?.childElementCount === 0;
  const choosing = document.activeElement?.id === LANGUAGE;
  page?.replaceChildren(...whole);
  watch(app, net, machine);
  watchBackButton(app);
  scrollTo(0, 0);
  const heading = main.querySelector("h1");
  if (heading === null) return;
  heading.tabIndex = -1;
  keepFocus(main, heading);
  if (choosing) document.getElementById(LANGUAGE)?.focus();
  else if (!beginning) heading.focus({ preventScroll: true });
}

/** Back, or where one is. @param {App} app */
function start(app) {
  if (app.screen === "first") return el("span");
  if (!app.canGoBack) return el("span", { class: "top-name" }, app.hotline.organization);
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" });
  return button([arrow, app.m.t("nav.back")], () => app.busy || app.back(), { look: "quiet", id: "back" });
}

/** @param {App} app @param {(language: string) => void} change */
function languageChoice(app, change) {
  const options = app.hotline.languages.map((tag) =>
    el("option", { value: tag, lang: tag, selected: tag === app.m.language }, OWN_NAMES[tag]),
  );
  const choose = (/** @type {Event} */ event) => change(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
  return el(
    "label",
    { class: "top-language" },
    el("span", { class: "only-heard" }, app.m.t("page.language")),
    el("select", { class: "language", id: LANGUAGE, autocomplete: "off", change: choose }, options),
  );
}

/** Why nothing comes or goes just now. @param {App} app @param {string} name @returns {Child} */
function hindrance({ m }, name) {
  if (name === "") return null;
  if (SERVER.includes(name)) return el("strong", {}, m.t(`error.${name}`));
  return [el("strong", {}, m.t("net.off")), " ", m.t("net.off.text")];
}

/** Whether there is a connection, and whether a text is shown that only a machine has translated. */
/** @param {App} app @param {HTMLElement} net @param {HTMLElement} machine */
function watch(app, net, machine) {
  const inner = app.view.update;
  let shown = "";
  const update = () => {
    const now = nameOf(app.line.hindrance);
    if (now !== shown) {
      shown = now;
      net.replaceChildren();
      put(net, [hindrance(app, now)]);
    }
    inner?.();
    follow(app);
    if (machine.hidden && app.m.machine) {
      machine.hidden = false;
      machine.textContent = app.m.t("page.machine");
    }
  };
  app.view.update = update;
  update();
}
