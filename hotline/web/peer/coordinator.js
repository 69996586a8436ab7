// A coordinator: publishes, invites, approves, hands out keys, revokes, sees who waits. docs/protocol.md, 2 and 3.
//
// What she decides is a step in her state; `tend` brings about whatever has not been brought about yet: it publishes
// what is wanted or due, sends what is unsent, and tells everyone the keys that she ought to have. The twin's first
// coordinator, whose office stands in a file, has no place in a page: here an office stands in a member's vault.

import { randomBytes } from "../../../crypto/js/bytes.js";
import { address, FROM_CALLER, TO_CALLER } from "../../../crypto/js/conversation.js";
import * as directories from "../../../crypto/js/directory.js";
import { parseObject } from "../../../crypto/js/hashing.js";
import { pair } from "../../../crypto/js/sealing.js";
import { signer } from "../../../crypto/js/signing.js";
import { DIRECTORY_HEAD, ERASE, ERASE_AT_ONCE, KEY } from "../../../crypto/js/sizes.js";
import * as wire from "../../../crypto/js/wire.js";
import { Board } from "./board.js";
import { certificateUntil, short } from "./coordinatorState.js";
import { due, NO_CHANGE, nextDraft, withCoordinators } from "./draft.js";
import { COORDINATOR, makeLink } from "./enrolment.js";
import {
  LinkUsed,
  NoDirectory,
  NoPack,
  NotApproved,
  NotCertified,
  NotFollowing,
  NotMember,
  OldVault,
} from "./errors.js";
import { fetchFile, isKnown, STALE_SECONDS } from "./post.js";
import { Responder } from "./responder.js";
import { sleep } from "./rhythm.js";
import { Talk } from "./talk.js";
import { Turn } from "./turn.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./board.js").Waiting} Waiting */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./coordinatorState.js").Invitation} Invitation */
/** @typedef {import("./coordinatorState.js").Member} Member */
/** @typedef {import("./coordinatorState.js").Office} Office */
/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./post.js").Known} Known */
/** @typedef {import("./post.js").Post} Post */
/** @typedef {import("./responderState.js").ResponderState} ResponderState */
/** @typedef {import("./state.js").Json} Json */

export const RESPONDER = "responder";
const PUBLISH_TRIES = 5;
const SPOILED =
  "Somebody else wrote where this newcomer's answer belongs, so she was not let in: the link is in other hands. " +
  "Send her a new one by another way.";

/**
 * Someone who used a link and waits for approval; `words` are what she reads aloud.
 * @typedef {Readonly<{
 *   id: string, words: readonly string[], role: string, desks: readonly string[], until: number
 * }>} Newcomer
 */

/** One coordinator, whose office stands in her vault as a member. Made by `unlock`. */
export class Coordinator {
  #talk;
  #board = new Board();
  /** @type {Map<string, readonly string[]>} */
  #words = new Map();
  #turn = new Turn();

  /** @param {Responder} responder */
  constructor(responder) {
    officeOf(responder.state.now);
    this.responder = responder;
    this.post = responder.post;
    this.state = responder.state;
    this.rootPk = responder.state.now.rootPk;
    /** @type {Directory | null} */
    this.directory = null;
    this.#talk = new Talk(responder.post, responder.state);
  }

  /**
   * A coordinator who was invited, by her codename. NotApproved for anyone else.
   * @param {Post} post
   * @param {string} typed
   * @param {Uint8Array | null} rootPk
   * @param {string} language
   */
  static async unlock(post, typed, rootPk = null, language = "en") {
    return new Coordinator(await Responder.unlock(post, typed, rootPk, language));
  }

  /**
   * The coordinator that a responder is. NotApproved for anyone else.
   * @param {Responder} responder
   */
  static of(responder) {
    return new Coordinator(responder);
  }

  /** Her device, as every member has one. */
  get member() {
    return this.responder.member;
  }

  /** Her office as it stands in memory; only to be looked at. */
  get office() {
    return officeOf(this.state.now);
  }

  /**
   * Those whom she approved, by id.
   * @returns {ReadonlyMap<string, Member>}
   */
  get members() {
    return this.office.members;
  }

