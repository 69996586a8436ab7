// Words for what a stranger wrote and for what is the same in every field. What a pack calls its own is in names.js.

const LONGEST = 120;
const NOT_KNOWN = "Not known";
const [ISOLATE, POP] = ["\u2068", "\u2069"];
/** What turns text round. It could reach beyond what it stands in. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @type {Readonly<Record<string, string>>} */
const ROLES = { self: "The caller", client: "The person in trouble", other_side: "On the other side" };

/** Languages that browsers have no name for. @type {Readonly<Record<string, string>>} */
const LANGUAGES = { quc: "K\u02bciche\u02bc", mam: "Mam", prs: "Dari" };

const languageNames = new Intl.DisplayNames("en", { type: "language" });

/** @param {unknown} id */
export function role(id) {
  return typeof id === "string" && Object.hasOwn(ROLES, id) ? ROLES[id] : asItIs(id);
}

/** The English name of a language tag; the tag itself when the browser knows none. @param {unknown} tag */
export function language(tag) {
  if (typeof tag !== "string" || tag === "") return "Language not known";
  if (Object.hasOwn(LANGUAGES, tag)) return LANGUAGES[tag];
  try {
    return languageNames.of(tag) ?? asItIs(tag);
  } catch {
    return asItIs(tag);
  }
}

/** Whatever it is, as it is, so that it changes nothing of what stands around it. @param {unknown} value */
export function asItIs(value) {
  if (value === null || value === undefined || value === "") return NOT_KNOWN;
  return `${ISOLATE}${short(written(value).replace(TURNS, ""))}${POP}`;
}

/** @param {unknown} value */
function written(value) {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return "…"; // nested deeper than can be written
  }
}

/** The words of an id that is a name already. @param {string} id */
export function sentence(id) {
  const words = id.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {string} text */
function short(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
