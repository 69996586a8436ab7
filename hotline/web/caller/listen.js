// Prompts that somebody has read aloud, to be played by a tap. Nothing shows where there is none.

import { button } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { ownName } from "./languages.js";

/** @typedef {import("./app.js").App} App */

/** @type {HTMLAudioElement | null} */
let playing = null;

/** Stop what is being played. */
export function hush() {
  if (playing === null) return;
  playing.pause();
  URL.revokeObjectURL(playing.src);
  playing = null;
}

/**
 * A button for each language in which these messages are recorded; they are played one after the other.
 * @param {App} app
 * @param {readonly string[]} keys of the messages on the screen, in order
 */
export function listen(app, keys) {
  const buttons = Object.entries(app.recordings).flatMap(([tag, known]) => {
    const there = keys.filter((key) => known.includes(key));
    return there.length > 0 ? [button(sound(tag), () => play(app, tag, there), { look: "quiet" })] : [];
  });
  return buttons.length > 0 && el("div", { class: "row listen" }, buttons);
}

/** @param {string} tag */
function sound(tag) {
  return [el("span", { class: "sound", "aria-hidden": "true" }), el("bdi", { lang: tag }, ownName(tag))];
}

/** What does not come, or what a phone cannot play, is left out: the text is there. */
/** @param {App} app @param {string} tag @param {readonly string[]} keys */
async function play(app, tag, [key, ...rest]) {
  hush();
  if (key === undefined) return;
  const answer = await fetch(new URL(`../built/audio/${app.pack.id}/${tag}/${key}.mp3`, import.meta.url)).catch(
    () => null,
  );
  if (!answer?.ok) return;
  const sound = new Audio(URL.createObjectURL(await answer.blob()));
  hush();
  playing = sound;
  sound.addEventListener("ended", () => play(app, tag, rest));
  sound.play().catch(() => null);
}
