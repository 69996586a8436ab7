// libsodium as it comes from the server. The one file that imports it, by a path that a page, a Worker and Node all
// resolve. What is asked of it is asked of sodium.js; without WebAssembly of stretching.js too.

const AGAIN_MS = 3000;

/**
 * The build that this browser can run: without WebAssembly (Tor Browser's Safer level) the same in plain JavaScript.
 * Fetched anew by each call until it has come. TypeError when it does not come.
 */
export function library() {
  return typeof WebAssembly === "object"
    ? import("../../hotline/web/built/libsodium-wrappers-sumo.mjs")
    : import("../../hotline/web/built/libsodium-slow.mjs");
}

/**
 * What `load` imports, once it has come. A module that has failed once is never run again, in this page or Worker. So one
 * that needs a library as it begins does not fail for want of a connection: it asks again.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function arrived(load) {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return arrived(load);
  }
}
