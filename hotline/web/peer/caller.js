// A caller: opens a case, comes back with a codename, reads, replies, erases. docs/protocol.md, 4 and 6.
//
// Everything she does is a step in her state and then beats: one request at each, the first of these that is due: write
// what is unsaved, open what is not acknowledged, exchange. A beat with nothing due is an exchange all the same.

import { equal, wipe } from "../../../crypto/js/bytes.js";
import * as cases from "../../../crypto/js/case.js";
import * as codename from "../../../crypto/js/codename.js";
import { encodeKey, RELEASES } from "../../../crypto/js/directory.js";
import { CodenameError } from "../../../crypto/js/errors.js";
import { sign } from "../../../crypto/js/signing.js";
import { CALLER_VAULT, DONE, ERASE_WITH_EXCHANGE, OPEN } from "../../../crypto/js/sizes.js";
import { deadlines } from "../../triage/js/deadlines.js";
import { evaluate } from "../../triage/js/evaluate.js";
import { CallerCase, CallerState } from "./callerState.js";
import { cardDocument } from "./card.js";
import { CaseEnded, CaseRefused, NoCase, NoDesk, OldVault, Refused } from "./errors.js";
import { prepare } from "./prepare.js";
import { State, VaultShelf } from "./state.js";
import { Talk } from "./talk.js";
import { desksFor, slotsFor } from "./tiers.js";
import { Turn } from "./turn.js";
import { listFor, readCodename, spelled } from "./words.js";

/** @typedef {import("../../triage/js/evaluate.js").Answers} Answers */
/** @typedef {import("../../triage/js/evaluate.js").Card} Card */
/** @typedef {import("../../triage/js/deadlines.js").Dates} Dates */
/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./callerState.js").Intake} Intake */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./post.js").Post} Post */
/** @typedef {import("./state.js").Json} Json */
/** @typedef {import("./thread.js").Entry} Entry */
/** @typedef {import("./prepare.js").Files} Files */
/** @typedef {import("./prepare.js").Prepared} Prepared */

const ERASE_ROUNDS = 5;

/** One person, by her codename. Made by `start` or `comeBack`. */
export class Caller {
  #files;
  #shelf;
  #state;
  #talk;
  #mayBeOpen;
  #given = -1;
  /** @type {OldVault | null} */
  #stopped = null;
  #turn = new Turn();

  /**
   * @param {Post} post
   * @param {Directory} directory the one that was verified
   * @param {Files} files
   * @param {Uint8Array} ten
   * @param {VaultShelf} shelf
   * @param {State<CallerState>} state
   * @param {boolean} fresh
   */
  constructor(post, directory, files, ten, shelf, state, fresh) {
    this.post = post;
    this.directory = directory;
    this.ten = ten;
    this.#files = files;
    this.#shelf = shelf;
    this.#state = state;
    this.#mayBeOpen = !fresh;
    this.#talk = new Talk(post, state);
  }

  /**
   * A new codename, and nothing on the server yet. DirectoryError when the directory cannot be trusted.
   * @param {Post} post
   * @param {Uint8Array} rootPk
   * @param {Prepared} [prepared]
   */
  static async start(post, rootPk, prepared) {
    const { directory, stretcher, files } = prepared ?? (await prepare(post, rootPk));
    const ten = codename.draw();
    const shelf = await VaultShelf.of(post, ten, directory.site, CALLER_VAULT, stretcher);
    const state = new State(shelf, CallerState.fromJson, new CallerState());
    return new Caller(post, directory, await files, ten, shelf, state, true);
  }

  /**
   * The caller of a codename, and whatever was interrupted done to its end. CodenameError; NoVault.
   *
   * What cannot be done (the case is refused, or ended, or the vault is an old one) is told by `read` and `reply`;
   * erasing is possible always.
   * @param {Post} post
   * @param {Uint8Array} rootPk
   * @param {string} typed
   * @param {string} language
   * @param {Prepared} [prepared]
   */
  static async comeBack(post, rootPk, typed, language = "en", prepared = undefined) {
    const { directory, stretcher, files: coming } = prepared ?? (await prepare(post, rootPk));
    const files = await coming;
    const ten = readCodename(typed, directory.site, files.lists, language);
    const shelf = await VaultShelf.of(post, ten, directory.site, CALLER_VAULT, stretcher);
    const state = await State.read(shelf, CallerState.fromJson);
    const caller = new Caller(post, directory, files, ten, shelf, state, false);
    try {
      await caller.settle();
    } catch (error) {
      if (![CaseRefused, CaseEnded, NoDesk, OldVault].some((known) => error instanceof known)) throw error;
    }
    return caller;
  }

  /** The questions and rules of triage. */
  get pack() {
    return this.#files.pack;
  }

