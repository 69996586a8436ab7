"""One error per cause that someone can act on. No message carries content, a key, an id or an address."""


class ProtocolError(Exception):
    """The common parent, for callers that treat every failure of the protocol alike."""


class FormatError(ProtocolError):
    """Bytes or a document are not of the form that the protocol gives them."""


class NoMatch(ProtocolError):
    """None of the keys tried opens this, for whatever reason. Drop it without a word."""


class DecryptError(ProtocolError):
    """A box does not open with the one key it belongs to: wrong key, wrong lock, or changed bytes."""


class BadSignature(ProtocolError):
    """A signature does not belong to this key and these parts."""


class CodenameError(ProtocolError):
    """The words or digits are no codename: something was mistyped."""


class TooLong(ProtocolError):
    """A document does not fit its fixed size; shorten it or send it in two parts."""


class DirectoryError(ProtocolError):
    """The directory cannot be trusted; nothing may be sealed to it."""


class ExpiredDirectory(DirectoryError):
    """The directory or its certificate is past its end, or not yet begun."""


class OlderDirectory(DirectoryError):
    """The directory is older than one that this client has already seen."""


class BrokenHistory(DirectoryError):
    """The directory's history lacks the file that this client knows."""


class RevokedCoordinator(DirectoryError):
    """The directory is signed by a coordinator whom the one that stands no longer names."""
