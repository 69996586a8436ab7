// Unlocking by codename: the same screen for the desk and for the coordinator's page.

import { CodenameError } from "../../../crypto/js/errors.js";
import { button, field, notice, rest } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { advice, showGate } from "./gate.js";

const WRONG =
  "This is not a codename of this hotline: a word is missing or misspelt. Write all eight words, or the 27 digits.";

/**
 * Ask for the codename until `open` succeeds with it.
 * @template T
 * @param {HTMLElement} root
 * @param {{ title: string, said?: string, more?: import("../shared/dom.js").Child,
 *   open: (typed: string) => Promise<T> }} what
 * @returns {Promise<T>}
 */
export function askCodename(root, { title, said, more, open }) {
  return new Promise((resolve) => {
    const status = el("div", { class: "stack", "aria-live": "polite" });
    const submit = async () => {
      if (go.ariaDisabled === "true") return;
      const typed = codename.box.value.trim();
      codename.complain("");
      if (typed === "") return codename.complain("Write your codename first.");
      rest(go, true);
      status.replaceChildren(el("p", { class: "soft" }, "Unlocking. This takes a few seconds, on purpose."));
      try {
        const opened = await open(typed);
        codename.box.value = "";
        resolve(opened);
      } catch (failure) {
        rest(go, false);
        status.replaceChildren();
        if (failure instanceof CodenameError) codename.complain(WRONG);
        else status.replaceChildren(notice("Not unlocked", el("p", {}, advice(failure)), { strong: true }));
      }
    };
    const codename = field("Codename", {
      hint: "The eight words you wrote down, or the 27 digits.",
      dir: "ltr",
      enter: () => void submit(),
    });
    const go = button("Unlock", () => void submit(), { look: "primary" });
    showGate(root, title, said && notice(said), codename.whole, el("div", { class: "row" }, go), status, more);
    codename.box.focus();
  });
}
