// Writing an answer. The draft outlives the lock; what was sent while not connected goes by itself, once.

import { button, field, notice, rest } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { setText } from "./list.js";
import { UNSENT } from "./messages.js";

/** @typedef {import("../peer/held.js").HeldCase} HeldCase */
/** @typedef {import("./session.js").Session} Session */

const ROWS = 5;
const UNSENT_TEXT =
  "It goes by itself once there is a connection: keep this page open until then. You need not write it again.";

/** @param {Session} session @param {string} name */
export function composer(session, name) {
  const write = field("Your answer", {
    rows: ROWS,
    value: session.kept.drafts[name] ?? "",
    hint: "Plain words, in the caller's language if you can. Ctrl and Enter send.",
    input: (text) => session.draft(name, text),
  });
  write.box.id = "reply";
  write.whole.querySelector("label")?.setAttribute("for", "reply");
  const send = button("Send", () => void submit(), { look: "primary" });
  const unsent = el("div", { role: "status" });
  const submit = async () => {
    const text = write.box.value.trim();
    write.complain(text === "" ? "Write an answer first." : "");
    if (text !== "" && !session.doing.has(name)) await session.reply(name, text);
    if (session.kept.drafts[name] === undefined) write.box.value = "";
  };
  write.box.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
    if (key === "Enter" && (ctrlKey || metaKey)) void submit();
  });
  const update = (/** @type {HeldCase} */ held) => {
    const sending = session.doing.get(name) === "replying";
    rest(send, session.doing.has(name));
    write.box.readOnly = sending;
    setText(send, sending ? "Sending…" : "Send");
    const waits = !sending && held.thread?.conversation.outbox.some((one) => !one.sent);
    if (Boolean(waits) === unsent.hasChildNodes()) return;
    unsent.replaceChildren(...(waits ? [notice(UNSENT, el("p", {}, UNSENT_TEXT), { strong: true })] : []));
  };
  /** Put words after what is written, and go there. @param {string} text */
  const put = (text) => {
    const before = write.box.value.trimEnd();
    write.box.value = before === "" ? text : `${before}\n\n${text}`;
    session.draft(name, write.box.value);
    write.complain("");
    write.box.focus();
  };
  const whole = el("div", { class: "stack" }, unsent, write.whole, el("div", { class: "row" }, send));
  return { whole, update, put };
}
