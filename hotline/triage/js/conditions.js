// Conditions on answers, as a built pack has them. Twin of ../conditions.py, which says what each form means.

/**
 * @typedef {{ all: Condition[] }
 *   | { any: Condition[] }
 *   | { not: Condition }
 *   | { question: string, in: string[] }
 *   | { question: string, atMost: number }} Condition
 * @typedef {Record<string, string[] | number>} Facts
 */

/**
 * Whether a condition is true of the facts.
 * @param {Condition} condition
 * @param {Facts} facts
 * @returns {boolean}
 */
export function holds(condition, facts) {
  if ("all" in condition) return condition.all.every((part) => holds(part, facts));
  if ("any" in condition) return condition.any.some((part) => holds(part, facts));
  if ("not" in condition) return !holds(condition.not, facts);
  const fact = facts[condition.question];
  if ("in" in condition) return Array.isArray(fact) && fact.some((value) => condition.in.includes(value));
  return typeof fact === "number" && fact <= condition.atMost;
}
