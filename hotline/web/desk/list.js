// A list that follows what it shows: rows keep their element, their focus and their place.

import { readable } from "../shared/dom.js";

/**
 * @template Item
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {(item: Item) => void} update
 */

/**
 * A keyed list inside `list`. The returned function makes it show these items, in this order.
 * @template Item
 * @param {HTMLElement} list
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => Row<Item>} make
 * @returns {(items: readonly Item[]) => void}
 */
export function following(list, keyOf, make) {
  /** @type {Map<string, Row<Item>>} */
  let rows = new Map();
  return (items) => {
    const next = new Map(items.map((item) => [keyOf(item), rows.get(keyOf(item)) ?? make(item)]));
    for (const [key, row] of rows) if (!next.has(key)) row.element.remove();
    rows = next;
    let place = list.firstElementChild;
    for (const item of items) {
      const row = /** @type {Row<Item>} */ (rows.get(keyOf(item)));
      row.update(item);
      if (row.element === place) place = place.nextElementSibling;
      else list.insertBefore(row.element, place);
    }
  };
}

/** Set a text only when it differs, so that nothing is read aloud again. @param {Node} node @param {string} text */
export function setText(node, text) {
  const shown = readable(text);
  if (node.textContent !== shown) node.textContent = shown;
}
