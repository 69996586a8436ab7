// A responder: enrols, sees the queue, claims, accepts, answers, puts back, closes. docs/protocol.md, 5 and 6.
//
// What is asked of the server is written in the vault before it is asked, as the stage of the case; `tend` goes on with
// whatever was interrupted. What is asked of one responder is done one after another: a page's clock and its buttons
// would otherwise cross.

import { address as chunkAddress } from "../../../crypto/js/attachments.js";
import { randomBytes } from "../../../crypto/js/bytes.js";
import * as cases from "../../../crypto/js/case.js";
import { decodeKey, urgenciesOf } from "../../../crypto/js/directory.js";
import { DecryptError, FormatError, ProtocolError } from "../../../crypto/js/errors.js";
import { number } from "../../../crypto/js/hashing.js";
import { signer } from "../../../crypto/js/signing.js";
import * as sizes from "../../../crypto/js/sizes.js";
import { ACCEPT, CLAIM, CLOSE, ERASE_AT_ONCE, KEY, PUT_BACK, RENEW } from "../../../crypto/js/sizes.js";
import * as wire from "../../../crypto/js/wire.js";
import { Board } from "./board.js";
import { conflicts } from "./conflict.js";
import { canBeSealedTo } from "./conversation.js";
import { AlreadyTaken, LeaseLapsed, NoCase, NotApproved, NotMember, Refused, Revoked } from "./errors.js";
import { ACCEPTED, ACCEPTING, CLAIMED, CLAIMING, CLOSING_CASE, HeldCase, PUTTING_BACK } from "./held.js";
import { DIRECTORY_SECONDS, Membership } from "./membership.js";
import { SECONDS_OF_AN_HOUR, STALE_SECONDS } from "./post.js";
import { sleep } from "./rhythm.js";
import { Turn } from "./turn.js";

/** @typedef {import("./board.js").Waiting} Waiting */
/** @typedef {import("./post.js").Frame} Frame */
/** @typedef {import("./post.js").Post} Post */
/** @typedef {import("./state.js").Json} Json */
/** @typedef {import("./thread.js").Entry} Entry */

export const WHOLE_QUEUE_SECONDS = 300;
const STANDS_SECONDS = 540; // at most; a page in the background looks once a minute, so within ten minutes

/** One member, by her codename. Made by `start`, `enrol` or `unlock`. */
export class Responder {
  #board = new Board();
  /** @type {Map<string, number>} */
  #given = new Map();
  /** @type {Map<string, number>} */
  #askAt = new Map();
  #wholeAt = 0;
  #since = 0;
  #asked = "";
  #turn = new Turn();

  /** @param {Membership} member */
  constructor(member) {
    this.member = member;
    this.post = member.post;
    this.state = member.state;
  }

  /**
   * A new device with a new codename, and nothing on the server yet. LinkWrong, LinkExpired, LinkUsed.
   *
   * Who is killed between `introduce` and the moment she has her codename needs another link: so show it before.
   * @param {Post} post
   * @param {string} link
   */
  static async start(post, link) {
    return new Responder(await Membership.start(post, link));
  }

  /**
   * `start` and `introduce` in one.
   * @param {Post} post
   * @param {string} link
   */
  static async enrol(post, link) {
    const responder = await Responder.start(post, link);
    await responder.introduce();
    return responder;
  }

  /** Write the vault, then to the coordinator. LinkUsed when somebody was here before. */
  introduce() {
    return this.#turn.run(() => this.member.introduce());
  }

  /**
   * The member of a codename. `tend` goes on with what was interrupted. CodenameError; NoVault.
   * @param {Post} post
   * @param {string} typed
   * @param {Uint8Array | null} rootPk
   * @param {string} language
   */
  static async unlock(post, typed, rootPk = null, language = "en") {
    return new Responder(await Membership.unlock(post, typed, rootPk, language));
  }

  /**
   * The eight words, in the list of a language.
   * @param {string} language
   */
  codename(language = "en") {
    return this.member.codename(language);
  }

  /** The codename as 27 digits in threes. */
  get digits() {
    return this.member.digits;
  }

