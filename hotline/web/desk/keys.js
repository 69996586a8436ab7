// Keyboard first: one key, one thing. Keys rest in fields, under dialogs, and when they are switched off.

/**
 * @typedef {object} Does
 * @property {(step: 1 | -1) => void} move
 * @property {() => void} open
 * @property {() => void} claim
 * @property {() => void} accept
 * @property {() => void} reply
 * @property {() => void} back
 * @property {() => void} lock
 * @property {() => void} help
 */

/**
 * Listen until the returned function is called.
 * @param {Does} does
 * @param {() => boolean} on
 * @returns {() => void}
 */
export function listen(does, on) {
  /** @type {Readonly<Record<string, () => void>>} */
  const keys = {
    j: () => does.move(1),
    k: () => does.move(-1),
    Enter: does.open,
    c: does.claim,
    a: does.accept,
    r: does.reply,
    l: does.lock,
    "?": does.help,
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (key === "Escape") return isField(target) ? target.blur() : does.back();
    if (isField(target) || !on() || !Object.hasOwn(keys, key)) return;
    if (key === "Enter" && target !== document.body) return;
    event.preventDefault();
    keys[key]();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** @param {EventTarget | null} target @returns {target is HTMLElement} */
function isField(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
}
