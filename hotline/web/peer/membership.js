// Being a member: a device, a codename, a vault, a coordinator, and the keys from her. docs/protocol.md, 2 and 6.

import { equal, randomBytes, wipe } from "../../../crypto/js/bytes.js";
import * as codename from "../../../crypto/js/codename.js";
import { decodeKey } from "../../../crypto/js/directory.js";
import { parseObject } from "../../../crypto/js/hashing.js";
import { pair } from "../../../crypto/js/sealing.js";
import { ACCEPT, DIRECTORY_HEAD, DONE, KEY, RENEW, RESPONDER_VAULT } from "../../../crypto/js/sizes.js";
import { newcomer, REFUSED, REVOKED, readLink } from "./enrolment.js";
import { LinkRefused, LinkUsed, OldVault, Revoked } from "./errors.js";
import { fetchDirectory, isKnown, STALE_SECONDS } from "./post.js";
import { ResponderState } from "./responderState.js";
import { sleep } from "./rhythm.js";
import { State, VaultShelf } from "./state.js";
import { Talk } from "./talk.js";
import { fingerprint, loadWordLists, readCodename, spelled } from "./words.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("../../../crypto/js/wire.js").Answer} Answer */
/** @typedef {import("./post.js").Post} Post */
/** @typedef {import("./words.js").WordLists} WordLists */

export const DIRECTORY_SECONDS = 60;

/** One member's device. Made by `start` with a link, or by `unlock` with a codename. */
export class Membership {
  #lists;
  #directoryAt;

  /**
   * @param {Post} post
   * @param {Directory} directory
   * @param {Uint8Array} ten
   * @param {State<ResponderState>} state
   * @param {WordLists} lists
   */
  constructor(post, directory, ten, state, lists) {
    this.post = post;
    this.directory = directory;
    this.ten = ten;
    this.state = state;
    this.talk = new Talk(post, state);
    this.#lists = lists;
    this.#directoryAt = post.now();
  }

  /**
   * A new device with a new codename, and nothing on the server yet. LinkWrong, LinkExpired, LinkUsed.
   *
   * Who is killed between `introduce` and the moment she has her codename needs another link: so show it before.
   * @param {Post} post
   * @param {string} link
   */
  static async start(post, link) {
    const told = readLink(link);
    const directory = await fetchDirectory(post, told.rootPk);
    const coordinator = told.coordinator(directory);
    const lists = await loadWordLists(post);
    const [ten, deviceSeed] = [codename.draw(), randomBytes(KEY)];
    const enrolment = newcomer(told.invite, deviceSeed, coordinator.sealPk);
    const { cells } = await post.exchange(null, [enrolment.ownAddress(0), ...enrolment.expected()]);
    if (cells.length > 0) throw new LinkUsed();
    const begun = new ResponderState(told.rootPk, deviceSeed, enrolment);
    const shelf = await VaultShelf.of(post, ten, directory.site, RESPONDER_VAULT);
    return new Membership(post, directory, ten, new State(shelf, ResponderState.fromJson, begun), lists);
  }

  /** Write the vault, then to the coordinator. LinkUsed when somebody was here before. */
  async introduce() {
    const [directory, hour] = [this.directory, this.post.hour()];
    await this.state.change((state) => state.saw(directory, hour));
    await this.#tendEnrolment();
  }

  /**
   * The member of a codename. The vault names the root that the directory is then verified to.
   *
   * Until then nothing is believed of the directory: a false site only leads to where nothing stands. CodenameError;
   * NoVault. `tend` goes on with what was interrupted.
   * @param {Post} post
   * @param {string} typed
   * @param {Uint8Array | null} rootPk
   * @param {string} language
   */
  static async unlock(post, typed, rootPk = null, language = "en") {
    const site = claimedSite(await post.directoryFile());
    const lists = await loadWordLists(post);
    const ten = readCodename(typed, site, lists, language);
    const shelf = await VaultShelf.of(post, ten, site, RESPONDER_VAULT);
    const state = await State.read(shelf, ResponderState.fromJson);
    const directory = await fetchDirectory(post, rootPk ?? state.now.rootPk, state.now.directories.latest);
    return new Membership(post, directory, ten, state, lists);
  }

