// The conversation, live while the page is open, with "erase everything" always in reach.

import { ask, bubble, button, field, notice } from "../../shared/components.js";
import { el } from "../../shared/dom.js";
import { partsOf } from "../session.js";
import { promised } from "../waiting.js";
import { advice, callButton, title, troubleBox } from "./parts.js";
import { rightsCards } from "./rights.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../line.js").Caller} Caller */
/** @typedef {import("../../peer/thread.js").Entry} Entry */

const HOUR = 3600;
const MINUTE = 60;

/** @type {import("../app.js").Screen} */
export function talkScreen(app) {
  const { m } = app;
  const list = el("ol", { class: "bubbles" });
  const log = el("div", { role: "log", "aria-label": m.t("talk.title") }, list);
  const standing = el("div", { class: "stack" });
  const live = el("p", { class: "soft small live" });
  const writing = replyForm(app);
  const wrong = el("div");
  const erasing = el("div");
  const content = el(
    "div",
    { class: "stack talk" },
    title(m.t("talk.title")),
    live,
    standing,
    log,
    wrong,
    erasing,
    writing.whole,
    el(
      "div",
      { class: "row endings" },
      button(m.t("talk.code"), () => app.go("codename")),
      button(m.t("erase.button"), () => erase(app, erasing), { id: "erase" }),
    ),
  );
  let seen = "";
  const update = () => {
    const caller = app.line.caller;
    if (caller === null) return;
    if (app.line.trouble?.name === "NoVault") return app.go("gone"); // erased, from another window or by who had the code
    const now = fingerprint(app, caller);
    if (now === seen) return;
    seen = now;
    live.textContent = app.line.connected ? m.t("talk.live") : "";
    standing.replaceChildren(...[outlook(app, caller)].filter((node) => node !== null));
    list.replaceChildren(...caller.thread().flatMap((entry) => said(app, caller, entry)), ...onItsWay(app, caller));
    list.hidden = list.childElementCount === 0;
    const told = erasing.childElementCount > 0; // that erasing goes on, or why it did not work
    wrong.replaceChildren(...(app.line.trouble && !told ? [troubleBox(app, app.line.trouble)] : []));
    writing.show(caller);
  };
  update();
  return { content, update };
}

/** What the screen depends on, to draw only what is new. @param {App} app @param {Caller} caller */
function fingerprint(app, caller) {
  const entries = caller.thread().map((entry) => `${entry.n}${pending(caller, entry) ? "p" : ""}`);
  const own = [
    app.session.saying.length,
    caller.term,
    caller.closed,
    app.line.connected,
    app.line.trouble?.name,
    late(app, caller),
  ];
  return [...entries, ...own].join(" ");
}

/** @param {Caller} caller @param {Entry} entry */
function pending(caller, entry) {
  return caller.case?.conversation.outbox.some((one) => one.n === entry.n && !one.sent) ?? false;
}

/** What is said of a message that has not gone. @param {App} app @param {Caller} caller */
function whyPending({ line }, caller) {
  if (line.trouble) return "send.not";
  return caller.term === null ? "talk.waits" : "talk.sending";
}

/** When the first answer was promised for. @param {App} app @param {Caller} caller */
function promisedBy({ session }, caller) {
  const opened = session.sentAt ?? ((caller.case?.opened ?? 0) + 1) * HOUR;
  return opened + promised(caller.directory, String(caller.card.urgency)) * MINUTE;
}

/** @param {App} app @param {Caller} caller */
function late(app, caller) {
  return caller.case !== null && caller.term === null && caller.post.now() > promisedBy(app, caller);
}

/** How the case stands, when there is something to say of it. @param {App} app @param {Caller} caller */
function outlook(app, caller) {
  const { m } = app;
  if (caller.case === null) return el("div", { class: "stack" }, el("p", {}, m.t("talk.empty")), homeButton(app));
  if (caller.closed) {
    const turn = [el("p", {}, m.t("talk.closed.turn")), callButton(app), homeButton(app)];
    return notice(m.t("talk.closed.title"), turn, { strong: true });
  }
  if (late(app, caller)) {
    const self = el("details", {}, el("summary", {}, m.t("talk.late.self")), rightsCards(app));
    return notice(m.t("talk.late.title"), [el("p", {}, m.t("talk.late.text")), callButton(app), self], {
      strong: true,
    });
  }
  if (caller.term !== null) return null;
  const by = m.moment(promisedBy(app, caller), caller.post.now());
  return notice(m.t("talk.nobody"), el("p", {}, m.t("talk.nobody.text", { moment: by })));
}

/** @param {App} app @param {Caller} caller @param {Entry} entry */
function said(app, caller, entry) {
  const { m } = app;
  const { kind, text, mine } = entry;
  if (mine && kind === "notice") return [];
  if (kind === "hello") return [bubble({ text: greeting(app, caller, entry.word("desk")), kind: "event" })];
  if (kind === "closing")
    return [bubble({ author: m.t("talk.volunteer"), text: farewell(app, entry), kind: "theirs" })];
  if (kind === "notice")
    return [bubble({ text: m.t(entry.word("reason") === "lost" ? "talk.notice" : "talk.back"), kind: "event" })];
  if (["another", "lost"].includes(kind)) return [bubble({ text: m.t(`talk.${kind}`), kind: "event" })];
  const state = pending(caller, entry) ? m.t(whyPending(app, caller)) : undefined;
  const words = text === "" && kind === "opening" ? el("em", {}, m.t("talk.nowords")) : text;
  return [
    bubble({ author: m.t(mine ? "talk.you" : "talk.volunteer"), text: words, state, kind: mine ? "mine" : "theirs" }),
  ];
}

