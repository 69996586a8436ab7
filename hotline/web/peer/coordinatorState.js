// What a coordinator holds beside her own membership, and the steps that change it. docs/protocol.md, 2, 3 and 6.

import { equal, randomBytes } from "../../../crypto/js/bytes.js";
import { decodeKey, encodeKey } from "../../../crypto/js/directory.js";
import { FormatError } from "../../../crypto/js/errors.js";
import { digest, number } from "../../../crypto/js/hashing.js";
import { pair } from "../../../crypto/js/sealing.js";
import { signer } from "../../../crypto/js/signing.js";
import { CERTIFICATE, KEY, PUBLIC_KEY, SEAL_PUBLIC_KEY, U32 } from "../../../crypto/js/sizes.js";
import { Conversation } from "./conversation.js";
import { Draft, NO_CHANGE } from "./draft.js";
import {
  APPROVED,
  CERTIFICATE as CERTIFICATE_KIND,
  COORDINATOR,
  coordinatorsEnd,
  ENROL,
  inviter,
  KEYS,
  LINK_HOURS,
  REFUSED,
  REVOKED,
} from "./enrolment.js";
import { NoSuchMember } from "./errors.js";
import { epochOf, has, Keyring } from "./keyring.js";
import { SeenDirectories } from "./seen.js";

/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./draft.js").Change} Change */
/** @typedef {import("./keyring.js").Seed} Seed */
/** @typedef {import("./state.js").Json} Json */

export const ALERT = "alert";
export const ID_BYTES = 6;
export const SEEDS_AT_ONCE = 50;

/** A link that was given out. `desks` are those the newcomer will be on; the device key is there once she came. */
export class Invitation {
  approved = false;
  refused = false;

  /**
   * @param {Uint8Array} invite
   * @param {string} role
   * @param {string[]} desks
   * @param {number} until
   * @param {Conversation} conversation
   */
  constructor(invite, role, desks, until, conversation) {
    this.invite = invite;
    this.role = role;
    this.desks = desks;
    this.until = until;
    this.conversation = conversation;
  }

  /** The newcomer's device key, or null while nobody used the link. */
  get devicePk() {
    return this.conversation.theirPk;
  }

  /**
   * The newcomer's cell, which stays where it is: so a second use of the link finds the address taken.
   * @param {readonly Cell[]} cells
   */
  read(cells) {
    if (this.devicePk !== null) return [];
    const documents = documentsOf(this.conversation, cells);
    this.conversation.erase = [];
    return documents.filter((one) => one.kind === ENROL);
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      invite: encodeKey(this.invite),
      role: this.role,
      desks: this.desks,
      until: this.until,
      conversation: this.conversation.toJson(),
      approved: this.approved,
      refused: this.refused,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const conversation = Conversation.fromJson(json.conversation);
    const one = new Invitation(decodeKey(json.invite), json.role, json.desks, json.until, conversation);
    [one.approved, one.refused] = [json.approved, json.refused ?? false];
    return one;
  }
}

/** Someone approved here. `given` are hashes of the keys that she has been told. */
export class Member {
  /** @type {string[]} */
  given = [];
  /** @type {Uint8Array | null} */
  signPk = null;
  /** @type {Uint8Array | null} */
  sealPk = null;
  certifiedUntil = 0;

  /**
   * @param {string} role
   * @param {string[]} desks
   * @param {Conversation} conversation
   */
  constructor(role, desks, conversation) {
    this.role = role;
    this.desks = desks;
    this.conversation = conversation;
  }

  /**
   * As it stands in a vault.
   * @returns {Json}
   */
  toJson() {
    return {
      role: this.role,
      desks: this.desks,
      conversation: this.conversation.toJson(),
      given: this.given,
      sign_pk: this.signPk && encodeKey(this.signPk),
      seal_pk: this.sealPk && encodeKey(this.sealPk),
      certified_until: this.certifiedUntil,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const one = new Member(json.role, json.desks, Conversation.fromJson(json.conversation));
    one.given = json.given;
    one.signPk = json.sign_pk && decodeKey(json.sign_pk);
    one.sealPk = json.seal_pk && decodeKey(json.seal_pk, SEAL_PUBLIC_KEY);
    one.certifiedUntil = json.certified_until;
    return one;
  }
}

/** A coordinator's keys, people, and the directory that she is about to publish. */
export class Office {
  /** @type {Uint8Array | null} */
  certificate = null;
  keyring = new Keyring();
  secretHash = "";
  secretSince = 0;
  directories = new SeenDirectories();
  /** @type {Map<string, Invitation>} */
  invitations = new Map();
  /** @type {Map<string, Member>} */
  members = new Map();
  /** @type {Map<string, Conversation>} */
  revoked = new Map();
  /** @type {string[]} */
  givenUp = [];
  /** @type {Json | null} */
  plan = null;
  /** @type {Draft | null} */
  draft = null;
  /** @type {Change | null} */
  wanted = null;
  /** @type {Json[]} */
  notes = [];

