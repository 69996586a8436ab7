// What the words of a card and of a directory are called on the desk.

/** @type {Readonly<Record<string, string>>} */
const MATTERS = {
  order_violated: "A court order is being ignored",
  third_country_removal: "Removal to a third country",
  enforcement_in_progress: "Officers are there now",
  workplace_raid: "Raid at a workplace",
  dependent_alone: "Child or dependent left alone",
  medical_in_detention: "Medical danger in detention",
  minor_detained: "Minor detained",
  citizen_detained: "Citizen detained",
  resident_detained: "Permanent resident detained",
  fear_review: "Fear interview or its review",
  expedited_removal: "Expedited removal",
  reinstatement: "Reinstated order",
  locate_detainee: "Find a detained person",
  removal_appeal: "Appeal of a removal order",
  in_absentia_order: "Ordered removed in absence",
  custody: "Custody and bond",
  check_in: "Check-in with officers",
  removal_order: "Removal order",
  victim_protection: "Protection for victims",
  status_ended: "Status has ended",
  asylum: "Asylum",
  notice_to_appear: "Notice to appear",
  general: "Immigration question",
};

/** @type {Readonly<Record<string, string>>} */
const URGENCIES = {
  U0: "Minutes",
  U1: "Within the hour",
  U2: "Within a day",
  U3: "Within 3 days",
  U4: "Within a week",
};

/** @type {Readonly<Record<string, string>>} */
const LICENCES = {
  federal: "Federal bar",
  attorney: "Attorney",
  full_rep: "Fully accredited representative",
  partial_rep: "Partially accredited representative",
  supervised: "Supervised volunteer",
};

/** @type {Readonly<Record<string, string>>} */
const ROLES = { self: "The caller", client: "The person in trouble", other_side: "On the other side" };

/** @type {Readonly<Record<string, string>>} */
const QUESTIONS = {
  device: "Telephone or computer",
  language: "Language",
  who: "Who writes",
  now: "What is happening",
  where: "Where",
  danger: "Danger",
  state: "Place",
  located: "Found in detention",
  next_date: "Next date",
  date_kind: "Kind of date",
  papers: "Papers received",
  signed: "Signed something",
  ordered: "Ordered removed",
  returned: "Returned after removal",
  order_ignored: "Court order ignored",
  decision_days: "Days since the decision",
  bond_denied: "Bond denied",
  afraid: "Afraid to return",
  presence: "Time in the country",
  status: "Status",
  age: "Age",
  lawyer: "Has a lawyer",
};

/** The codes with which a case is closed, and what each says. */
export const CLOSING_CODES = Object.freeze([
  { value: "advice", label: "Advice" },
  { value: "brief_service", label: "Brief service" },
  { value: "extended_service", label: "Extended service" },
  { value: "information_only", label: "Information only" },
  { value: "referral_accepted", label: "Referral accepted" },
  { value: "referral_declined", label: "Referral declined" },
  { value: "unreachable", label: "Could not be reached" },
  { value: "removed_or_transferred", label: "Removed or transferred" },
  { value: "duplicate", label: "Same case twice" },
  { value: "out_of_scope", label: "Outside this hotline" },
  { value: "abuse", label: "Abuse of the hotline" },
]);

const LONGEST = 120;

/** @param {unknown} id */
export function matter(id) {
  return named(MATTERS, id);
}

/** @param {unknown} id */
export function urgency(id) {
  return named(URGENCIES, id);
}

/** @param {unknown} id */
export function licence(id) {
  return named(LICENCES, id);
}

/** @param {unknown} id */
export function role(id) {
  return named(ROLES, id);
}

/** @param {unknown} id */
export function question(id) {
  return named(QUESTIONS, id);
}

/** Languages that browsers have no name for. @type {Readonly<Record<string, string>>} */
const LANGUAGES = { quc: "K\u02bciche\u02bc", mam: "Mam", prs: "Dari" };

const languageNames = new Intl.DisplayNames("en", { type: "language" });

/** The English name of a language tag; the tag itself when the browser knows none. @param {unknown} tag */
export function language(tag) {
  if (typeof tag !== "string" || tag === "") return "Language not known";
  if (Object.hasOwn(LANGUAGES, tag)) return LANGUAGES[tag];
  try {
    return languageNames.of(tag) ?? short(tag);
  } catch {
    return short(tag);
  }
}

/** @param {unknown} place */
export function place(place) {
  if (typeof place !== "string" || place === "") return "Place not known";
  if (place === "abroad") return "Abroad";
  return short(place.startsWith("US-") ? place.slice(3) : place);
}

/** Whatever an answer is, as words. @param {unknown} value @returns {string} */
export function plain(value) {
  if (value === null || value === undefined || value === "") return "not known";
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value === "object") return short(JSON.stringify(value));
  return sentence(String(value));
}

/** @param {Readonly<Record<string, string>>} table @param {unknown} id */
function named(table, id) {
  if (typeof id !== "string" || id === "") return "Not known";
  return Object.hasOwn(table, id) ? table[id] : sentence(id);
}

/** @param {string} id */
function sentence(id) {
  const words = short(id).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {string} text */
function short(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