  /**
   * The eight words, in the list of a language; the nine groups of digits where it has none.
   * @param {string} language
   */
  codename(language = "en") {
    return spelled(this.ten, this.directory.site, this.#lists, language);
  }

  /** The codename as 27 digits in threes. */
  get digits() {
    return codename.toDigits(this.ten, this.directory.site);
  }

  /** The six words that she reads to her coordinator. As slow as `stretch`. */
  deviceWords() {
    return this.wordsOf(pair(this.state.now.deviceSeed).public);
  }

  /** The six words that her coordinator reads to her. As slow as `stretch`. */
  rootWords() {
    return this.wordsOf(this.state.now.rootPk);
  }

  /**
   * The six words of a key. As slow as `stretch`.
   * @param {Uint8Array} publicKey
   */
  wordsOf(publicKey) {
    return fingerprint(publicKey, this.#lists);
  }

  /** Whether the coordinator's approval has come. */
  get approved() {
    return this.state.now.coordinator !== null;
  }

  /** The member secret that the directory names. NotMember when there is none. */
  secret() {
    return this.state.now.keyring.secret(this.directory);
  }

  /** Overwrite every key in memory, and let go of the server. Nothing can be done with this object after. */
  end() {
    this.post.close();
    this.state.wipe();
    this.state.shelf.wipe();
    wipe(this.ten);
  }

  /**
   * The answer, or null when it is refused to someone whose member secret is the right one. NotMember.
   * @param {number} op
   * @param {(secret: Uint8Array) => Uint8Array} payload
   * @returns {Promise<Answer | null>}
   */
  async ask(op, payload) {
    for (let tries = 0; tries < 2; tries += 1) {
      const secret = this.secret();
      const answer = await this.post.send(op, payload(secret));
      if (answer.status === DONE) return answer;
      // Who is refused here destroys what she has: be sure that it is no new secret.
      if (op === ACCEPT || op === RENEW) await sleep(STALE_SECONDS);
      await this.tendKeys(DIRECTORY_SECONDS);
      if (equal(this.secret(), secret)) return null;
    }
    return null;
  }

  /**
   * The coordinator's messages before the directory: it names the seeds that they bring. LinkRefused; Revoked.
   *
   * The directory is fetched again when it is a minute old; `olderSeconds` takes it for that much older.
   * @param {number} olderSeconds
   */
  async tendKeys(olderSeconds = 0) {
    this.#verifyNotEnded();
    if (this.state.now.enrolment !== null) await this.#tendEnrolment();
    await this.tendCoordinator();
    this.#verifyNotEnded();
    const { latest } = this.state.now.directories;
    const isUnproven = this.state.now.keyring.unproven.length > 0;
    if (this.post.now() - this.#directoryAt + olderSeconds < DIRECTORY_SECONDS && !isUnproven) return;
    this.#directoryAt = this.post.now();
    this.directory = await fetchDirectory(this.post, this.state.now.rootPk, latest);
    if (!isKnown(this.directory, latest) || isUnproven) {
      const [directory, hour] = [this.directory, this.post.hour()];
      await this.state.change((state) => state.saw(directory, hour));
    }
  }

  async #tendEnrolment() {
    try {
      await this.talk.drain(
        (state) => state.invited(),
        (state, cells) => state.readApproval(cells),
      );
    } catch (error) {
      throw error instanceof OldVault ? new LinkUsed() : error;
    }
    if (this.approved)
      await this.state.change((state) => {
        state.enrolment = null;
      });
    else if (this.state.now.spoiled) throw new LinkUsed();
  }

  #verifyNotEnded() {
    if (this.state.now.ended === REFUSED) throw new LinkRefused();
    if (this.state.now.ended === REVOKED) throw new Revoked();
  }

  /** Send to the coordinator what is unsent, and read what she has said. */
  async tendCoordinator() {
    if (this.approved)
      await this.talk.drain(
        (state) => state.withCoordinator(),
        (state, cells) => state.readCoordinator(cells),
      );
  }
}

/**
 * The site that an unverified directory names.
 * @param {Uint8Array} file
 */
function claimedSite(file) {
  return decodeKey(parseObject(file.subarray(DIRECTORY_HEAD)).site);
}