  /**
   * @param {Uint8Array} signSeed
   * @param {Uint8Array} sealSeed
   */
  constructor(signSeed, sealSeed) {
    this.signSeed = signSeed;
    this.sealSeed = sealSeed;
  }

  /** A new coordinator, without a certificate. */
  static drawn() {
    return new Office(randomBytes(KEY), randomBytes(KEY));
  }

  /** Her short public id. */
  get id() {
    return short(pair(this.sealSeed).public);
  }

  /** What others need of her. */
  public() {
    return { sign_pk: encodeKey(signer(this.signSeed)), seal_pk: encodeKey(pair(this.sealSeed).public) };
  }

  /**
   * A certificate for this coordinator's key. FormatError for another.
   * @param {Json} document
   */
  takeCertificate(document) {
    const certificate = decodeKey(document.certificate, CERTIFICATE);
    if (!equal(certificate.subarray(0, PUBLIC_KEY), signer(this.signSeed)))
      throw new FormatError("a certificate is for another key");
    this.certificate = certificate;
  }

  /**
   * A directory that stands: its seeds count from now on.
   * @param {Directory} directory
   * @param {number} now
   */
  saw(directory, now) {
    this.directories.add(directory);
    this.keyring.prove(directory);
    this.keyring.forget(now, directory.policy.caseHours);
    const newest = encodeKey(directory.members[0]);
    if (newest !== this.secretHash) [this.secretHash, this.secretSince] = [newest, directory.issued];
    for (const [name, one] of this.invitations) if (one.until <= now && !owes(one)) this.invitations.delete(name);
  }

  /**
   * A draft to be published; what was drawn for it waits until it is.
   * @param {Draft} draft
   */
  start(draft) {
    [this.draft, this.wanted] = [draft, null];
    this.keyring.unproven.push(...draft.seeds);
    if (draft.secret !== null) this.keyring.secrets = [draft.secret, ...this.keyring.secrets].slice(0, 3);
  }

  /**
   * The draft stands.
   * @param {Directory} directory
   * @param {number} now
   */
  published(directory, now) {
    this.draft = this.plan = null;
    this.saw(directory, now);
  }

  /** Another coordinator published first: what was wanted is wanted still. */
  overtaken() {
    if (this.draft !== null) [this.wanted, this.draft] = [this.draft.change, null];
  }

  /**
   * A link that lives 48 hours.
   * @param {Uint8Array} invite
   * @param {string} role
   * @param {readonly string[]} desks
   * @param {number} now
   */
  invite(invite, role, desks, now) {
    const conversation = inviter(invite, this.sealSeed);
    this.invitations.set(short(invite), new Invitation(invite, role, [...desks], now + LINK_HOURS, conversation));
  }

  /**
   * The invitation of this id. NoSuchMember.
   * @param {string} name
   */
  invitation(name) {
    const one = this.invitations.get(name);
    if (!one) throw new NoSuchMember();
    return one;
  }

  /**
   * The member of this id. NoSuchMember.
   * @param {string} name
   */
  member(name) {
    const one = this.members.get(name);
    if (!one) throw new NoSuchMember();
    return one;
  }

  /**
   * The newcomer's words were right: she becomes a member. NoSuchMember unless somebody waits here.
   * @param {string} name
   * @param {Uint8Array} root
   */
  approve(name, root) {
    const one = this.invitation(name);
    if (one.devicePk === null || one.refused) throw new NoSuchMember();
    if (one.approved) return;
    one.conversation.say({ kind: APPROVED, root: encodeKey(root), role: one.role, desks: one.desks });
    one.approved = true;
    this.members.set(name, new Member(one.role, [...one.desks], coordinatorsEnd(root, one.conversation)));
  }

  /**
   * She is not let in, and nobody ever is with this link; her device is told. NoSuchMember as for `approve`.
   * @param {string} name
   */
  refuse(name) {
    const one = this.invitation(name);
    if (one.devicePk === null || one.approved) throw new NoSuchMember();
    if (one.refused) return;
    one.refused = true;
    one.conversation.say({ kind: REFUSED });
  }

  /**
   * Something stands in this invite that neither end put there: nobody is let in with it.
   * @param {string} name
   */
  spoil(name) {
    const one = this.invitation(name);
    one.refused = true;
    one.conversation.outbox = [];
    this.members.delete(name);
    this.notes.push({ kind: ALERT, about: "link", link: name });
  }

