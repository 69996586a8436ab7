// Where the keyboard is. What had it may go with a screen, or with a part of one: it must not be lost then.

/**
 * Watch a screen: when what had the focus is taken away, switched off or hidden, the heading gets it.
 * @param {HTMLElement} main
 * @param {HTMLElement} heading
 */
export function keepFocus(main, heading) {
  /** @type {Element | null} */
  let last = null;
  main.addEventListener("focusin", ({ target }) => {
    last = /** @type {Element} */ (target);
  });
  const look = () => {
    const gone = last !== null && (!main.contains(last) || last.matches(":disabled") || !last.checkVisibility());
    if (!gone || !main.isConnected) return;
    last = null;
    const now = document.activeElement;
    if (now === null || now === document.body || now.matches(":disabled")) heading.focus({ preventScroll: true });
  };
  const watched = { subtree: true, childList: true, attributeFilter: ["disabled", "hidden"] };
  new MutationObserver(look).observe(main, watched);
}