  /** The six words that she reads to her coordinator. As slow as `stretch`. */
  deviceWords() {
    return this.member.deviceWords();
  }

  /** The six words that her coordinator reads to her. As slow as `stretch`. */
  rootWords() {
    return this.member.rootWords();
  }

  /** Whether the coordinator's approval has come. */
  get approved() {
    return this.member.approved;
  }

  /** The directory that was fetched last. */
  get directory() {
    return this.member.directory;
  }

  /** "responder" or "coordinator"; nothing before the approval has come. */
  get role() {
    return this.state.now.role;
  }

  /**
   * The ids of her desks.
   * @returns {readonly string[]}
   */
  get desks() {
    return this.state.now.desks;
  }

  /**
   * What the coordinator has told beside keys.
   * @returns {readonly Json[]}
   */
  get notes() {
    return this.state.now.notes;
  }

  /**
   * The cases in her hands as they stand in memory; only to be looked at.
   * @returns {ReadonlyMap<string, HeldCase>}
   */
  get cases() {
    return this.state.now.cases;
  }

  /**
   * The directory, the coordinator's messages, whatever was interrupted, and whether what she holds still stands.
   *
   * Call it often: what its caller erased, or whose lease ended, is gone from the vault ten minutes later, and at
   * the first call after `unlock`. LinkRefused; Revoked, once this device has let go of all it had.
   */
  tend() {
    return this.#turn.run(async () => {
      await this.#tendKeys(DIRECTORY_SECONDS);
      for (const [name, held] of [...this.cases]) await this.#goOn(name, held.stage);
    });
  }

  /**
   * What waits for this member's desks, by urgency, then age, each case once.
   *
   * NotApproved; NotMember; LinkRefused; Revoked.
   * @returns {Promise<Waiting[]>}
   */
  queue() {
    return this.#turn.run(async () => {
      await this.#tendKeys();
      if (!this.approved) throw new NotApproved();
      const [now, buckets] = [this.post.now(), this.#buckets().join()];
      if (now - this.#wholeAt > WHOLE_QUEUE_SECONDS || buckets !== this.#asked) {
        [this.#wholeAt, this.#asked] = [now, buckets];
        this.#since = Math.max(0, this.post.hour() - this.directory.policy.caseHours - 1);
      }
      const slots = await this.#freshSlots();
      const { deviceSeed, keyring } = this.state.now;
      const classes = urgenciesOf(this.directory.policy);
      const waiting = await this.#board.show(slots, this.#since, deviceSeed, keyring, classes);
      this.#since = this.post.hour() - 1;
      await this.#alert(waiting);
      const { declined, cases: own } = this.state.now;
      return waiting.filter((one) => !declined.has(one.caseId) && !own.has(one.caseId));
    });
  }

  /**
   * Hold a case of the queue for the conflict check. AlreadyTaken; NoCase when the queue did not show it.
   * @param {string} name
   */
  claim(name) {
    return this.#turn.run(async () => {
      const waiting = this.#board.waiting.get(name);
      if (!waiting) throw new NoCase();
      const held = new HeldCase(waiting.caseKey, randomBytes(KEY), { ...waiting.card }, waiting.opened, waiting.desk);
      await this.state.change((state) => {
        if (!state.cases.has(name)) state.cases.set(name, held);
      });
      return this.#claim(name);
    });
  }

  /**
   * The names of the conflict sheet that stand in a list which stays here.
   * @param {string} name
   * @param {Iterable<string>} clients
   */
  conflicts(name, clients) {
    return conflicts(this.state.now.case(name).sheet, clients);
  }

  /**
   * Take the case: the body, and a word to the caller that someone reads it. LeaseLapsed.
   * @param {string} name
   */
  accept(name) {
    return this.#turn.run(async () => {
      await this.state.change((state) => {
        state.case(name, CLAIMED, ACCEPTING).stage = ACCEPTING;
      });
      return this.#accept(name);
    });
  }

  /**
   * Give the case back; this device is not offered it again.
   * @param {string} name
   */
  putBack(name) {
    return this.#turn.run(() => this.#decline(name));
  }

  /**
   * What callers have said since this object was last asked.
   * @returns {Promise<[string, Entry][]>}
   */
  read() {
    return this.#turn.run(async () => {
      const accepted = Array.from(this.cases).flatMap(([name, held]) => (held.stage === ACCEPTED ? [name] : []));
      for (const name of accepted) await this.#drain(name);
      const news = Array.from(this.cases).flatMap(([name, held]) => this.#new(name, held));
      for (const [name, entry] of news) this.#given.set(name, Math.max(entry.n, this.#given.get(name) ?? -1));
      return news;
    });
  }

  /**
   * Answer, then renew the lease. LeaseLapsed when it ran out before: nothing was said then.
   * @param {string} name
   * @param {string} text
   */
  reply(name, text) {
    return this.#turn.run(async () => {
      if (this.post.now() >= this.state.now.case(name, ACCEPTED).lapses) await this.#renew(name);
      await this.state.change((state) => {
        const held = state.case(name, ACCEPTED);
        held.thread?.sayText(text);
        held.renewDue = true;
      });
      await this.#drain(name);
      await this.#renew(name);
    });
  }

  /**
   * Tell the caller why and where to turn, and erase the case; the coordinator gets a report without content.
   *
   * LeaseLapsed when the case is no longer hers: then nothing is said, for somebody else may have it by now.
   * @param {string} name
   * @param {string} code
   * @param {string} text
   */
  close(name, code, text) {
    return this.#turn.run(async () => {
      this.state.now.case(name, ACCEPTED);
      await this.#renew(name);
      await this.state.change((state) => state.close(name, code, text, this.post.hour()));
      await this.#close(name);
    });
  }

  /** For good: put back what she holds, and erase her vault with all it has, and what her coordinator wrote. */
  leave() {
    return this.#turn.run(async () => {
      for (const name of [...this.cases.keys()]) await this.#decline(name);
      await this.member.tendCoordinator();
      const { shelf, version, now } = this.state;
      await shelf.erase(version, null, now.coordinator?.standing() ?? []);
      if ((await shelf.read()) !== null)
        throw new Refused("Something is still there. Try once more, from one window only.");
    });
  }

  /**
   * What is new on the server, a frame a second.
   * @returns {AsyncGenerator<Frame, void, void>}
   */
  watch() {
    return this.post.watch(this.member.secret());
  }

  /**
   * Whether a frame may speak of this member's queue, or of something that one of her cases waits for.
   * @param {Frame} frame
   */
  news(frame) {
    const threads = Array.from(this.cases.values()).flatMap(({ thread }) => (thread ? [thread.conversation] : []));
    const { coordinator } = this.state.now;
    const expected = [...threads, ...(coordinator ? [coordinator] : [])].flatMap((one) => one.expected());
    return this.#buckets().some((bucket) => frame.buckets.has(bucket)) || expected.some((one) => frame.names(one));
  }

  /** Overwrite every key in memory, and let go of the server. Nothing can be done with this object after. */
  end() {
    this.#board.end();
    this.member.end();
  }

  async #tendKeys(olderSeconds = 0) {
    try {
      await this.member.tendKeys(olderSeconds);
    } catch (error) {
      if (error instanceof Revoked) {
        this.#board.end();
        for (const name of [...this.cases.keys()]) await this.#putBack(name);
      }
      throw error;
    }
  }

  /**
   * @param {string} name
   * @param {string} stage
   */
  async #goOn(name, stage) {
    try {
      if (stage === CLAIMING) await this.#claim(name);
      else if (stage === CLAIMED) await this.#letLapse(name);
      else if (stage === ACCEPTING) await this.#accept(name);
      else if (stage === ACCEPTED) await this.#goOnTalking(name);
      else if (stage === PUTTING_BACK) await this.#putBack(name);
      else if (stage === CLOSING_CASE) await this.#close(name);
    } catch (error) {
      if (!(error instanceof AlreadyTaken || error instanceof LeaseLapsed)) throw error;
    }
  }

  /** @param {string} name */
  async #letLapse(name) {
    if (this.post.now() >= this.state.now.case(name).lapses) await this.#drop(name);
  }

  /** @param {string} name */
  async #goOnTalking(name) {
    if (this.post.now() >= (this.#askAt.get(name) ?? 0)) await this.#hold(name);
    const { renewDue } = this.state.now.case(name);
    if (renewDue || this.member.talk.due(this.state.now.conversation(name))) await this.#drain(name);
    if (renewDue) await this.#renew(name);
  }

  /** @param {string} name */
  async #claim(name) {
    const held = this.state.now.case(name);
    const leasePk = signer(held.leaseSeed);
    const answer = await this.member.ask(CLAIM, (secret) => cases.claim(held.caseKey, leasePk, secret));
    if (answer === null) {
      await this.#drop(name);
      throw new AlreadyTaken();
    }
    const parts = wire.unpackAnswer(answer, sizes.CLAIM_ANSWER);
    const sheet = openSheet(held.caseKey, parts.sheetLock, parts.sheet);
    const lapses = Math.floor(this.post.now()) + this.directory.policy.claimMinutes * 60;
    await this.state.change((state) => state.case(name).claimed(number(parts.claims), sheet, lapses));
    return this.state.now.case(name);
  }

  /**
   * What accepting gives, the same again while case and lease last. LeaseLapsed: nothing of it is left here.
   *
   * Asking again makes the lease no longer, as renewing would. Each case is asked for at a moment of its own.
   * @param {string} name
   */
  async #hold(name) {
    const [held, caseId] = [this.state.now.case(name), decodeKey(name)];
    const answer = await this.member.ask(ACCEPT, (secret) => cases.hold("accept", held.leaseSeed, caseId, secret));
    if (answer === null) {
      await this.#drop(name);
      throw new LeaseLapsed();
    }
    this.#askAt.set(name, this.post.now() + STANDS_SECONDS - caseId[0]);
    return answer;
  }

  /** @param {string} name */
  async #accept(name) {
    const held = this.state.now.case(name);
    const parts = wire.unpackAnswer(await this.#hold(name), sizes.ACCEPT_ANSWER);
    const body = openBody(held.caseKey, parts.bodyLock, parts.body);
    if (body === null || !body.replyPks.every(canBeSealedTo)) return this.#unreadable(name);
    const lapses = Math.floor(this.post.now()) + this.#leaseMinutes(held.card) * 60;
    const term = number(parts.term);
    await this.state.change((state) => state.case(name).accepted(term, parts.termLock, body, lapses));
    await this.#drain(name);
    return this.state.now.case(name);
  }

  /**
   * @param {string} name
   * @returns {Promise<never>}
   */
  async #unreadable(name) {
    await this.#decline(name);
    throw new Refused("What this case holds cannot be opened. It was put back; tell your coordinator.");
  }

  /** @param {string} name */
  async #decline(name) {
    if (!this.cases.has(name)) throw new NoCase();
    const until = this.post.hour() + this.directory.policy.caseHours;
    await this.state.change((state) => state.putBack(name, until));
    await this.#putBack(name);
  }

  /** @param {string} name */
  async #putBack(name) {
    const held = this.state.now.case(name);
    if (held.thread !== null) await this.#drain(name);
    // Who was revoked has no secret to ask with: then the lease lapses.
    if (this.state.now.ended === "")
      await this.member.ask(PUT_BACK, (secret) => cases.hold("put back", held.leaseSeed, decodeKey(name), secret));
    await this.#drop(name);
  }

  /** @param {string} name */
  async #close(name) {
    const held = this.state.now.case(name);
    if (held.thread !== null) await this.#drain(name);
    await this.member.ask(CLOSE, (secret) => cases.hold("close", held.leaseSeed, decodeKey(name), secret));
    const chunks = chunksOf(held.body);
    for (let at = 0; at < chunks.length; at += ERASE_AT_ONCE)
      await this.post.send(sizes.ERASE, wire.erase(null, null, chunks.slice(at, at + ERASE_AT_ONCE)));
    await this.#drop(name);
    await this.member.tendCoordinator();
  }

  /** @param {string} name */
  async #renew(name) {
    const [held, hour] = [this.state.now.case(name), this.post.hour()];
    const answer = await this.member.ask(RENEW, (secret) => cases.renew(held.leaseSeed, decodeKey(name), secret, hour));
    if (answer === null) {
      await this.#drop(name);
      throw new LeaseLapsed();
    }
    const lapses = hour * SECONDS_OF_AN_HOUR + this.directory.policy.renewMinutes * 60;
    await this.state.change((state) => {
      const own = state.case(name);
      [own.lapses, own.renewDue] = [Math.max(own.lapses, lapses), false];
    });
  }

  /** @param {string} name */
  async #drop(name) {
    this.#board.forget(name);
    this.#askAt.delete(name);
    await this.state.change((state) => state.cases.delete(name));
  }

  /** @param {string} name */
  async #drain(name) {
    await this.member.talk.drain(
      (state) => state.conversation(name),
      (state, cells) => state.readCase(name, cells),
    );
  }

  async #freshSlots() {
    try {
      return await this.#slots();
    } catch (error) {
      if (!(error instanceof NotMember)) throw error;
      await sleep(STALE_SECONDS);
      await this.member.tendKeys(DIRECTORY_SECONDS);
      return this.#slots();
    }
  }

  async #slots() {
    const secret = this.member.secret();
    const slots = [];
    for (const bucket of this.#buckets()) slots.push(...(await this.post.slots(secret, bucket, this.#since)));
    return slots;
  }

  /** @param {readonly Waiting[]} waiting */
  async #alert(waiting) {
    for (const { card, opened } of waiting) {
      const named = String(card.directory);
      const mine = this.state.now;
      if (!mine.alerted.includes(named) && mine.directories.doubtful(named, opened)) {
        await this.member.tendKeys(DIRECTORY_SECONDS);
        if (this.state.now.directories.doubtful(named, opened))
          await this.state.change((state) => state.alert(named, opened));
      }
    }
    const { coordinator } = this.state.now;
    if (coordinator !== null && this.member.talk.due(coordinator)) await this.member.tendCoordinator();
  }

  #buckets() {
    const mine = new Set(this.state.now.keyring.seeds.map((one) => one.desk));
    const buckets = this.directory.desks.filter((desk) => mine.has(desk.id)).map((desk) => desk.bucket);
    return [...new Set(buckets)].sort((one, two) => one - two);
  }

  /** @param {Json} card */
  #leaseMinutes(card) {
    /** @type {Readonly<Record<string, number>>} */
    const minutes = this.directory.policy.leaseMinutes;
    return Object.hasOwn(minutes, String(card.release)) ? minutes[String(card.release)] : 30;
  }

  /**
   * @param {string} name
   * @param {HeldCase} held
   * @returns {[string, Entry][]}
   */
  #new(name, held) {
    const given = this.#given.get(name) ?? -1;
    const entries = held.thread?.all().filter((one) => !one.mine && one.n > given) ?? [];
    return entries.map((entry) => [name, entry]);
  }
}