  /**
   * Out at once: the next directory has new keys for her desks, a coordinator's being all, and a new secret.
   *
   * She is told, and nothing else that was not sent yet.
   * @param {string} name
   * @param {readonly string[]} allDesks
   */
  revoke(name, allDesks) {
    const member = this.member(name);
    const before = this.wanted ?? NO_CHANGE;
    const drop = member.sealPk === null ? [] : [short(member.sealPk)];
    const lost = member.role === COORDINATOR ? allDesks : member.desks;
    const desks = [...new Set([...before.desks, ...lost])].sort();
    this.wanted = Object.freeze({ desks, secret: true, drop: [...before.drop, ...drop] });
    member.conversation.sayInstead({ kind: REVOKED });
    this.revoked.set(name, member.conversation);
    this.members.delete(name);
  }

  /**
   * The conversation with someone revoked who has not been told yet. NoSuchMember.
   * @param {string} name
   */
  leaver(name) {
    const one = this.revoked.get(name);
    if (!one) throw new NoSuchMember();
    return one;
  }

  /**
   * Someone who has left: member and invitation go.
   * @param {string} name
   */
  forget(name) {
    this.member(name);
    this.members.delete(name);
    this.invitations.delete(name);
  }

  /**
   * Say to everyone what keys she ought to have and was not told.
   * @param {Directory} directory
   */
  giveKeys(directory) {
    for (const member of this.members.values()) {
      const desks = member.role === COORDINATOR ? null : member.desks;
      member.given = this._tell(member.conversation, member.given, directory, desks);
    }
  }

  /**
   * Say to the coordinator who approved this one what she has not been told.
   * @param {Conversation} coordinator
   * @param {Directory} directory
   */
  giveUp(coordinator, directory) {
    this.givenUp = this._tell(coordinator, this.givenUp, directory, null);
  }

  /**
   * What that coordinator has told need not be told to her.
   * @param {Json} message
   */
  markGivenUp(message) {
    this.givenUp.push(...namesOf(message).filter((name) => !this.givenUp.includes(name)));
  }

  /**
   * Pass on the root's certificate to a coordinator approved here.
   * @param {string} name
   * @param {Uint8Array} certificate
   * @param {number} until
   */
  certify(name, certificate, until) {
    const member = this.member(name);
    member.certifiedUntil = until;
    member.conversation.say({ kind: CERTIFICATE_KIND, certificate: encodeKey(certificate) });
  }

  /**
   * Keys of another coordinator go to the keyring; her public keys are kept; all else is a note.
   * @param {string} name
   * @param {readonly Cell[]} cells
   */
  readMember(name, cells) {
    const member = this.member(name);
    const documents = documentsOf(member.conversation, cells);
    for (const document of documents) whenOfItsForm(() => this._take(name, member, document));
    return documents;
  }

  /**
   * @param {string} name
   * @param {Member} member
   * @param {Json} document
   */
  _take(name, member, document) {
    const isCoordinator = member.role === COORDINATOR;
    if (isCoordinator && document.kind === KEYS) {
      this.keyring.take(document);
      member.given.push(...namesOf(document).filter((one) => !member.given.includes(one)));
    } else if (isCoordinator && document.kind === COORDINATOR) {
      const [signPk, sealPk] = [decodeKey(document.sign_pk), decodeKey(document.seal_pk, SEAL_PUBLIC_KEY)];
      [member.signPk, member.sealPk] = [signPk, sealPk];
    } else this.notes.push({ ...document, from: name });
  }

  /**
   * Say what was not given yet of what this directory names; null is every desk. What has been given by then.
   * @param {Conversation} to
   * @param {readonly string[]} before
   * @param {Directory} directory
   * @param {string[] | null} desks
   */
  _tell(to, before, directory, desks) {
    const held = [...this.keyring.seeds.map((one) => one.seed), ...this.keyring.secrets].map(nameOf);
    const given = before.filter((one) => held.includes(one));
    const isNew = (/** @type {Uint8Array} */ one) => !given.includes(nameOf(one));
    let secrets = this.keyring.secrets.filter((one) => has(directory.members, digest(one)) && isNew(one));
    let seeds = this.keyring.seeds.filter(
      (one) => (desks === null || desks.includes(one.desk)) && isNew(one.seed) && epochOf(one, directory) !== null,
    );
    while (secrets.length > 0 || seeds.length > 0) {
      const now = seeds.slice(0, SEEDS_AT_ONCE);
      to.say(keysMessage(secrets, now, desks));
      given.push(...[...secrets, ...now.map((one) => one.seed)].map(nameOf));
      [secrets, seeds] = [[], seeds.slice(SEEDS_AT_ONCE)];
    }
    return given;
  }

