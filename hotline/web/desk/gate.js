// The screens before the desk: one column, a heading that is gone to, and what there is to do.

import { ClientError } from "../peer/errors.js";
import { el } from "../shared/dom.js";

/** @typedef {import("../shared/dom.js").Child} Child */

const LONGEST_ADVICE = 400;

/** Advice for who has a page and no command line. @type {Readonly<Record<string, string>>} */
const ADVICE = {
  NoDirectory: "This hotline is being set up. Ask your coordinator, and try again later.",
  NotApproved: "Your coordinator has not approved this yet. Read your six words to her by telephone.",
  NoSuchMember: "She is not there any more. Look at the list again.",
  ExpiredDirectory: "What the server shows of this hotline has run out. Call your coordinator; nothing was sent.",
  OlderDirectory: "The server shows an older state than this device knows. Call your coordinator; nothing was sent.",
  BrokenHistory: "What the server shows does not follow what this device knows. Call your coordinator.",
  BadSignature: "What the server shows is not signed by this organization. Do not go on; call your coordinator.",
  TooLong: "This is too long. Shorten it, or say it in several messages.",
};

/**
 * Show a screen in place of what was there.
 * @param {HTMLElement} root
 * @param {string} title
 * @param {...Child} content
 */
export function showGate(root, title, ...content) {
  const heading = el("h1", { tabindex: "-1" }, title);
  const gate = el("main", { class: "gate stack stack-loose" }, organizationLine(), heading, ...content);
  root.replaceChildren(gate);
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
  return gate;
}

/** What the server says of itself in the page. @param {"root" | "organization" | "phone"} name */
export function told(name) {
  const meta = document.querySelector(`meta[name="hotline-${name}"]`);
  return meta instanceof HTMLMetaElement ? meta.content : "";
}

/** What a person is told of a failure. @param {unknown} failure */
export function advice(failure) {
  const { name, message } = failure instanceof Error ? failure : { name: "", message: "" };
  const text = Object.hasOwn(ADVICE, name) ? ADVICE[name] : failure instanceof ClientError ? message : "";
  return (text || "This did not work. Try again.").slice(0, LONGEST_ADVICE);
}

function organizationLine() {
  const name = told("organization");
  return name !== "" && el("p", { class: "soft small" }, name);
}
