// Days that she may know, such as that of an arrest, from which a lawyer's time runs. They stay in the ciphertext.

import { daysSince } from "../../../triage/js/deadlines.js";
import { button, field } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { title } from "./parts.js";

/** @typedef {import("../app.js").App} App */

const TIMED = "timed";
const BETWEEN = "T";

/** @type {import("../app.js").Screen} */
export function daysScreen(app) {
  const { m } = app;
  const fields = app.daysToAsk().map((name) => dayField(app, name));
  const skip = () => {
    for (const one of fields) one.clear();
    app.next();
  };
  const keep = () => {
    if (fields.map((one) => one.keep()).every(Boolean)) app.next();
  };
  const content = el(
    "div",
    { class: "stack stack-loose" },
    title(m.t("days.title")),
    el("p", {}, m.t("days.why")),
    fields.map(({ whole }) => whole),
    button(m.t("nav.next"), keep, { look: "primary" }),
    button(m.t("nav.skip"), skip),
  );
  return { content };
}

/**
 * A day to give, and the time where the pack asks for it.
 * @param {App} app
 * @param {string} name of the date
 * @param {() => void} [typed] called when something is given
 */
export function dayField(app, name, typed) {
  const { m, session, pack } = app;
  const [dayGiven = "", timeGiven = ""] = (session.dates[name] ?? "").split(BETWEEN);
  const help = `date.${name}.help`;
  const hint = m.has(help) ? m.t(help) : undefined;
  const day = field(m.t(`date.${name}`), { value: dayGiven, type: "date", dir: "ltr", hint, input: typed });
  const time =
    pack.timing.dates[name] === TIMED ? field(m.t("days.time"), { value: timeGiven, type: "time", dir: "ltr" }) : null;
  const days = () =>
    daysSince(pack, String(session.answers[pack.placeQuestion] ?? ""), day.box.value, Date.now() / 1000);
  const isThere = () => {
    try {
      return days() >= 0;
    } catch {
      return false;
    }
  };
  return {
    whole: el("div", { class: "stack day" }, day.whole, time?.whole),
    given: () => day.box.value !== "" || day.box.validity.badInput,
    days,
    clear() {
      day.box.value = "";
      if (time !== null) time.box.value = "";
      delete session.dates[name];
    },
    /** Remember what was given; whether it is a day that was, or nothing. */
    keep() {
      delete session.dates[name];
      day.complain("");
      if (!this.given()) return true;
      if (!isThere()) {
        day.complain(m.t("days.wrong"));
        return false;
      }
      session.dates[name] = time?.box.value ? `${day.box.value}${BETWEEN}${time.box.value}` : day.box.value;
      return true;
    },
  };
}