  /**
   * As it stands in a vault or file.
   * @returns {Json}
   */
  toJson() {
    return {
      sign: encodeKey(this.signSeed),
      seal: encodeKey(this.sealSeed),
      certificate: this.certificate && encodeKey(this.certificate),
      keyring: this.keyring.toJson(),
      secret: [this.secretHash, this.secretSince],
      directories: this.directories.toJson(),
      invitations: Array.from(this.invitations.values(), (one) => one.toJson()),
      members: Object.fromEntries(Array.from(this.members, ([name, one]) => [name, one.toJson()])),
      revoked: Object.fromEntries(Array.from(this.revoked, ([name, one]) => [name, one.toJson()])),
      given_up: this.givenUp,
      plan: this.plan,
      draft: this.draft && { json: this.draft.document, ...changeJson(this.draft.change) },
      wanted: this.wanted && changeJson(this.wanted),
      notes: this.notes,
    };
  }

  /**
   * What `toJson` gave.
   * @param {Json} json
   */
  static fromJson(json) {
    const office = new Office(decodeKey(json.sign), decodeKey(json.seal));
    office.certificate = json.certificate && decodeKey(json.certificate, CERTIFICATE);
    office.keyring = Keyring.fromJson(json.keyring);
    [office.secretHash, office.secretSince] = json.secret;
    office.directories = SeenDirectories.fromJson(json.directories);
    const invitations = /** @type {Invitation[]} */ (json.invitations.map(Invitation.fromJson));
    office.invitations = new Map(invitations.map((one) => [short(one.invite), one]));
    office.members = new Map(Object.entries(json.members).map(([name, one]) => [name, Member.fromJson(one)]));
    const leavers = Object.entries(json.revoked ?? {});
    office.revoked = new Map(leavers.map(([name, one]) => [name, Conversation.fromJson(one)]));
    [office.givenUp, office.plan, office.notes] = [json.given_up, json.plan, json.notes];
    office.draft = json.draft && new Draft(json.draft.json, changeJson(json.draft));
    office.wanted = json.wanted && changeJson(json.wanted);
    return office;
  }

  /** Let go of the oldest note. */
  trim() {
    return this.notes.shift() !== undefined;
  }
}

/**
 * A short public id that follows from a key.
 * @param {Uint8Array} octets
 */
export function short(octets) {
  return encodeKey(digest(octets).slice(0, ID_BYTES));
}

/**
 * The hour at which a certificate ends; 0 for none.
 * @param {Uint8Array | null} certificate
 */
export function certificateUntil(certificate) {
  return certificate === null ? 0 : number(certificate.subarray(PUBLIC_KEY + U32, PUBLIC_KEY + 2 * U32));
}

/**
 * What cells held that could be read.
 * @param {Conversation} conversation
 * @param {readonly Cell[]} cells
 * @returns {Json[]}
 */
export function documentsOf(conversation, cells) {
  return conversation.receive(cells).flatMap((one) => (one.document === null ? [] : [one.document]));
}

/**
 * Do something with what another has sent, or nothing when that is not of its form.
 * @param {() => void} step
 */
export function whenOfItsForm(step) {
  try {
    step();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

/** @param {Invitation} one */
function owes(one) {
  return one.conversation.unsent() !== null;
}

/**
 * @param {readonly Uint8Array[]} secrets
 * @param {readonly Seed[]} seeds
 * @param {string[] | null} desks
 * @returns {Json}
 */
function keysMessage(secrets, seeds, desks) {
  /** @type {Record<string, unknown[]>} */
  const byDesk = {};
  for (const { desk, fromHour, toHour, seed } of seeds) {
    byDesk[desk] ??= [];
    byDesk[desk].push([fromHour, toHour, encodeKey(seed)]);
  }
  return { kind: KEYS, members: secrets.map(encodeKey), seeds: byDesk, ...(desks === null ? {} : { desks }) };
}

/**
 * @param {Json} message
 * @returns {string[]}
 */
function namesOf(message) {
  const taken = new Keyring();
  taken.take({ ...message, members: [] });
  const secrets = message.members ?? [];
  return [...taken.unproven.map((one) => one.seed), ...secrets.map((/** @type {unknown} */ one) => decodeKey(one))].map(
    nameOf,
  );
}

/** @param {Uint8Array} secret */
function nameOf(secret) {
  return short(secret);
}

/**
 * @param {Change | Json} change
 * @returns {Change}
 */
function changeJson({ desks, secret, drop }) {
  return Object.freeze({ desks: [...desks], secret, drop: [...drop] });
}