/** Whether a text is in the conversation. @param {Caller | null} caller @param {string} text */
function stands(caller, text) {
  return caller?.thread().some((entry) => entry.mine && entry.text === text) ?? false;
}

/** What she has just said and that is not kept anywhere yet but here. @param {App} app @param {Caller} caller */
function onItsWay({ m, session }, caller) {
  return session.saying
    .filter((text) => !stands(caller, text))
    .map((text) => bubble({ author: m.t("talk.you"), text, state: m.t("talk.sending"), kind: "mine" }));
}

/** Who is reading; of which desk, when the volunteer's device says so, the case went to it and the directory has it. */
/** @param {App} app @param {Caller} caller @param {string} deskId */
function greeting({ m }, caller, deskId) {
  const desk = caller.directory.desks.find(({ id }) => id === deskId && caller.case?.desks.includes(id));
  if (desk === undefined) return m.t("talk.hello");
  const lines = [m.t("talk.hello"), m.t(`licence.${desk.licence}`), m.t("talk.desk", { desk: desk.label })];
  return lines.join("\n");
}

/** @param {App} app @param {Entry} entry */
function farewell({ m }, entry) {
  const key = `closing.${entry.word("code")}`;
  return [m.has(key) ? m.t(key) : "", entry.text].filter(Boolean).join("\n");
}

/** @param {App} app */
function replyForm(app) {
  const { m, session, line } = app;
  const typed = field("", {
    value: session.reply,
    rows: 3,
    input: (text) => {
      session.reply = text;
    },
  });
  typed.box.classList.add("short");
  const send = async () => {
    const text = session.reply.trim();
    if (text === "") return typed.box.focus();
    typed.complain("");
    session.reply = typed.box.value = "";
    const parts = partsOf(text);
    session.saying.push(...parts);
    app.view.update?.();
    try {
      for (const part of parts) await line.reply(part);
    } catch (error) {
      const left = parts.filter((part) => !stands(line.caller, part)).join("");
      if (session.reply === "") session.reply = typed.box.value = left;
      typed.complain(advice(app, error));
    } finally {
      session.saying = session.saying.filter((one) => !parts.includes(one));
      app.view.update?.();
    }
  };
  const whole = el("div", { class: "stack" }, typed.whole, button(m.t("talk.send"), send, { look: "primary" }));
  const label = /** @type {HTMLElement} */ (typed.whole.querySelector("label"));
  return {
    whole,
    /** @param {Caller} caller */
    show(caller) {
      whole.hidden = caller.closed || caller.case === null;
      label.textContent = m.t(caller.term === null ? "talk.add" : "talk.reply");
    },
  };
}

/** @param {App} app @param {HTMLElement} place */
async function erase(app, place) {
  const { m, line, session } = app;
  const texts = { title: m.t("erase.title"), confirm: m.t("erase.yes"), cancel: m.t("erase.no") };
  if (!(await ask({ ...texts, content: el("p", {}, m.t("erase.text")) }))) return;
  const bar = el("progress", { class: "progress-bar", "aria-label": m.t("erase.doing") });
  place.replaceChildren(el("div", { class: "stack", role: "status" }, el("p", {}, m.t("erase.doing")), bar));
  try {
    await line.erase();
    if (app.session !== session) return;
    app.go("erased");
  } catch (error) {
    const content = [
      el("p", {}, advice(app, error)),
      button(m.t("nav.again"), () => erase(app, place)),
      callButton(app),
    ];
    place.replaceChildren(notice(m.t("erase.failed"), content, { strong: true, role: "alert" }));
  }
}

/** @type {import("../app.js").Screen} */
export function erasedScreen(app) {
  const { m } = app;
  const content = el(
    "div",
    { class: "stack" },
    title(m.t("erase.done")),
    el("p", {}, m.t("erase.done.text")),
    el("p", { class: "soft" }, m.t("exit.note")),
    homeButton(app, "primary"),
  );
  return { content };
}

/** What she had open was erased elsewhere: nothing of it stays on this page. @type {import("../app.js").Screen} */
export function goneScreen(app) {
  const { m } = app;
  const text = el("p", { role: "alert" }, m.t("error.NoVault"));
  const content = [title(m.t("error.title")), text, callButton(app), homeButton(app, "primary")];
  return { content: el("div", { class: "stack" }, content) };
}

/** To the first page, with a fresh code: this one's conversation is over. */
/** @param {App} app @param {"primary"} [look] */
function homeButton(app, look) {
  const home = () => {
    app.line.startAnew().catch(() => null);
    app.startAgain();
  };
  return button(app.m.t("nav.home"), home, { look });
}
