"""What a coordinator is told of her buckets: that somebody fills one, or claims and does not answer."""

from collections.abc import Iterator

from crypto.stamp import FILLING_SHARE
from hotline.client.post import Shelf

IDLE_CLAIMS = 5  # claims that came to nothing, and as many for each that was accepted


def troubles(shelf: Shelf, room: int) -> Iterator[str]:
    """Sentences about a bucket with room for so many cases; none while all is well."""
    if shelf.cases > FILLING_SHARE * room:
        yield (
            f"Bucket {shelf.bucket} has {shelf.cases} of at most {room} cases. If you do not know why, somebody fills "
            "it: opening a case takes more work meanwhile, and once it is full callers are told to telephone."
        )
    idle = shelf.claims - shelf.accepted
    if idle >= IDLE_CLAIMS and idle > shelf.accepted:
        yield (
            f"Bucket {shelf.bucket}: of {shelf.claims} claims {shelf.accepted} were accepted, {shelf.held} cases are "
            "held now. Somebody may claim and not answer: ask your responders, and revoke whom you do not reach."
        )
