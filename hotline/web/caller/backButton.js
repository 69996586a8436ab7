// A phone's own way back, by button or gesture: to the screen before, like the page's. A page in one address would
// otherwise be left by it, with all that was typed. No entry of the browser's history is made for this.

/** @typedef {import("./app.js").App} App */
/** @typedef {EventTarget & { destroy(): void }} CloseWatcher */

/** @type {CloseWatcher | null} */
let watcher = null;

/**
 * Go back on the screen that is shown now. Only where there is such a button: at a desk it would be the Escape key.
 * @param {App} app
 */
export function watchBackButton(app) {
  watcher?.destroy();
  watcher = null;
  const Watcher = /** @type {{ CloseWatcher?: new () => CloseWatcher }} */ (globalThis).CloseWatcher;
  if (!Watcher || !app.canGoBack || !matchMedia("(pointer: coarse)").matches) return;
  watcher = new Watcher();
  watcher.addEventListener("close", () => app.busy || app.back());
}
