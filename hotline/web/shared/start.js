// Begins a member's page: the one script that its tag names. Browsers keep neither this file nor listed.js, so that what was
// changed on its way once is put right by them, and does not keep her out for as long as it is kept.
//
// A browser compares no module of a Worker with the page's list. So they are compared here, before anything starts one: it
// then runs what the browser keeps of them. So are the styles, which no import names.

import { putRight } from "./listed.js";

// The libraries as library.js and stretching.js choose them.
const NOT_IMPORTED =
  typeof WebAssembly === "object"
    ? /\/crypto\/js\/|\/built\/(?:argon2|libsodium-(?!slow))|\.css$/
    : /\/crypto\/js\/|\/built\/libsodium-slow|\.css$/;

/** Run main.js, the first module that the page asks for; what failed once stays so until a reload. NotAsListed. */
async function start() {
  const main = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="modulepreload"]'));
  if (await putRight(NOT_IMPORTED)) return location.reload();
  try {
    await import(main.href);
  } catch (failure) {
    if (!(await putRight())) throw failure;
    location.reload();
  }
}

void start();