  /**
   * The links that she gave out and that still count, by id.
   * @returns {ReadonlyMap<string, Invitation>}
   */
  get invitations() {
    return this.office.invitations;
  }

  /**
   * What members have told: alerts, closing reports.
   * @returns {readonly Json[]}
   */
  get notes() {
    return this.office.notes;
  }

  /** The hour at which her certificate ends; 0 while she has none. */
  get certifiedUntil() {
    return certificateUntil(this.office.certificate);
  }

  /** Bring about what has not been: publish, send, read, hand out keys. Call it often. */
  tend() {
    return this.#turn.run(() => this.#tend());
  }

  /**
   * A directory that follows the one that stands, and says what is wanted. NotCertified; NoPack.
   * @returns {Promise<Directory>}
   */
  publish() {
    return this.#turn.run(() => this.#publish());
  }

  /**
   * A link that lives 48 hours, for one newcomer.
   * @param {string} role
   * @param {readonly string[]} desks
   */
  invite(role, desks) {
    return this.#turn.run(async () => {
      const [invite, hour] = [randomBytes(KEY), this.post.hour()];
      await this.#change((office) => office.invite(invite, role, desks, hour));
      return String(makeLink(this.post.url, invite, this.rootPk, pair(this.office.sealSeed).public));
    });
  }

  /**
   * Who used a link and waits for approval.
   * @returns {Promise<Newcomer[]>}
   */
  pending() {
    return this.#turn.run(async () => {
      for (const [name, one] of [...this.invitations]) if (one.devicePk === null) await this.#drainInvitation(name);
      const hour = this.post.hour();
      const newcomers = [];
      for (const [name, one] of this.invitations)
        if (one.until > hour && one.devicePk !== null && !one.approved && !one.refused)
          newcomers.push(await this.#newcomer(name, one, one.devicePk));
      return newcomers;
    });
  }

  /**
   * Her six words were right: she is a member, and gets the keys of her desks. NoSuchMember; LinkUsed.
   * @param {string} name
   */
  approve(name) {
    return this.#turn.run(async () => {
      const root = randomBytes(KEY);
      await this.#change((office) => office.approve(name, root));
      await this.#drainInvitation(name);
      if (this.office.invitation(name).refused) throw new LinkUsed(SPOILED);
      await this.#fetch();
      await this.#handOut();
    });
  }

  /**
   * She is not let in, and nobody ever is with her link; her device is told. NoSuchMember.
   * @param {string} name
   */
  refuse(name) {
    return this.#turn.run(async () => {
      await this.#change((office) => office.refuse(name));
      await this.#drainInvitation(name);
    });
  }

  /**
   * Out at once: a new directory, new keys for her desks, a new member secret for all others. NoSuchMember.
   * @param {string} name
   */
  revoke(name) {
    return this.#turn.run(async () => {
      const directory = await this.#fetch();
      const desks = directory === null ? [] : documentOf(directory).desks.map((/** @type {Json} */ desk) => desk.id);
      await this.#change((office) => office.revoke(name, desks));
      await this.#tend();
    });
  }

  /**
   * Someone who has left by herself, and so destroyed her keys; who may have kept them is to be revoked instead.
   *
   * NoSuchMember. What stands of her invitation and of the conversation with her is erased.
   * @param {string} name
   */
  forget(name) {
    return this.#turn.run(async () => {
      const left = this.office.member(name).conversation.standing();
      const invite = this.invitations.get(name)?.invite;
      if (invite) left.push(...[FROM_CALLER, TO_CALLER].map((direction) => address(invite, direction, 0)));
      await this.post.send(ERASE, wire.erase(null, null, left.slice(0, ERASE_AT_ONCE)));
      await this.#change((office) => office.forget(name));
    });
  }

  /**
   * Pass on a certificate of the root to a coordinator approved here.
   * @param {string} name
   * @param {Uint8Array} certificate
   */
  certify(name, certificate) {
    return this.#turn.run(async () => {
      const until = certificateUntil(certificate);
      await this.#change((office) => office.certify(name, certificate, until));
      await this.#drainMember(name);
    });
  }

  /**
   * What waits at all desks, by urgency, then age.
   * @returns {Promise<Waiting[]>}
   */
  waiting() {
    return this.#turn.run(async () => {
      await this.#fetch();
      try {
        return await this.#look();
      } catch (error) {
        if (!(error instanceof NotMember)) throw error;
        await sleep(STALE_SECONDS); // another coordinator has changed the secret
        await this.#tend();
        return this.#look();
      }
    });
  }

  /** How full each bucket is, and how much of it is claimed and not accepted. */
  shelves() {
    return this.#turn.run(async () => {
      await this.#fetch();
      if (this.directory === null) throw new NoDirectory();
      const secret = this.office.keyring.secret(this.directory);
      const shelves = [];
      for (const bucket of new Set(this.directory.desks.map((desk) => desk.bucket)))
        shelves.push(await this.post.shelf(secret, bucket));
      return shelves;
    });
  }

  /** Overwrite every key in memory, and let go of the server. Nothing can be done with this object after. */
  end() {
    this.#board.end();
    this.responder.end();
  }

  async #tend() {
    await this.responder.tend();
    const standing = await this.#fetch();
    const { draft, wanted } = this.office;
    if (draft || wanted || standing === null || due(documentOf(standing), this.post.hour())) await this.#publish();
    for (const name of [...this.invitations.keys()]) await this.#drainInvitation(name);
    await this.#handOut();
    for (const name of [...this.members.keys()]) await this.#drainMember(name);
    await this.#handOut();
    for (const name of [...this.office.revoked.keys()]) await this.#dismiss(name);
  }

  async #look() {
    if (this.directory === null) throw new NoDirectory();
    const { keyring, sealSeed } = this.office;
    const since = Math.max(0, this.post.hour() - this.directory.policy.caseHours - 1);
    const secret = keyring.secret(this.directory);
    const slots = [];
    for (const bucket of new Set(this.directory.desks.map((desk) => desk.bucket)))
      slots.push(...(await this.post.slots(secret, bucket, since)));
    return this.#board.show(slots, since, sealSeed, keyring, directories.urgenciesOf(this.directory.policy));
  }

  async #publish() {
    for (let tries = 0; tries < PUBLISH_TRIES; tries += 1) {
      if (this.office.draft === null) await this.#writeDraft();
      const file = this.#file(this.office.draft);
      try {
        await this.post.publish(file);
        return await this.#published(file);
      } catch (error) {
        if (!(error instanceof NotFollowing)) throw error;
        await this.#change((office) => office.overtaken());
        await sleep(STALE_SECONDS);
      }
    }
    throw new NotFollowing();
  }

  /**
   * @param {string} name
   * @param {Invitation} one
   * @param {Uint8Array} devicePk
   * @returns {Promise<Newcomer>}
   */
  async #newcomer(name, one, devicePk) {
    const words = this.#words.get(name) ?? (await this.member.wordsOf(devicePk));
    this.#words.set(name, words);
    return Object.freeze({ id: name, words, role: one.role, desks: one.desks, until: one.until });
  }

  /** The file that stands, verified and noted; null when there is none. */
  async #fetch() {
    const { latest } = this.office.directories;
    const found = await this.#fileOrNull(latest);
    if (found === null) return null;
    const { file, directory } = found;
    const hour = this.post.hour();
    this.directory = directory;
    if (!isKnown(directory, latest) || this.office.keyring.unproven.length > 0)
      await this.#change((office) => office.saw(directory, hour));
    return file;
  }

  /** @param {Known | null} latest */
  async #fileOrNull(latest) {
    try {
      return await fetchFile(this.post, this.rootPk, latest);
    } catch (error) {
      if (error instanceof NoDirectory) return null;
      throw error;
    }
  }

  /** @param {Uint8Array} file */
  async #published(file) {
    const hour = this.post.hour();
    const directory = directories.verifyFile(file, this.rootPk, hour);
    this.directory = directory;
    await this.#change((office) => office.published(directory, hour));
    return directory;
  }

  async #writeDraft() {
    const [standing, hour] = [await this.#fetch(), this.post.hour()];
    const document = standing === null ? {} : documentOf(standing);
    const known = standing === null ? null : this.directory;
    await this.#change((office) => office.start(draftOf(office, document, known, hour)));
  }

  /** @param {Draft | null} draft */
  #file(draft) {
    const { certificate, signSeed } = this.office;
    if (draft === null || certificate === null) throw new NotCertified();
    return directories.build(certificate, signSeed, draft.document);
  }

  async #handOut() {
    const { directory } = this;
    if (directory === null) return;
    await this.#change((office) => office.giveKeys(directory));
    for (const [name, member] of [...this.members])
      if (this.#talk.due(member.conversation)) await this.#drainMember(name);
    await this.state.change((state) => giveUp(state, directory));
    await this.member.tendCoordinator();
  }

  /** @param {string} name */
  async #drainInvitation(name) {
    const one = this.office.invitation(name);
    if ((one.devicePk !== null || one.refused) && !this.#talk.due(one.conversation)) return;
    try {
      await this.#talk.drain(
        (state) => officeOf(state).invitation(name).conversation,
        (state, cells) => officeOf(state).invitation(name).read(cells),
      );
    } catch (error) {
      if (!(error instanceof OldVault)) throw error;
      await this.#change((office) => office.spoil(name)); // who else has the link can write there
    }
  }

  /**
   * Tell someone that she was revoked. What she says or puts in the way changes nothing.
   * @param {string} name
   */
  async #dismiss(name) {
    try {
      await this.#talk.drain(
        (state) => officeOf(state).leaver(name),
        () => [],
      );
    } catch (error) {
      if (!(error instanceof OldVault)) throw error;
    }
    await this.#change((office) => office.revoked.delete(name));
  }

  /** @param {string} name */
  async #drainMember(name) {
    await this.#talk.drain(
      (state) => officeOf(state).member(name).conversation,
      (state, cells) => officeOf(state).readMember(name, cells),
    );
  }

  /** @param {(office: Office) => void} step */
  async #change(step) {
    await this.state.change((state) => step(officeOf(state)));
  }
}

