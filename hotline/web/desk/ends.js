// What no second try mends: a link that lets nobody in, a device that the coordinator does not want.

import { ClientError } from "../peer/errors.js";
import { button } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { advice, showGate } from "./gate.js";

/** What the screen is called then. @type {Readonly<Record<string, string>>} */
const TITLES = {
  LinkUsed: "This link has been used",
  LinkExpired: "This link does not work any more",
  LinkWrong: "This link is not whole",
  LinkRefused: "You were not let in",
  Revoked: "You have been taken off",
};

/** Whether nothing is to be tried again after this. @param {unknown} failure @returns {failure is ClientError} */
export function isEnd(failure) {
  return failure instanceof ClientError && Object.hasOwn(TITLES, failure.name);
}

/**
 * Say so. Resolves when she wants to unlock with a codename.
 * @param {HTMLElement} root
 * @param {ClientError} failure
 * @returns {Promise<void>}
 */
export function showEnd(root, failure) {
  return new Promise((resolve) => {
    showGate(
      root,
      TITLES[failure.name],
      el("p", { class: "lead", role: "alert" }, advice(failure)),
      el(
        "div",
        { class: "row" },
        button("Unlock with a codename", () => resolve()),
      ),
    );
  });
}
