// In which order a caller is asked, and what she reads on the way. Pure: from her answers to the list of screens.
//
// Questions bear the names of the pack. With officers at the door she sends after four answers, and her code comes
// after; everyone else has the code before anything is sent.

/** @typedef {Record<string, string | string[] | undefined>} Answers */

export const QUESTIONS = Object.freeze([
  ...["now", "where", "device", "danger", "who", "state", "located", "age", "signed", "ordered", "papers", "next_date"],
  ...["date_kind", "language"],
]);

const HELD = ["just_taken", "detained"];
const ON_PAPER = ["papers", "date"];
const LINES = ["child_alone", "medical", "pregnancy", "self_harm", "violence_at_home"];
const DATES = ["today", "within_3_days", "within_14_days", "later"];
const URGENT = ["now", "officers", "where", "state", "language", "urgent", "codename", "confirm", "next"];

/**
 * The screens from the first question to "what happens next".
 * @param {Answers} answers
 * @returns {readonly string[]}
 */
export function journey(answers) {
  const { now, device, danger, who, next_date: date } = answers;
  if (now === "officers_here") return URGENT;
  const held = HELD.includes(String(now));
  const onPaper = ON_PAPER.includes(String(now));
  const dangers = Array.isArray(danger) ? danger : [];
  return [
    "now",
    "device",
    ...when(device === "monitored", "monitored"),
    ...when(device === "shared", "shared"),
    "danger",
    ...when(
      dangers.some((one) => LINES.includes(one)),
      "lines",
    ),
    "who",
    ...when(held, "held"),
    ...when(onPaper, "dates"),
    "state",
    ...when(held && who !== "self", "located"),
    ...when(held, "age", "signed"),
    ...when(held || onPaper, "ordered", "papers"),
    ...when(onPaper, "next_date"),
    ...when(onPaper && DATES.includes(String(date)), "date_kind"),
    "language",
    ...["consent", "names", "words", "callback", "codename", "confirm", "send", "next"],
  ];
}

/**
 * Which question of how many a screen is; null for what is no question.
 * @param {readonly string[]} path
 * @param {string} screen
 */
export function place(path, screen) {
  const asked = path.filter((one) => QUESTIONS.includes(one));
  const at = asked.indexOf(screen);
  return at < 0 ? null : { number: at + 1, of: asked.length };
}

/** @param {boolean} condition @param {...string} screens */
function when(condition, ...screens) {
  return condition ? screens : [];
}
