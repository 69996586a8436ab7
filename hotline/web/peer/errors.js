// What can go wrong for a peer, one error per cause. Each text says what to do next; none carries content or a key.
//
// `name` and `code` are those of the Python twin, so that a page can show translated advice.

/** The common parent; the message is what a person is told. */
export class ClientError extends Error {
  static advice = "Try again.";

  /** @param {string} [advice] */
  constructor(advice) {
    super(advice ?? new.target.advice);
  }

  /** @override */
  get name() {
    return this.constructor.name;
  }

  /** The same, for who looks up advice in another language. */
  get code() {
    return this.constructor.name;
  }
}

/** The server did not answer. */
export class NotConnected extends ClientError {
  static advice = "The hotline's server cannot be reached. Nothing is lost: check the connection and try again.";
}

/** The server answered with something that it ought not to. */
export class ServerTrouble extends ClientError {
  static advice = "The hotline's server does not answer as it should. Nothing is lost: try again in a few minutes.";
}

/** The server keeps asking for more work than one try is worth. */
export class Busy extends ClientError {
  static advice = "The hotline is very busy. Nothing is lost: try again in a few minutes.";
}

/** The server refused, and does not say why. */
export class Refused extends ClientError {
  static advice = "The hotline's server refused this. Nothing was changed: read again, then try once more.";
}

/** No directory is published yet. */
export class NoDirectory extends ClientError {
  static advice = "This hotline has published no directory yet. Its coordinator does that.";
}

/** The member secret is not among those of the directory. */
export class NotMember extends ClientError {
  static advice =
    "The members of this hotline have new keys, and this device has not got them. Try again in a minute; " +
    "if it stays so, call your coordinator: she may have taken you off.";
}

/** The coordinator has taken this member off. */
export class Revoked extends ClientError {
  static advice =
    "Your coordinator has taken you off this hotline. This device has no keys any more, and what it had of cases " +
    "is destroyed. If you did not expect that, call her. Only a new link lets you in again.";
}

/** Another coordinator published in between. */
export class NotFollowing extends ClientError {
  static advice = "Another coordinator published a directory first. Publish again: it will follow that one.";
}

/** The directory that stands no longer names this coordinator. */
export class NoCoordinator extends ClientError {
  static advice = "You are no longer a coordinator here. Ask another coordinator, or who keeps the root.";
}

/** No vault stands where the codename leads. */
export class NoVault extends ClientError {
  static advice =
    "Nothing is kept under this codename: it was erased, 90 days passed, or a word is another codename's.";
}

/** Another device or window with this codename has done something that this one cannot follow. */
export class OtherTab extends ClientError {
  static advice = "This codename is open somewhere else and has changed there. Read again to see it as it is now.";
}

/** The server showed an older vault: the other end has read what this one does not remember sending. */
export class OldVault extends ClientError {
  static advice =
    "The server has shown an old copy of what is kept under this codename, so nothing more is sent from " +
    "here. Use the telephone, and say that the hotline's server cannot be relied on.";
}

/** No desk of the directory will ever read this. */
export class NoDesk extends ClientError {
  static advice = "No desk of this hotline can take this just now. Please telephone instead.";
}

/** The bucket is full, or the case was erased a short while ago. */
export class CaseRefused extends ClientError {
  static advice =
    "The hotline could not take this case just now. It is kept under your codename: try again, or telephone.";
}

/** The case is closed or its life is over. */
export class CaseEnded extends ClientError {
  static advice = "This case has ended. If you need help again, open a new one.";
}

/** There is no case under this codename, or this responder does not hold it. */
export class NoCase extends ClientError {
  static advice = "There is no such case here. Look at the queue again.";
}

/** Somebody else holds the case, or it is no more. */
export class AlreadyTaken extends ClientError {
  static advice = "Someone else has this case, or it is gone. Choose another from the queue.";
}

/** The case was erased or its lease ran out, and what this device had of it is destroyed. */
export class LeaseLapsed extends ClientError {
  static advice =
    "This case is not yours any more: its caller erased it, or your time with it ran out and others were offered it. " +
    "What this device had of it is destroyed. Look at the queue again.";
}

/** The link is not of its form. */
export class LinkWrong extends ClientError {
  static advice = "This is no enrolment link, or a part of it is missing. Copy all of it, or ask for a new one.";
}

/** Someone has enrolled with this link before. */
export class LinkUsed extends ClientError {
  static advice =
    "This link has been used already. If you used it yourself, go on with the codename that you wrote down then. " +
    "If not, tell your coordinator by telephone at once, and ask for a new link.";
}

/** The coordinator has refused whoever used this link. */
export class LinkRefused extends ClientError {
  static advice =
    "Your coordinator has refused this device, and its link is dead. If you did not expect that, call her: " +
    "somebody else may have had the link. Only a new one lets you in.";
}

/** The link is older than 48 hours, or its coordinator is no longer in the directory. */
export class LinkExpired extends ClientError {
  static advice = "This link is no longer good. Ask your coordinator for a new one.";
}

/** The coordinator has not approved this device yet. */
export class NotApproved extends ClientError {
  static advice = "Your coordinator has not approved this device yet. Read your six words to her by telephone.";
}

/** This coordinator has no certificate of the organization's root that is in time. */
export class NotCertified extends ClientError {
  static advice = "This coordinator's certificate is missing or has run out. Who keeps the root gives a new one.";
}

/** The directory, or the plan of the next one, names no pack, or one that this client does not have as it is. */
export class NoPack extends ClientError {
  static advice =
    "The organization's plan or directory names no pack of questions that is known here. A coordinator writes it into " +
    "organization.json, and publishes it.";
}

/** No newcomer or member of this id. */
export class NoSuchMember extends ClientError {
  static advice = "There is nobody of this id any more. Look again at who is there.";
}
