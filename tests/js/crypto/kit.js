// What the crypto tests share, in Node and in a page.

/** @param {Uint8Array} octets */
export function hex(octets) {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** @param {string} digits */
export function unhex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {readonly string[]} digits */
export function unhexAll(digits) {
  return digits.map(unhex);
}

/**
 * A function that gives these draws (hex), one after another, and no others.
 * @param {readonly string[]} draws
 */
export function playback(draws) {
  const left = draws.map(unhex);
  return (/** @type {number} */ size) => {
    const next = left.shift();
    if (next?.length !== size) throw new Error("a draw of another size");
    return next;
  };
}

/**
 * `octets` with some of them replaced: a list of [offset, hex].
 * @param {Uint8Array} octets
 * @param {readonly (readonly [number, string])[]} patches
 */
export function patched(octets, patches) {
  const changed = octets.slice();
  for (const [offset, digits] of patches) changed.set(unhex(digits), offset);
  return changed;
}

/**
 * Complain unless two values are alike: bytes, or what JSON can say.
 * @param {unknown} got
 * @param {unknown} wanted
 */
export function same(got, wanted) {
  const [one, two] = [plain(got), plain(wanted)];
  if (one !== two) throw new Error(`got ${one.slice(0, 200)}, not ${two.slice(0, 200)}`);
}

/** @param {unknown} value @returns {string} */
function plain(value) {
  if (value instanceof Uint8Array) return JSON.stringify(hex(value));
  return JSON.stringify(value, (_name, inner) => (inner instanceof Uint8Array ? hex(inner) : inner)) ?? "undefined";
}

/**
 * A step for `attempt` that gives, or fails with, what a promise has come to.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<() => T>}
 */
export function outcome(promise) {
  return promise.then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );
}

/**
 * Complain unless `step` fails with the error of this name; without a name, give what it gives.
 * @template T
 * @param {string | undefined} error
 * @param {() => T} step
 * @returns {T | undefined}
 */
export function attempt(error, step) {
  if (error === undefined) return step();
  try {
    step();
  } catch (caught) {
    same(caught instanceof Error ? caught.name : caught, error);
    return undefined;
  }
  throw new Error(`no ${error}`);
}
