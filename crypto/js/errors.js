// One error per cause that someone can act on. No message carries content, a key, an id or an address.

/** The common parent, for callers that treat every failure of the protocol alike. */
export class ProtocolError extends Error {
  /** @override */
  get name() {
    return this.constructor.name;
  }
}

/** Bytes or a document are not of the form that the protocol gives them. */
export class FormatError extends ProtocolError {}

/** None of the keys tried opens this, for whatever reason. Drop it without a word. */
export class NoMatch extends ProtocolError {}

/** A box does not open with the one key it belongs to: wrong key, wrong lock, or changed bytes. */
export class DecryptError extends ProtocolError {}

/** A signature does not belong to this key and these parts. */
export class BadSignature extends ProtocolError {}

/** The words or digits are no codename: something was mistyped. */
export class CodenameError extends ProtocolError {}

/** A document does not fit its fixed size; shorten it or send it in two parts. */
export class TooLong extends ProtocolError {}

/** The directory cannot be trusted; nothing may be sealed to it. */
export class DirectoryError extends ProtocolError {}

/** The directory or its certificate is past its end, or not yet begun. */
export class ExpiredDirectory extends DirectoryError {}

/** The directory is older than one that this client has already seen. */
export class OlderDirectory extends DirectoryError {}

/** The directory's history lacks the file that this client knows. */
export class BrokenHistory extends DirectoryError {}

/** The directory is signed by a coordinator whom the one that stands no longer names. */
export class RevokedCoordinator extends DirectoryError {}
