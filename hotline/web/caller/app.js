// One caller's visit: which screen is shown, in which language, and what she has typed so far.

import { datesToAsk } from "../../triage/js/deadlines.js";
import { journey } from "./journey.js";
import { Line } from "./line.js";
import { Session } from "./session.js";

/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("../shared/i18n.js").Messages} Messages */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */

/**
 * What the server put into the page.
 * @typedef {Readonly<{ organization: string, phone: string, fingerprint: string, rootPk: Uint8Array,
 *   languages: readonly string[] }>} Hotline
 */

/**
 * A screen as it is shown. `update` is called when the line has news; without it the screen stays as it is.
 * @typedef {{ content: Child, update?: () => void }} View
 */

/** @typedef {(app: App) => View} Screen */

const FIRST = "first";
const WAITING = "waiting";
const NO_WAY_BACK = [FIRST, WAITING, "next", "talk", "erased", "gone"];

export class App {
  screen = FIRST;
  session = new Session();
  /** @type {Line} */
  line;
  /** @type {View} */
  view = { content: null };
  /** Whether something is under way that one cannot go back from. */
  busy = false;
  /** Whether a visit before this one may have been lost with what was typed: until she goes on. */
  loadedAgain = performance.getEntriesByType("navigation").some((one) => "type" in one && one.type === "reload");
  /** Which messages somebody has read aloud, by language. @type {Record<string, string[]>} */
  recordings = {};
  /** What follows as soon as everything is here. @type {() => void} */
  #wanted = () => {};
  /** @type {Pack | null} */
  #pack = null;
  #draw;

  /**
   * @param {Hotline} hotline
   * @param {Messages} messages what the first screen says
   * @param {Promise<Pack>} pack
   * @param {(app: App) => void} draw shows the current screen
   */
  constructor(hotline, messages, pack, draw) {
    this.hotline = hotline;
    this.m = messages;
    this.#draw = draw;
    this.line = new Line(hotline.rootPk, pack, () => this.view.update?.());
  }

  /** The questions and rules of triage; there once the first screen has been left. */
  get pack() {
    if (this.#pack === null) throw new Error("the pack is not here yet");
    return this.#pack;
  }

  /**
   * Everything is here: what was asked for meanwhile is shown.
   * @param {Pack} pack
   * @param {Record<string, string[]>} recordings
   */
  ready(pack, recordings) {
    this.#pack = pack;
    this.recordings = recordings;
    if (this.screen === WAITING) this.#wanted();
    else this.draw();
  }

  /** @param {string} screen */
  go(screen) {
    this.busy = false;
    this.loadedAgain &&= screen === FIRST;
    if (this.#pack === null && screen !== FIRST) return this.#wait(() => this.go(screen));
    this.screen = screen;
    return this.draw();
  }

  /** To the first question; one code is for one case, so a case that there is stays with its own. */
  begin() {
    if (this.#pack === null) return this.#wait(() => this.begin());
    if (this.line.caller?.case) this.line.startAnew().catch(() => null);
    return this.go(this.path()[0].name);
  }

  /** @param {() => void} wanted */
  #wait(wanted) {
    this.#wanted = wanted;
    this.screen = WAITING;
    this.draw();
  }

  /** Show the current screen again. */
  draw() {
    this.#draw(this);
  }

  /** The screens of her journey, as her answers make it. */
  path() {
    return journey(this.pack, this.session.known(), this.daysToAsk().length > 0);
  }

  /** The dates that a deadline runs from, but for those that she was asked for as a question. */
  daysToAsk() {
    const asked = Object.values(this.pack.questions).map((question) => question.since);
    return datesToAsk(this.pack, this.session.known()).filter((name) => !asked.includes(name));
  }

  /** To what follows. */
  next() {
    this.#step(1, "talk");
  }

  /** To what came before. */
  back() {
    if (this.#pack === null) this.go(FIRST);
    else this.#step(-1, FIRST);
  }

  /** @param {1 | -1} way @param {string} beyond */
  #step(way, beyond) {
    const path = this.path();
    const at = path.findIndex(({ name }) => name === this.screen);
    this.go((at < 0 ? undefined : path[at + way]?.name) ?? beyond);
  }

  /** Whether going back is possible: not to before what has been sent. */
  get canGoBack() {
    const afterSending = this.session.sent && this.screen !== "rights";
    return !afterSending && !NO_WAY_BACK.includes(this.screen);
  }

  /** Forget this visit, and begin another with a fresh code. */
  startAgain() {
    this.session = new Session();
    this.go(FIRST);
  }

  /** Forget everything: she is leaving. */
  wipe() {
    this.session = new Session();
    this.line.end();
    this.view = { content: null };
  }
}
