"""What can go wrong for a peer, one error per cause. Each text says what to do next; none carries content or a key."""


class ClientError(Exception):
    """The common parent; `advice` is what a person is told."""

    advice = "Try again."

    def __init__(self, advice: str | None = None) -> None:
        super().__init__(advice or self.advice)


class NotConnected(ClientError):
    """The server did not answer."""

    advice = "The hotline's server cannot be reached. Nothing is lost: check the connection and try again."


class ServerTrouble(ClientError):
    """The server answered with something that it ought not to."""

    advice = "The hotline's server does not answer as it should. Nothing is lost: try again in a few minutes."


class Busy(ClientError):
    """The server keeps asking for more work than one try is worth."""

    advice = "The hotline is very busy. Nothing is lost: try again in a few minutes."


class Refused(ClientError):
    """The server refused, and does not say why."""

    advice = "The hotline's server refused this. Nothing was changed: read again, then try once more."


class NoDirectory(ClientError):
    """No directory is published yet."""

    advice = "This hotline has published no directory yet. A coordinator does: hotline directory publish."


class NotMember(ClientError):
    """The member secret is not among those of the directory."""

    advice = (
        "The members of this hotline have new keys, and this device has not got them. Try again in a minute; "
        "if it stays so, call your coordinator: she may have taken you off."
    )


class Revoked(ClientError):
    """The coordinator has taken this member off."""

    advice = (
        "Your coordinator has taken you off this hotline. This device has no keys any more, and what it had of cases "
        "is destroyed. If you did not expect that, call her. Only a new link lets you in again."
    )


class NotFollowing(ClientError):
    """Another coordinator published in between."""

    advice = "Another coordinator published a directory first. Publish again: it will follow that one."


class NoCoordinator(ClientError):
    """The directory that stands no longer names this coordinator."""

    advice = "You are no longer a coordinator here. Ask another coordinator, or who keeps the root."


class NoVault(ClientError):
    """No vault stands where the codename leads."""

    advice = "Nothing is kept under this codename: it was erased, 90 days passed, or a word is another codename's."


class OtherTab(ClientError):
    """Another device or window with this codename has done something that this one cannot follow."""

    advice = "This codename is open somewhere else and has changed there. Read again to see it as it is now."


class OldVault(ClientError):
    """The server showed an older vault: the other end has read what this one does not remember sending."""

    advice = (
        "The server has shown an old copy of what is kept under this codename, so nothing more is sent from here. "
        "Use the telephone, and say that the hotline's server cannot be relied on."
    )


class NoDesk(ClientError):
    """No desk of the directory will ever read this."""

    advice = "No desk of this hotline can take this just now. Please telephone instead."


class CaseRefused(ClientError):
    """The bucket is full, or the case was erased a short while ago."""

    advice = "The hotline could not take this case just now. It is kept under your codename: try again, or telephone."


class CaseEnded(ClientError):
    """The case is closed or its life is over."""

    advice = "This case has ended. If you need help again, open a new one."


class NoCase(ClientError):
    """There is no case under this codename, or this responder does not hold it."""

    advice = "There is no such case here. Look at the queue again."


class AlreadyTaken(ClientError):
    """Somebody else holds the case, or it is no more."""

    advice = "Someone else has this case, or it is gone. Choose another from the queue."


class LeaseLapsed(ClientError):
    """The case was erased or its lease ran out, and what this device had of it is destroyed."""

    advice = (
        "This case is not yours any more: its caller erased it, or your time with it ran out and others were offered "
        "it. What this device had of it is destroyed. Look at the queue again."
    )


class LinkWrong(ClientError):
    """The link is not of its form."""

    advice = "This is no enrolment link, or a part of it is missing. Copy all of it, or ask for a new one."


class LinkUsed(ClientError):
    """Someone has enrolled with this link before."""

    advice = (
        "This link has been used already. If you used it yourself, go on with the codename that you wrote down then. "
        "If not, tell your coordinator by telephone at once, and ask for a new link."
    )


class LinkRefused(ClientError):
    """The coordinator has refused whoever used this link."""

    advice = (
        "Your coordinator has refused this device, and its link is dead. If you did not expect that, call her: "
        "somebody else may have had the link. Only a new one lets you in."
    )


class LinkExpired(ClientError):
    """The link is older than 48 hours, or its coordinator is no longer in the directory."""

    advice = "This link is no longer good. Ask your coordinator for a new one."


class NotApproved(ClientError):
    """The coordinator has not approved this device yet."""

    advice = "Your coordinator has not approved this device yet. Read your six words to her by telephone."


class NotCertified(ClientError):
    """This coordinator has no certificate of the organization's root that is in time."""

    advice = "This coordinator's certificate is missing or has run out. Who keeps the root runs: hotline org certify."


class NoPack(ClientError):
    """The directory, or the plan of the next one, names no pack, or one that this client does not have as it is."""

    advice = (
        "The organization's plan or directory names no pack of questions that is known here. A coordinator writes "
        '"pack" and its classes of urgency into organization.json, and publishes it: hotline directory publish'
    )


class NoSuchMember(ClientError):
    """No newcomer or member of this id."""

    advice = "There is nobody of this id. hotline coordinator pending shows who is there."


class WrongPassphrase(ClientError):
    """The file does not open with this passphrase."""

    advice = "The file does not open with this passphrase. Try again; nobody can recover it."
