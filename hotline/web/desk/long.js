// Long words of a stranger: the beginning is shown, and the rest when it is asked for.

import { button } from "../shared/components.js";
import { freshId } from "../shared/dom.js";
import { setText } from "./list.js";

const LONGEST = 900; // characters
const LINES = 14;

/**
 * Shorten a text that is long, and give the button that shows all of it; null for a short one.
 * @param {HTMLElement} element
 */
export function shortened(element) {
  const text = element.textContent ?? "";
  if (text.length <= LONGEST && text.split("\n").length <= LINES) return null;
  element.id ||= freshId();
  const press = () => show(element.classList.contains("words-short"));
  const more = button("", press, { look: "quiet" });
  more.setAttribute("aria-controls", element.id);
  const show = (/** @type {boolean} */ all) => {
    element.classList.toggle("words-short", !all);
    more.setAttribute("aria-expanded", String(all));
    setText(more, all ? "Show less" : "Show all of it");
  };
  show(false);
  return more;
}
