// Languages that a caller may want to speak, each as its own speakers write it.

/** @type {Readonly<Record<string, string>>} */
export const OWN_NAMES = Object.freeze({
  en: "English",
  es: "Español",
  "pt-BR": "Português (Brasil)",
  ht: "Kreyòl ayisyen",
  "zh-Hans": "简体中文",
  pa: "ਪੰਜਾਬੀ",
  ar: "العربية",
  fr: "Français",
  ru: "Русский",
  vi: "Tiếng Việt",
  am: "አማርኛ",
  ti: "ትግርኛ",
  uk: "Українська",
  prs: "دری",
  bn: "বাংলা",
  quc: "K’iche’",
  mam: "Mam",
});

/** How the speakers of a language, or of its nearest kin, write its name. @param {string} tag */
export function ownName(tag) {
  const near = Object.keys(OWN_NAMES).find((one) => one === tag || one.startsWith(`${tag}-`));
  return near ? OWN_NAMES[near] : tag;
}
