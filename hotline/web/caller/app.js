// One caller's visit: which screen is shown, in which language, and what she has typed so far.

import { journey } from "./journey.js";
import { Line } from "./line.js";
import { Session } from "./session.js";

/** @typedef {import("../shared/dom.js").Child} Child */
/** @typedef {import("../shared/i18n.js").Messages} Messages */

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

const NO_WAY_BACK = ["first", "next", "talk", "erased"];

export class App {
  /** @type {string} */
  screen = "first";
  session = new Session();
  /** @type {Line} */
  line;
  /** @type {View} */
  view = { content: null };
  /** Whether something is under way that one cannot go back from. */
  busy = false;
  /** Whether a visit before this one may have been lost with what was typed: until she goes on. */
  loadedAgain = performance.getEntriesByType("navigation").some((one) => "type" in one && one.type === "reload");
  #draw;

  /**
   * @param {Hotline} hotline
   * @param {Messages} messages
   * @param {(app: App) => void} draw shows the current screen
   */
  constructor(hotline, messages, draw) {
    this.hotline = hotline;
    this.m = messages;
    this.#draw = draw;
    this.line = new Line(hotline.rootPk, () => this.view.update?.());
  }

  /** @param {string} screen */
  go(screen) {
    this.busy = false;
    this.loadedAgain &&= screen === "first";
    this.screen = screen;
    this.draw();
  }

  /** To the first question; one code is for one case, so a case that there is stays with its own. */
  begin() {
    if (this.line.caller?.case) this.line.startAnew().catch(() => null);
    this.go("now");
  }

  /** Show the current screen again. */
  draw() {
    this.#draw(this);
  }

  /** The screens of her journey, as her answers make it. */
  path() {
    return journey(this.session.answers);
  }

  /** To what follows. */
  next() {
    const path = this.path();
    this.go(path[path.indexOf(this.screen) + 1] ?? "talk");
  }

  /** To what came before. */
  back() {
    const path = this.path();
    this.go(path[path.indexOf(this.screen) - 1] ?? "first");
  }

  /** Whether going back is possible: not to before what has been sent. */
  get canGoBack() {
    const afterSending = this.session.sent && this.screen !== "rights";
    return !afterSending && !NO_WAY_BACK.includes(this.screen);
  }

  /** Forget this visit, and begin another with a fresh code. */
  startAgain() {
    this.session = new Session();
    this.go("first");
  }

  /** Forget everything: she is leaving. */
  wipe() {
    this.session = new Session();
    this.line.end();
    this.view = { content: null };
  }
}
