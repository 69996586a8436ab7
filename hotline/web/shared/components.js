// The parts that pages are made of: small functions that give elements. Their looks are in components.css.

import { el, freshId } from "./dom.js";

/** @typedef {import("./dom.js").Child} Child */

/**
 * A button. `look`: "primary" for the one thing to do here, "quiet", "strong", or nothing; `big` for the first screen.
 * @param {Child} label
 * @param {(event: MouseEvent) => void} press
 * @param {{ look?: "primary" | "quiet" | "strong", big?: boolean, disabled?: boolean, id?: string }} [options]
 */
export function button(label, press, { look, big, disabled, id } = {}) {
  const names = ["button", look && `button-${look}`, big && "button-big"].filter(Boolean).join(" ");
  const click = (/** @type {MouseEvent} */ event) => {
    if (made.getAttribute("aria-disabled") !== "true") press(event);
  };
  const made = el("button", { type: "button", class: names, disabled, id, click }, label);
  return made;
}

/**
 * Let a button do nothing for a while. Unlike a disabled one it keeps the focus of who has just pressed it.
 * @param {HTMLButtonElement} made by `button`
 * @param {boolean} resting
 */
export function rest(made, resting) {
  if (resting) made.setAttribute("aria-disabled", "true");
  else made.removeAttribute("aria-disabled");
}

/**
 * A list of which one is taken by pressing it.
 * @param {readonly { value: string, label: Child, hint?: Child, lang?: string, icon?: Child }[]} options
 * @param {string | null} chosen
 * @param {(value: string) => void} choose
 * @param {{ narrow?: boolean, labelledBy?: string }} [more]
 */
export function choices(options, chosen, choose, { narrow, labelledBy } = {}) {
  const items = options.map(({ value, label, hint, lang, icon }) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "choice", lang, "aria-pressed": String(value === chosen), click: () => choose(value) },
        icon,
        words(label, hint),
      ),
    ),
  );
  const names = narrow ? "choices choices-narrow" : "choices";
  return el("ul", { class: names, "aria-labelledby": labelledBy }, items);
}

/**
 * A list of which several may be ticked.
 * @param {readonly { value: string, label: Child, hint?: Child }[]} options
 * @param {ReadonlySet<string>} chosen
 * @param {(value: string, ticked: boolean) => void} tick
 * @param {{ labelledBy?: string }} [more]
 */
export function ticks(options, chosen, tick, { labelledBy } = {}) {
  const items = options.map(({ value, label, hint }) => {
    const change = (/** @type {Event} */ event) =>
      tick(value, /** @type {HTMLInputElement} */ (event.currentTarget).checked);
    const box = el("input", { type: "checkbox", value, checked: chosen.has(value), change });
    return el("li", {}, el("label", { class: "choice" }, box, words(label, hint)));
  });
  const list = el("ul", { class: "choices" }, items);
  return el("div", { role: "group", "aria-labelledby": labelledBy }, list);
}

/** @param {Child} label @param {Child} hint */
function words(label, hint) {
  return el(
    "span",
    { class: "choice-words" },
    el("span", {}, label),
    hint && el("span", { class: "choice-hint" }, hint),
  );
}

/**
 * A labelled field in which nothing is remembered, corrected or sent to anyone by the browser.
 * @param {Child} label
 * @param {{ value?: string, hint?: Child, rows?: number, type?: string, dir?: string, input?: (text: string) => void,
 *   enter?: () => void, inputmode?: string, name?: string }} [options]
 */
