"""Whether all that a page shows can be read and reached, however narrow the window and however large the letters."""

import json

from playwright.sync_api import Page

# Each problem in a few words, with the beginning of the text that has it.
PROBLEMS = """() => {
  const found = [];
  const say = (what, one) => found.push(`${what}: ${(one.textContent.trim() || one.outerHTML).slice(0, 60)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`scrolls sideways by ${scrollWidth - clientWidth}`);
  const out = (inner, left, right) => inner.width > 0 && (inner.left < left - 1 || inner.right > right + 1);
  const among = document.querySelector("dialog") ?? document.body;
  const shown = [...among.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest(".only-heard"));
  for (const one of shown) {
    const box = one.getBoundingClientRect();
    if (out(box, 0, clientWidth)) say("is wider than the window", one);
    const holder = one.closest(".notice, .card, .bubble, .choice, .field, dialog")?.getBoundingClientRect() ?? box;
    if (out(box, holder.left, holder.right)) say("is wider than what it stands in", one);
    const { overflowX, overflowY } = getComputedStyle(one);
    const over = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    if (over && [overflowX, overflowY].some((way) => ["hidden", "clip"].includes(way))) say("is cut off", one);
    for (const text of one.closest("select") ? [] : one.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE || text.data.trim() === "") continue;
      const words = [...text.data.matchAll(/\\S+/g)].map(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return [...range.getClientRects()];
      });
      const around = one.closest("button, a, li, p, label, h1, h2, summary, div").getBoundingClientRect();
      if (words.flat().some((line) => out(line, around.left, around.right))) say("runs out of its box", one);
      if (one.closest(".code-words") && words.some((lines) => lines.length > 1)) say("is broken in two", one);
    }
  }
  const was = scrollY;
  for (const one of shown.filter((each) => each.matches("button, a, select, input, textarea, summary"))) {
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const whole = one.closest("label") ?? one;
    const { left, top, width, height } = one.getBoundingClientRect();
    const spot = document.elementFromPoint(left + width / 2, top + height / 2);
    if (spot === null || !(whole.contains(spot) || spot.contains(whole))) say("cannot be reached", one);
  }
  scrollTo(0, was);
  return found;
}"""


def fits(page: Page) -> None:
    """Nothing is cut, runs out of its box or of the window, or lies under something else for good."""
    found = page.evaluate(PROBLEMS)
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)
