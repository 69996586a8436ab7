// The desk itself: what waits and what is in her hands on one side, the open case on the other.

import { OldVault } from "../peer/errors.js";
import { button, notice } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { focusHeading, showCase } from "./case.js";
import { askClients, showKeys, shutDialogs } from "./dialogs.js";
import { isEnd } from "./ends.js";
import { advice, told } from "./gate.js";
import { watchIdle } from "./idle.js";
import { listen } from "./keys.js";
import { setText } from "./list.js";
import { CaseLists } from "./queue.js";
import { moment } from "./times.js";

/** @typedef {import("./session.js").Session} Session */

/**
 * The ways out of a board.
 * @typedef {object} Ways
 * @property {() => void} locked called once all that was shown is gone
 * @property {() => void} [practise] to the made-up case
 * @property {{ leave: () => void, waiting: () => number }} [practice] this is the made-up case: the way back, and how
 *   many real ones wait
 */

const TICK_MS = 15_000;
const IN_CASE = "case"; // what the history says while a case is open, and all that it says
let keysOn = true;

/** The desk of one session, until it is locked. */
export class Board {
  /**
   * @param {HTMLElement} root
   * @param {Session} session
   * @param {Ways} ways
   */
  constructor(root, session, ways) {
    this.root = root;
    this.session = session;
    this.ways = ways;
    /** The open case, or none. */
    this.name = "";
    this.updateCase = () => {};
    /** @type {(() => void)[]} */
    this.ends = [];
    this.lists = new CaseLists(session, (name) => this.open(name), ways.practise);
    this.pane = el("section", { class: "pane pane-case", "aria-label": "Open case" });
    this.live = el("p", { class: "live", role: "status" });
    this.idle = el("p", { class: "idle", role: "alert", hidden: true });
    this.banner = el("div", { class: "banner", role: "status" });
    this.practice = el("p", { role: "status" });
    this.whole = this.frame();
  }

  /** Put the desk on the page. */
  show() {
    history.scrollRestoration = "manual"; // on the way back the focus leads, to wherever the row is by then
    if (history.state !== null) history.replaceState(null, "");
    [this.name, this.updateCase] = ["", () => {}];
    this.whole.classList.remove("board-case");
    nothingOpen(this.pane);
    this.root.replaceChildren(this.whole);
    this.begin();
    this.update();
    this.lists.focus("");
  }

  begin() {
    const [update, close] = [() => this.update(), () => this.close()];
    const timer = setInterval(update, TICK_MS);
    this.session.addEventListener("change", update);
    addEventListener("popstate", close);
    this.ends = [
      () => clearInterval(timer),
      () => this.session.removeEventListener("change", update),
      () => removeEventListener("popstate", close),
      watchIdle({ warn: (seconds) => this.warn(seconds), lock: () => this.lock() }),
      listen(this.keys(), () => keysOn),
    ];
  }

  /** Take everything off the page, to be shown again or not. */
  hide() {
    for (const end of this.ends) end();
    this.ends = [];
    shutDialogs();
    this.root.replaceChildren();
  }

  lock() {
    this.hide();
    this.ways.locked();
  }

  /** @param {string} name */
  open(name) {
    this.name = name;
    this.whole.classList.add("board-case");
    const desk = { session: this.session, leave: () => this.leave(), loadClients: () => this.loadClients() };
    this.updateCase = showCase(this.pane, desk, name);
    if (history.state !== IN_CASE) history.pushState(IN_CASE, "");
    this.update();
  }

  /** Back to the list, as the browser's own way back does it. */
  leave() {
    if (history.state === IN_CASE) history.back();
    else this.close();
  }

  close() {
    const last = this.name;
    shutDialogs();
    [this.name, this.updateCase] = ["", () => {}];
    this.whole.classList.remove("board-case");
    nothingOpen(this.pane);
    this.update();
    if (last !== "") this.lists.focus(last);
  }

  loadClients() {
    const box = askClients(this.session, () => this.update());
    box.addEventListener("close", () => this.keepFocus());
  }

  /** What had the focus before a dialog may be gone after it. */
  keepFocus() {
    if (document.activeElement !== document.body) return;
    if (this.name === "") this.lists.focus("");
    else focusHeading(this.pane);
  }

  help() {
    showKeys(keysOn, (on) => {
      keysOn = on;
    });
  }

  update() {
    if (isEnd(this.session.trouble)) return this.lock();
    setText(this.live, liveText(this.session));
    showBanner(this.banner, this.session);
    if (this.ways.practice !== undefined) setText(this.practice, practiceText(this.ways.practice.waiting()));
    this.lists.update(this.name);
    this.updateCase();
  }

