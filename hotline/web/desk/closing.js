// Closing a case: a code for the counting, and last words for the caller.

import { button, field } from "../shared/components.js";
import { el, freshId } from "../shared/dom.js";

/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./session.js").Session} Session */

const ROWS = 4;
const NO_WAYS = "How it ended cannot be chosen, because this desk could not load its rules. It is closed without.";

/**
 * Ask how a case ends, and close it.
 * @param {Session} session
 * @param {string} name
 */
export function askClosing(session, name) {
  const draft = `closing ${name}`;
  const title = freshId();
  const ended = choice(session.rules);
  const words = field("Last words to the caller", {
    rows: ROWS,
    value: session.kept.drafts[draft] ?? "",
    hint: "What was done, and where the caller can turn now. This is read when the caller comes back.",
    input: (text) => session.draft(draft, text),
  });
  const close = () => {
    if (!ended.isChosen()) return;
    box.close();
    void session.close(name, ended.code(), words.box.value.trim());
  };
  const content = el(
    "div",
    { class: "stack" },
    el("h2", { id: title }, "Close the case"),
    ended.whole,
    words.whole,
    el("p", { class: "soft" }, "Closing erases the case here and at the server. Save what you need before."),
    el(
      "div",
      { class: "row" },
      button("Keep it open", () => box.close()),
      button("Close and erase", close, { look: "strong" }),
    ),
  );
  const box = el(
    "dialog",
    { class: "dialog dialog-wide", "aria-labelledby": title, close: () => box.remove() },
    content,
  );
  document.body.append(box);
  box.showModal();
}

/** How it ended: one of the pack's ways, and none to begin with. A desk without a pack counts none. @param {Rules} rules */
function choice({ pack, names }) {
  if (pack === null) return { whole: el("p", {}, NO_WAYS), code: () => "", isChosen: () => true };
  const [id, hintId] = [freshId(), freshId()];
  const wrong = el("p", { class: "field-wrong", role: "alert" });
  const options = pack.closings.map((value) => el("option", { value }, names.closing(value)));
  const select = el(
    "select",
    { id, class: "field-input", "aria-describedby": hintId, required: true },
    el("option", { value: "" }, "Choose…"),
    options,
  );
  const isChosen = () => {
    const chosen = select.value !== "";
    wrong.textContent = chosen ? "" : "Choose how the case ended.";
    if (!chosen) select.focus();
    return chosen;
  };
  const whole = el(
    "div",
    { class: "field" },
    el("label", { class: "field-label", for: id }, "How did it end?"),
    el("p", { id: hintId, class: "field-hint" }, "Only this and the card's facts are counted."),
    select,
    wrong,
  );
  return { whole, code: () => select.value, isChosen };
}