  /**
   * The eight words, in the list of a language; the nine groups of digits where it has none.
   * @param {string} language
   */
  codename(language = "en") {
    return spelled(this.ten, this.directory.site, this.#files.lists, language);
  }

  /** The codename as 27 digits in threes. */
  get digits() {
    return codename.toDigits(this.ten, this.directory.site);
  }

  /** The languages that have words for a codename. */
  get spellings() {
    return [...this.#files.lists.keys()];
  }

  /**
   * Which of `spellings` a language has; null where a codename is digits.
   * @param {string} language
   */
  spellingFor(language) {
    return listFor(this.#files.lists, language);
  }

  /**
   * Whether this, typed, brings her back.
   * @param {string} typed
   * @param {string} language
   */
  isCodename(typed, language) {
    try {
      return equal(readCodename(typed, this.directory.site, this.#files.lists, language), this.ten);
    } catch (error) {
      if (error instanceof CodenameError) return false;
      throw error;
    }
  }

  /** Where her vault stands. */
  get vaultAddress() {
    return this.#shelf.keys.address;
  }

  /** The case as it stands in memory; only to be looked at. */
  get case() {
    return this.#state.now.case;
  }

  /** The public name of the case as text, or null. */
  get caseId() {
    return this.case && encodeKey(this.case.caseId);
  }

  /** What triage made of the answers. NoCase. */
  get card() {
    return caseOf(this.#state.now).card;
  }

  /** Which volunteer in turn she talks with; null while nobody has answered. */
  get term() {
    return this.case?.term ?? null;
  }

  /** Whether the volunteer has closed the case. */
  get closed() {
    return this.case?.closed ?? false;
  }

  /** That the server has shown an old vault: then nothing is sent any more, but that everything be erased. */
  get stopped() {
    return this.#stopped;
  }

  /** Whether something waits: to be written, opened, sent or erased. */
  get due() {
    const own = this.case;
    if (this.#state.unsaved || own === null) return this.#state.unsaved;
    return own.lock !== null || own.erase.length > 0 || this.#talk.due(own.conversation);
  }

  /**
   * All that is kept of the conversation, in order.
   * @returns {Entry[]}
   */
  thread() {
    return this.case?.thread.all() ?? [];
  }

  /**
   * Open a case. Returns once it is acknowledged and the vault has dropped its lock.
   *
   * `more` is what did not fit beside her words: it stands in the vault with the case, for who will accept. TooLong
   * when the words or names do not fit; NoDesk; CaseRefused; UnknownDate, WrongDate. Another case of hers that has not
   * ended stays under its own codename: one codename, one case.
   * @param {Answers} answers
   * @param {string} words
   * @param {readonly Readonly<{ role: string, name: string }>[]} names
   * @param {string | null} callback
   * @param {Dates} dates what she gave of those that deadlines run from
   * @param {readonly string[]} more
   */
  async open(answers, words, names = [], callback = null, dates = {}, more = []) {
    if (this.case !== null) throw new CaseEnded("This codename has a case already. Start again to open another one.");
    const body = { words, callback, attachments: [], answers: { ...answers }, dates: { ...dates } };
    const card = this.#card(answers, dates);
    const sheet = { names: names.map((one) => ({ ...one })) };
    const intake = Object.freeze({ card, sheet, body });
    const drawn = CallerCase.drawn(cases.draw(), this.post.hour(), intake);
    drawn.goesTo(this.#desks(intake).map((desk) => desk.id));
    for (const text of more) drawn.say(text);
    this.#sealed(intake, drawn.secrets); // too long is told before anything is kept
    await this.#state.note((state) => begin(state, drawn));
    await this.settle();
  }

  /**
   * Say something. Returns when it is sent, or stands in the vault for who will accept. CaseEnded; TooLong; OldVault.
   * @param {string} text
   */
  async reply(text) {
    if (this.#stopped) throw this.#stopped;
    await this.#state.note((state) => caseOf(state).say(text));
    await this.settle();
  }

  /**
   * What the other end has said, and what happened, since this object was last asked.
   * @param {number} beats
   * @returns {Promise<Entry[]>}
   */
  async read(beats = 1) {
    for (let beat = 0; beat < beats; beat += 1) await this.beat();
    await this.settle();
    const fresh = this.thread().filter((one) => !one.mine && one.n > this.#given);
    this.#given = Math.max(this.#given, ...fresh.map((one) => one.n));
    return fresh;
  }

  /** Beat until nothing is unsaved, unacknowledged, unsent or unerased. */
  async settle() {
    while (this.due) await this.beat();
  }

  /** One request: the next that is due, or an exchange with nothing to say. */
  beat() {
    return this.#turn.run(async () => {
      if (this.#stopped) throw this.#stopped;
      try {
        await this.#nextRequest();
      } catch (error) {
        if (error instanceof OldVault) this.#stopped = error;
        throw error;
      }
    });
  }

  /** The case, the vault and every cell, at once, and a look that the vault is gone. Refused when it stays. */
  eraseEverything() {
    return this.#turn.run(async () => {
      await this.#erase(this.case, this.#state.version);
      for (let round = 0; round < ERASE_ROUNDS; round += 1) {
        const found = await this.#shelf.read();
        if (found === null) return this.#begunAnew();
        await this.#erase(CallerState.fromJson(found[1]).case, found[0]);
      }
      throw new Refused("Something is still there. Try once more, from one window only.");
    });
  }

  /** Overwrite every key in memory, and let go of the server. Nothing can be done with this object after. */
  end() {
    this.post.close();
    this.#stopped = new OldVault();
    this.#state.wipe();
    this.#shelf.wipe();
    wipe(this.ten);
  }

  async #nextRequest() {
    const own = this.case;
    if (this.#state.unsaved) await this.#state.save();
    else if (own === null) await this.post.exchange();
    else if (own.lock !== null) await this.#open(own);
    else if (own.erase.length > 0) await this.#eraseBehind(own);
    else await this.#exchange(own);
  }

  #begunAnew() {
    this.#state.wipe();
    this.#state = new State(this.#shelf, CallerState.fromJson, new CallerState());
    this.#talk = new Talk(this.post, this.#state);
  }

  /** @param {Answers} answers @param {Dates} dates */
  #card(answers, dates) {
    const due = deadlines(this.pack, answers, dates, this.post.now());
    return cardDocument(evaluate(this.pack, answers), due, this.directory.hash);
  }

  /** @param {CallerCase} own */
  async #open(own) {
    if (this.#mayBeOpen && (await this.#isOpen(own))) return;
    const { intake } = own;
    if (intake === null || !this.#alive(own)) throw new CaseEnded();
    const desks = this.#desks(intake).map((desk) => desk.id);
    if (!desks.every((one) => own.desks.includes(one))) {
      await this.#state.note((state) => caseOf(state).goesTo(desks));
      return; // the vault names them before they get it
    }
    this.#mayBeOpen = true;
    const answer = await this.post.send(OPEN, this.#sealed(intake, own.secrets));
    if (answer.status !== DONE) throw new CaseRefused();
    await this.#state.note((state) => caseOf(state).acknowledge());
  }

  /**
   * Whether somebody has answered already: then it was opened before, and may have been closed since.
   * @param {CallerCase} own
   */
  async #isOpen(own) {
    this.#mayBeOpen = false;
    const found = await this.post.exchange(null, [own.conversation.expected()[0], own.heads()[0]]);
    if (found.cells.length > 0) {
      await this.#state.note((state) => caseOf(state).acknowledge());
      await this.#state.note((state) => this.#receive(state, found.cells));
    }
    return found.cells.length > 0;
  }

  /**
   * @param {Intake} intake
   * @param {cases.Secrets} secrets
   */
  #sealed(intake, secrets) {
    const slots = slotsFor(this.#desks(intake), this.post.hour());
    const card = { ...intake.card, directory: encodeKey(this.directory.hash) };
    const release = RELEASES.indexOf(intake.card.release);
    return cases.sealCase(secrets, release, slots, card, intake.sheet, intake.body);
  }

  /** @param {Intake} intake */
  #desks(intake) {
    return desksFor(this.directory, evaluate(this.pack, intake.body.answers), this.post.now());
  }

  /** @param {CallerCase} own */
  async #eraseBehind(own) {
    const erase = own.leftBehind().slice(0, ERASE_WITH_EXCHANGE);
    await this.post.exchange(null, [], erase);
    await this.#state.note((state) => caseOf(state).erasedBehind(erase), false);
  }

  /** @param {CallerCase} own */
  async #exchange(own) {
    const heads = this.#alive(own) ? own.heads() : [];
    const receive = (/** @type {CallerState} */ state, /** @type {readonly Cell[]} */ cells) =>
      this.#receive(state, cells);
    await this.#talk.once((state) => caseOf(state).conversation, receive, heads);
  }

  /**
   * @param {CallerState} state
   * @param {readonly Cell[]} cells
   */
  #receive(state, cells) {
    const own = caseOf(state);
    return own.receive(cells, this.#alive(own));
  }

  /** @param {CallerCase} own */
  #alive(own) {
    return this.post.hour() < own.opened + this.directory.policy.caseHours;
  }

  /**
   * @param {CallerCase | null} own
   * @param {number} version
   */
  async #erase(own, version) {
    if (own === null) await this.#shelf.erase(version);
    else await this.#shelf.erase(version, [own.caseId, sign(own.closeSeed, "erase", own.caseId)], own.standing());
  }
}

/**
 * @param {CallerState} state
 * @param {CallerCase} drawn
 */
function begin(state, drawn) {
  if (state.case !== null) throw new CaseEnded();
  state.case = drawn;
}

/** @param {CallerState} state */
function caseOf(state) {
  if (state.case === null) throw new NoCase();
  return state.case;
}
