// A choice among the values that stand in the queue.

import { el, freshId } from "../shared/dom.js";

export const ALL = "";

/**
 * What is chosen among, what each value is called, and in which order they stand.
 * @typedef {{ title: string, name: (value: string) => string, compare: (one: string, two: string) => number }} What
 */

/**
 * What to show of the queue; hidden while there is only one.
 * @param {What} what
 * @param {(value: string) => void} choose
 * @param {() => void} changed
 */
export function filter({ title, name, compare }, choose, changed) {
  const id = freshId();
  const select = el("select", { id, class: "field-input filter" });
  select.addEventListener("change", () => {
    choose(select.value);
    changed();
  });
  const whole = el("div", { class: "filter-field" }, el("label", { for: id, class: "only-heard" }, title), select);
  let known = "";
  const update = (/** @type {readonly unknown[]} */ values) => {
    const all = [...new Set([...values.map((value) => (typeof value === "string" ? value : ALL)), select.value])];
    const options = all.filter((value) => value !== ALL).sort(compare);
    whole.hidden = options.length < 2 && select.value === ALL;
    if (known === options.join(" ")) return;
    known = options.join(" ");
    const chosen = select.value;
    select.replaceChildren(
      el("option", { value: ALL }, `All ${title.toLowerCase()}s`),
      ...options.map((value) => el("option", { value }, name(value))),
    );
    select.value = chosen;
  };
  return { whole, update };
}
