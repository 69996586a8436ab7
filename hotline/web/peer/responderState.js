// What a member's vault holds, and the steps that change it. Nothing here waits. docs/protocol.md, 2, 5 and 6.

import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { Conversation } from "./conversation.js";
import { ALERT, documentsOf, Office, whenOfItsForm } from "./coordinatorState.js";
import { APPROVED, CERTIFICATE, COORDINATOR, KEYS, newcomersEnd, REFUSED, REVOKED } from "./enrolment.js";
import { NoCase, NotApproved } from "./errors.js";
import { ACCEPTED, CLOSING_CASE, HeldCase, PUTTING_BACK } from "./held.js";
import { Keyring } from "./keyring.js";
import { SeenDirectories } from "./seen.js";
import { NOTICE } from "./thread.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./state.js").Json} Json */
/** @typedef {import("./thread.js").Entry} Entry */

export const REPORT = "closing report";

/**
 * The whole vault of a member: device key, keyring, the conversation with her coordinator, and the cases she holds.
 *
 * `enrolment` is her end of the invite until the approval has come. `office` is there for a coordinator. `ended` says
 * that the coordinator wants this device no more: REFUSED or REVOKED.
 */
export class ResponderState {
  /** @type {Conversation | null} */
  coordinator = null;
  role = "";
  /** @type {string[]} */
  desks = [];
  keyring = new Keyring();
  directories = new SeenDirectories();
  /** @type {Map<string, HeldCase>} */
  cases = new Map();
  /** @type {Map<string, number>} */
  declined = new Map();
  /** @type {string[]} */
  alerted = [];
  /** @type {Json[]} */
  notes = [];
  /** @type {Office | null} */
  office = null;
  ended = "";

  /**
   * @param {Uint8Array} rootPk
   * @param {Uint8Array} deviceSeed
   * @param {Conversation | null} enrolment
   */
  constructor(rootPk, deviceSeed, enrolment = null) {
    this.rootPk = rootPk;
    this.deviceSeed = deviceSeed;
    this.enrolment = enrolment;
  }

  /**
   * The case held under this id, at one of these stages if any are named. NoCase.
   * @param {string} name
   * @param {...string} stages
   */
  case(name, ...stages) {
    const held = this.cases.get(name);
    if (!held || (stages.length > 0 && !stages.includes(held.stage))) throw new NoCase();
    return held;
  }

  /**
   * That with the caller of a case. NoCase before it was accepted.
   * @param {string} name
   */
  conversation(name) {
    const { thread } = this.case(name);
    if (thread === null) throw new NoCase();
    return thread.conversation;
  }

  /**
   * Read what the caller has sent.
   * @param {string} name
   * @param {readonly Cell[]} cells
   * @returns {Entry[]}
   */
  readCase(name, cells) {
    return this.case(name).thread?.receive(cells) ?? [];
  }

  /** The conversation with the coordinator. NotApproved before there is one. */
  withCoordinator() {
    if (this.coordinator === null) throw new NotApproved();
    return this.coordinator;
  }

  /** This device's end of the invite. NotApproved when there is none. */
  invited() {
    if (this.enrolment === null) throw new NotApproved();
    return this.enrolment;
  }

  /**
   * The approval brings the root of the conversation with the coordinator. The device seed stays.
   *
   * This device's own cell is not erased: so a second use of the link finds the address taken.
   * @param {readonly Cell[]} cells
   */
  readApproval(cells) {
    const invited = this.invited();
    const documents = documentsOf(invited, cells);
    invited.erase = invited.erase.filter(([way]) => way === invited.theirs);
    for (const document of documents) {
      if (this.coordinator === null && document.kind === APPROVED)
        whenOfItsForm(() => this._approved(document, invited));
      else if (this.coordinator === null && document.kind === REFUSED) this.ended = REFUSED;
    }
    return documents;
  }

  /** Whether something came in answer to this device that is no answer of the coordinator. */
  get spoiled() {
    return this.coordinator === null && this.ended === "" && this.invited().nextRead > 0;
  }

  /**
   * @param {Json} document
   * @param {Conversation} invited
   */
  _approved(document, invited) {
    this.coordinator = newcomersEnd(decodeKey(document.root), this.deviceSeed, invited);
    [this.role, this.desks] = [String(document.role ?? ""), texts(document.desks ?? [])];
    if (this.role === COORDINATOR) {
      this.office = Office.drawn();
      this.coordinator.say({ kind: COORDINATOR, ...this.office.public() });
    }
  }

  /**
   * Keys go to the keyring, a certificate to the office, all else to the notes.
   * @param {readonly Cell[]} cells
   */
  readCoordinator(cells) {
    const documents = documentsOf(this.withCoordinator(), cells);
    for (const document of documents) whenOfItsForm(() => this._take(document));
    return documents;
  }

