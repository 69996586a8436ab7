// Leaving: at once, by button or by Escape pressed three times; and what the browser may keep when she leaves otherwise.

const NEUTRAL = "https://www.wikipedia.org/";
const PRESSES = 3;
const WITHIN_MS = 1500;

/**
 * Wipe, then another page in place of this one, so that Back does not return here.
 * @param {() => void} wipe
 */
export function leave(wipe) {
  clear(wipe);
  location.replace(NEUTRAL);
}

/**
 * Watch for Escape, and for every way in which this page can be left or come back.
 *
 * One Escape closes a dialog or stops loading, so three are asked for. A browser may keep a page that was left, to show
 * it again on Back: it is emptied when left, and loaded anew should it come back.
 * @param {() => void} wipe
 */
export function guard(wipe) {
  /** @type {number[]} */
  let presses = [];
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
      if (presses.length >= PRESSES) leave(wipe);
    },
    { capture: true },
  );
  addEventListener("pagehide", () => clear(wipe));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    clear(wipe);
    location.replace(location.href); // a visit of its own: who comes back is told nothing of the one before
  });
}

/** @param {() => void} wipe */
function clear(wipe) {
  wipe();
  document.body.replaceChildren();
}
