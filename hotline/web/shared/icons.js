// Small line drawings beside an answer, for who reads slowly. Each also has its words, so none is needed to understand.

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 24;

/** Lines on a field of 24 by 24. @type {Readonly<Record<string, string>>} */
export const ICONS = Object.freeze({
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  taken: "M5 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0M3 20c0-4 2-6 5-6s5 2 5 6M15 12h6m-3-3 3 3-3 3",
  bars: "M4 4h16v16H4zM8 4v16M12 4v16M16 4v16",
  paper: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  face: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M9 10h.01M15 10h.01M9 16c1-1.5 5-1.5 6 0",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  house: "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
  bag: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  road: "M9 3L5 21M15 3l4 18M12 5v3M12 11v3M12 17v3",
  car: "M3 16v-4l2-5h14l2 5v4zM6 16v2M18 16v2M6 12h12M7 14h.01M17 14h.01",
  pillars: "M4 9l8-5 8 5zM6 9v8M10 9v8M14 9v8M18 9v8M4 20h16M4 17h16",
  plane: "M3 13l18-7-6 14-3-6z",
});

/** A drawing, or nothing for a name that has none. @param {string | undefined} name */
export function icon(name) {
  if (name === undefined || !Object.hasOwn(ICONS, name)) return null;
  const drawing = document.createElementNS(SVG, "svg");
  const lines = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", `0 0 ${SIZE} ${SIZE}`);
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  lines.setAttribute("d", ICONS[name]);
  drawing.append(lines);
  return drawing;
}
