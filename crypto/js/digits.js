// Decimal digits of any script.

const DECIMAL = /\p{Nd}/u;

/**
 * What the digits in a text are worth, one by one; all else is passed over.
 * @param {string} text
 */
export function decimals(text) {
  return Array.from(text)
    .filter((character) => DECIMAL.test(character))
    .map(decimal);
}

/**
 * Unicode gives each script ten code points in a row, from zero to nine; where rows touch they are whole rows, so the
 * distance from the first of them tells.
 * @param {string} character
 */
function decimal(character) {
  const point = character.codePointAt(0) ?? 0;
  let zero = point;
  while (DECIMAL.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (point - zero) % 10;
}
