// Ten minutes without a hand at the desk lock it. The time is read from the clock, so that a sleeping laptop counts.

const IDLE_SECONDS = 600;
const WARNING_SECONDS = 60;
const LOOK_MS = 1000;
const SIGNS = /** @type {const} */ (["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]);

/**
 * Watch for idleness until the returned function is called.
 * @param {{ warn: (secondsLeft: number | null) => void, lock: () => void }} what
 * @returns {() => void}
 */
export function watchIdle({ warn, lock }) {
  let [last, warned] = [Date.now(), false];
  const here = () => {
    last = Date.now();
    if (warned) warn(null);
    warned = false;
  };
  const look = () => {
    const left = IDLE_SECONDS - Math.floor((Date.now() - last) / 1000);
    if (left <= 0) return lock();
    if (left > WARNING_SECONDS) return;
    warned = true;
    warn(left);
  };
  const timer = setInterval(look, LOOK_MS);
  for (const sign of SIGNS) addEventListener(sign, here, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) removeEventListener(sign, here, { capture: true });
    document.removeEventListener("visibilitychange", look);
  };
}