export function field(label, options = {}) {
  const { value = "", hint, rows, type = "text", dir = "auto", input, enter, inputmode } = options;
  const [id, hintId, wrongId] = [freshId(), freshId(), freshId()];
  const shared = {
    id,
    class: "field-input",
    dir,
    inputmode,
    autocomplete: "off",
    autocapitalize: rows ? "sentences" : "off",
    autocorrect: "off",
    spellcheck: "false",
    "aria-describedby": hint ? `${hintId} ${wrongId}` : wrongId,
    input: (/** @type {Event} */ event) => input?.(/** @type {HTMLInputElement} */ (event.currentTarget).value),
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (enter && event.key === "Enter" && !event.isComposing) enter();
    },
  };
  const box = rows ? el("textarea", { ...shared, rows }) : el("input", { ...shared, type });
  box.value = value;
  const wrong = el("p", { id: wrongId, class: "field-wrong", role: "alert" });
  const whole = el(
    "div",
    { class: "field" },
    el("label", { class: "field-label", for: id }, label),
    hint && el("p", { id: hintId, class: "field-hint" }, hint),
    box,
    wrong,
  );
  return {
    whole,
    box,
    /** Say what is wrong, and go there; an empty text takes it back. @param {string} text */
    complain(text) {
      wrong.textContent = text;
      if (text === "") box.removeAttribute("aria-invalid");
      else {
        box.setAttribute("aria-invalid", "true");
        box.focus();
      }
    },
  };
}

/**
 * A box that stands out: calm, or strong for what must not be missed.
 * @param {Child} title
 * @param {Child} [content]
 * @param {{ strong?: boolean, role?: string }} [options]
 */
export function notice(title, content, { strong, role } = {}) {
  const names = strong ? "notice notice-strong" : "notice";
  return el("div", { class: names, role }, title && el("p", { class: "notice-title" }, title), content);
}

/**
 * Ask before something that cannot be undone. Resolves to whether it was confirmed.
 * @param {{ title: string, content: Child, confirm: string, cancel: string }} texts
 * @returns {Promise<boolean>}
 */
export function ask({ title, content, confirm, cancel }) {
  const id = freshId();
  return new Promise((resolve) => {
    const done = (/** @type {boolean} */ answer) => {
      box.close();
      box.remove();
      resolve(answer);
    };
    const box = el(
      "dialog",
      { class: "dialog", "aria-labelledby": id, cancel: () => done(false) },
      el(
        "div",
        { class: "stack" },
        el("h2", { id }, title),
        content,
        el(
          "div",
          { class: "row" },
          button(cancel, () => done(false)),
          button(confirm, () => done(true), { look: "strong" }),
        ),
      ),
    );
    document.body.append(box);
    box.showModal();
  });
}

/**
 * One thing that was said. An `event` is something that happened.
 * @param {{ author?: string, heard?: string, text: Child, state?: string, kind: "mine" | "theirs" | "event" }} said
 */
export function bubble({ author, text, state, kind }) {
  return el(
    "li",
    { class: kind === "theirs" ? "bubble" : `bubble bubble-${kind}` },
    author && el("p", { class: "bubble-author" }, author),
    el("p", { class: "bubble-text", dir: kind === "event" ? null : "auto" }, text),
    state && el("p", { class: "bubble-state" }, state),
  );
}

/**
 * How far along one is.
 * @param {string} label
 * @param {number} done
 * @param {number} of
 */
export function progress(label, done, of) {
  const id = freshId();
  return el(
    "div",
    { class: "progress" },
    el("span", { id }, label),
    el("progress", { class: "progress-bar", value: done, max: of, "aria-labelledby": id }),
  );
}

/**
 * Something under way of which nobody knows how long it takes.
 * @param {string} label
 */
export function waiting(label) {
  return el("p", { class: "soft", role: "status" }, label);
}

/**
 * A codename or fingerprint: numbered words, or groups of digits.
 * @param {readonly string[]} parts
 * @param {{ digits?: boolean, lang?: string, label: string }} options
 */
export function code(parts, { digits, lang, label }) {
  const items = parts.map((part) => el("li", {}, el("bdi", { dir: "ltr" }, part)));
  const names = digits ? "code-words code-digits" : "code-words";
  return el("ol", { class: names, dir: "ltr", lang, "aria-label": label }, items);
}