/**
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} lock
 * @param {Uint8Array} sheet
 * @returns {Json}
 */
function openSheet(caseKey, lock, sheet) {
  return orNull(() => ({ ...cases.openSheet(caseKey, lock, sheet) })) ?? { names: [], unreadable: true };
}

/**
 * @param {Uint8Array} caseKey
 * @param {Uint8Array} lock
 * @param {Uint8Array} body
 */
function openBody(caseKey, lock, body) {
  return orNull(() => cases.openBody(caseKey, lock, body));
}

/**
 * @template T
 * @param {() => T} step
 */
function orNull(step) {
  try {
    return step();
  } catch (error) {
    if (error instanceof DecryptError || error instanceof FormatError) return null;
    throw error;
  }
}

/**
 * Where the attachments that a body names stand; nothing of what is not of its form.
 * @param {Json} body
 */
function chunksOf(body) {
  const attachments = Array.isArray(body.attachments) ? body.attachments : [];
  return attachments.flatMap((one) => {
    try {
      const [key, count] = [decodeKey(one?.key), Math.min(Number(one?.count), sizes.CHUNKS_AT_MOST)];
      return Array.from({ length: count > 0 ? Math.floor(count) : 0 }, (_, index) => chunkAddress(key, index));
    } catch (error) {
      if (error instanceof ProtocolError) return [];
      throw error;
    }
  });
}