/** @param {ResponderState} state */
function officeOf(state) {
  if (state.office === null || state.role !== COORDINATOR) throw new NotApproved();
  return state.office;
}

/**
 * @param {ResponderState} state
 * @param {Directory} directory
 */
function giveUp(state, directory) {
  const { coordinator, office } = state;
  if (coordinator !== null && office !== null && office.certificate !== null) office.giveUp(coordinator, directory);
}

/**
 * @param {Office} office
 * @param {Json} standing
 * @param {Known | null} known
 * @param {number} now
 */
function draftOf(office, standing, known, now) {
  const until = certificateUntil(office.certificate);
  if (until <= now) throw new NotCertified();
  const others = Array.from(office.members.values()).flatMap(({ signPk, sealPk, certifiedUntil }) =>
    signPk !== null && sealPk !== null && certifiedUntil > now
      ? [/** @type {const} */ ([short(sealPk), signPk, sealPk])]
      : [],
  );
  const own = /** @type {const} */ ([office.id, signer(office.signSeed), pair(office.sealSeed).public]);
  const settings = planned(office.plan, standing);
  if (!Object.hasOwn(settings, "pack")) throw new NoPack();
  const document = withCoordinators(settings, [own, ...others]);
  const hours = { now, until, secretHours: now - office.secretSince };
  return nextDraft(document, known, office.wanted ?? NO_CHANGE, hours, () => randomBytes(KEY));
}

/**
 * @param {Uint8Array} file
 * @returns {Json}
 */
function documentOf(file) {
  return parseObject(file.subarray(DIRECTORY_HEAD));
}

/**
 * What stands, with the settings of a plan; desks keep the epochs they have.
 * @param {Json | null} plan
 * @param {Json} standing
 * @returns {Json}
 */
function planned(plan, standing) {
  if (plan === null) return standing;
  const epochs = new Map(/** @type {Json[]} */ (standing.desks ?? []).map((desk) => [desk.id, desk.epochs]));
  const desks = /** @type {Json[]} */ (plan.desks).map((desk) => ({ ...desk, epochs: epochs.get(desk.id) ?? [] }));
  const names = ["site", "members", "history", "coordinators"].filter((name) => Object.hasOwn(standing, name));
  return { ...plan, ...Object.fromEntries(names.map((name) => [name, standing[name]])), desks };
}