  /** @param {number | null} seconds until the lock */
  warn(seconds) {
    this.idle.hidden = seconds === null;
    if (seconds === null) setText(this.idle, "");
    else if (this.idle.textContent === "" || seconds % 10 === 0)
      setText(this.idle, `Locks in ${seconds} seconds. Press any key to stay.`);
  }

  keys() {
    return {
      move: (/** @type {1 | -1} */ step) => this.lists.move(step),
      open: () => this.lists.openFocused(),
      claim: () => this.claim(),
      accept: () => this.press("accept"),
      reply: () => focusReply(this.pane),
      back: () => this.name !== "" && this.leave(),
      lock: () => this.lock(),
      help: () => this.help(),
    };
  }

  /** Claim the open case; with the focus on another one, open that first. */
  claim() {
    const elsewhere = !["", this.name].includes(this.lists.focused());
    if (this.name === "" || elsewhere) this.lists.openFocused();
    else this.press("claim");
  }

  /** Press a button of the open case, if it is there and may be pressed. @param {string} id */
  press(id) {
    const found = this.pane.querySelector(`#${id}`);
    if (found instanceof HTMLElement) found.click();
  }

  frame() {
    const { role } = this.session.responder;
    const tools = el(
      "div",
      { class: "bar-tools" },
      role === "coordinator" && el("a", { class: "bar-link", href: "/coordinate" }, "Coordinator"),
      button("Clients", () => this.loadClients(), { look: "quiet" }),
      el(
        "span",
        { class: "bar-keys" },
        button("Keys", () => this.help(), { look: "quiet" }),
      ),
      button("Lock", () => this.lock()),
    );
    const name = el("h1", { class: "bar-name" }, "Desk", el("span", { class: "only-heard" }, organization()));
    const heading = el("div", { class: "bar-head" }, name, this.live);
    const lists = el("section", { class: "pane pane-list", "aria-label": "Cases" }, this.lists.whole);
    return el(
      "div",
      { class: "board" },
      el("header", { class: "bar" }, heading, tools),
      this.idle,
      this.ways.practice !== undefined && practiceBar(this.practice, this.ways.practice.leave),
      this.banner,
      el("main", { class: "panes" }, lists, this.pane),
    );
  }
}

/** @param {HTMLElement} text @param {() => void} leave */
function practiceBar(text, leave) {
  return el("aside", { class: "practice", "aria-label": "Practice" }, text, button("End practice", leave));
}

/** @param {number} waiting how many real cases */
function practiceText(waiting) {
  const real = waiting === 0 ? "" : waiting === 1 ? " 1 real case waits." : ` ${waiting} real cases wait.`;
  return `Practice: this case is made up. Nothing is sent, and nobody waits for you here.${real}`;
}

function organization() {
  const name = told("organization");
  return name === "" ? "" : ` of ${name}`;
}

/** @param {HTMLElement} pane */
function focusReply(pane) {
  const reply = pane.querySelector("#reply");
  if (reply instanceof HTMLElement) reply.focus();
  else focusHeading(pane);
}

/** @param {HTMLElement} pane */
function nothingOpen(pane) {
  const keys = [el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " move, ", el("kbd", {}, "Enter"), " opens, "];
  pane.replaceChildren(
    el(
      "div",
      { class: "nothing stack" },
      el("p", { class: "lead" }, "Choose a case from the list."),
      el("p", {}, keys, el("kbd", {}, "?"), " shows all keys."),
    ),
  );
}

/** @param {Session} session */
function liveText({ connected }) {
  if (connected === null) return "Connecting…";
  return connected ? "Live" : "Not connected";
}

/** @param {HTMLElement} banner @param {Session} session */
function showBanner(banner, session) {
  const [title, text] = bannerText(session);
  if (banner.dataset.said === title + text) return;
  banner.dataset.said = title + text;
  banner.replaceChildren(...(title === "" ? [] : [notice(title, el("p", {}, text), { strong: true })]));
}

/** @param {Session} session @returns {readonly [string, string]} */
function bannerText(session) {
  if (session.connected === false) {
    const seen = session.seenAt === 0 ? "" : ` What you see is from ${moment(session.seenAt, session.now())}.`;
    return ["Not connected", `The queue may have changed.${seen} The desk tries again by itself.`];
  }
  const { trouble } = session;
  if (trouble instanceof OldVault) return ["Stop: the server has shown an old copy", advice(trouble)];
  return trouble === null ? ["", ""] : ["The queue cannot be brought up to date", advice(trouble)];
}
