// libsodium as it comes from the server. The one file that imports it, by a path that a page, a Worker and Node all
// resolve. What is asked of it is asked of sodium.js.

/**
 * The build that this browser can run: without WebAssembly (Tor Browser's Safer level) the same in plain JavaScript.
 * Fetched anew by each call until it has come. TypeError when it does not come.
 */
export function library() {
  return typeof WebAssembly === "object"
    ? import("../../hotline/web/built/libsodium-wrappers-sumo.mjs")
    : import("../../hotline/web/built/libsodium-slow.mjs");
}