  /** @param {Json} document */
  _take(document) {
    if (document.kind === KEYS) {
      this.keyring.take(document);
      this.desks = texts(document.desks ?? this.desks);
      this.office?.keyring.take(document);
      this.office?.markGivenUp(document);
    } else if (document.kind === CERTIFICATE && this.office !== null) {
      this.office.takeCertificate(document);
    } else if (document.kind === REVOKED) this._revoked();
    else this.notes.push(document);
  }

  /** What opens and claims is destroyed, and every case is to be let go. */
  _revoked() {
    [this.ended, this.keyring, this.office] = [REVOKED, new Keyring(), null];
    for (const name of this.cases.keys()) this.putBack(name, 0);
  }

  /**
   * A directory that follows: count the seeds that it names, destroy what is over.
   * @param {Directory} directory
   * @param {number} now
   */
  saw(directory, now) {
    this.directories.add(directory);
    this.keyring.prove(directory);
    this.keyring.forget(now, directory.policy.caseHours);
    for (const [name, until] of this.declined) if (until <= now) this.declined.delete(name);
    this.office?.saw(directory, now);
  }

  /**
   * This case is to go back, and not to be offered here again.
   * @param {string} name
   * @param {number} until
   */
  putBack(name, until) {
    const held = this.case(name);
    if (held.stage !== PUTTING_BACK) held.thread?.say({ kind: NOTICE, reason: "put back" });
    [held.stage, held.sheet, held.body] = [PUTTING_BACK, {}, {}];
    this.declined.set(name, until);
  }

  /**
   * This case is to be closed, and the coordinator told how, without a word of what it was.
   *
   * NoCase unless it was accepted: its caller could not be told otherwise.
   * @param {string} name
   * @param {string} code
   * @param {string} text
   * @param {number} hour
   */
  close(name, code, text, hour) {
    const held = this.case(name, ACCEPTED, CLOSING_CASE);
    if (held.stage === CLOSING_CASE) return;
    held.close({ code, text });
    const { matter = null, urgency = null, language = null, state = null, licence = null } = held.card;
    const counted = { matter, urgency, language, state, licence };
    this.coordinator?.say({ kind: REPORT, code, opened: held.opened, closed: hour, ...counted });
  }

  /**
   * A card was made with a directory that ought not to have been in use: told once for each.
   * @param {string} directoryHash
   * @param {number} opened
   */
  alert(directoryHash, opened) {
    if (this.alerted.includes(directoryHash) || this.coordinator === null) return;
    this.alerted = [...this.alerted.slice(-99), directoryHash];
    this.coordinator.say({ kind: ALERT, about: "directory", directory: directoryHash, opened });
  }

  /** Let go of the oldest note, or else of the oldest thing said in the longest conversation. */
  trim() {
    if (this.notes.shift() !== undefined || this.office?.trim()) return true;
    const threads = Array.from(this.cases.values()).flatMap((held) => (held.thread ? [held.thread] : []));
    const longest = Math.max(0, ...threads.map((thread) => thread.entries.length));
    return longest > 0 && (threads.find((thread) => thread.entries.length === longest)?.trim() ?? false);
  }

  /**
   * As it stands in the vault.
   * @returns {Json}
   */
  toJson() {
    return {
      root_pk: encodeKey(this.rootPk),
      device: encodeKey(this.deviceSeed),
      enrolment: this.enrolment?.toJson() ?? null,
      coordinator: this.coordinator?.toJson() ?? null,
      role: this.role,
      desks: this.desks,
      keyring: this.keyring.toJson(),
      directories: this.directories.toJson(),
      cases: Array.from(this.cases.values(), (held) => held.toJson()),
      declined: Object.fromEntries(this.declined),
      alerted: this.alerted,
      notes: this.notes,
      office: this.office?.toJson() ?? null,
      ended: this.ended,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const enrolment = json.enrolment && Conversation.fromJson(json.enrolment);
    const state = new ResponderState(decodeKey(json.root_pk), decodeKey(json.device), enrolment);
    state.coordinator = json.coordinator && Conversation.fromJson(json.coordinator);
    [state.role, state.desks, state.alerted, state.notes] = [json.role, json.desks, json.alerted, json.notes];
    state.keyring = Keyring.fromJson(json.keyring);
    state.directories = SeenDirectories.fromJson(json.directories);
    const held = /** @type {HeldCase[]} */ (json.cases.map(HeldCase.fromJson));
    state.cases = new Map(held.map((one) => [one.caseId, one]));
    state.declined = new Map(Object.entries(json.declined));
    state.office = json.office && Office.fromJson(json.office);
    state.ended = json.ended ?? "";
    return state;
  }
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function texts(value) {
  if (!Array.isArray(value)) throw new FormatError("a list of desks is not of its form");
  return value.map(String);
}
