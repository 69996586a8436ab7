// Building the document. Text goes in as text nodes only, so nothing that a stranger wrote can become markup.

/** @typedef {Node | string | null | undefined | false | readonly Child[]} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

/**
 * An element. An attribute that is a function listens to the event of its name, without "on"; true is an empty
 * attribute; false, null and undefined are left out.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  put(made, children);
  return made;
}

/**
 * Put children at the end.
 * @param {Element | DocumentFragment} into
 * @param {readonly Child[]} children
 */
export function put(into, children) {
  for (const child of children) {
    if (Array.isArray(child)) put(into, child);
    else if (child instanceof Node) into.append(child);
    else if (child) into.append(readable(String(child)));
  }
}

/**
 * A stranger's text without the signs that turn the direction of what follows by force: they are for tricks alone, as
 * digits that read backwards.
 * @param {string} text
 */
export function readable(text) {
  return text.replace(/[\u202d\u202e]/g, "");
}

/**
 * Text that reads from left to right whatever stands around it: numbers to dial, codes, words of another list.
 * @param {string} text
 * @param {string} [className]
 */
export function ltr(text, className) {
  return el("bdi", { dir: "ltr", class: className }, text);
}

/**
 * A number to dial.
 * @param {string} number
 * @param {string} [className]
 */
export function phoneLink(number, className) {
  return el("a", { href: `tel:${number.replace(/[^+\d]/g, "")}`, class: className }, ltr(number));
}

let last = 0;

/** An id that no other element has. */
export function freshId() {
  last += 1;
  return `e${last}`;
}
