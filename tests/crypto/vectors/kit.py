"""What making and checking vectors share."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from crypto import errors
from crypto.hashing import kdf, u32
from crypto.sizes import Hour

Document = dict[str, Any]
Check = Callable[[Document, Document], None]
unhex = bytes.fromhex

HOUR = Hour(491_000)
ORDER_EIGHT = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"


def fixed(name: str, size: int = 32) -> bytes:
    """Bytes that look drawn and never change."""
    blocks = (kdf(bytes(32), "vectors", name.encode(), u32(at)) for at in range(-(-size // 32)))
    return b"".join(blocks)[:size]


def attempt(one: Document, step: Callable[[], Any]) -> Any:
    """What the step gives, or None when it fails with just the error that the case names."""
    if "error" not in one:
        return step()
    with pytest.raises(errors.ProtocolError) as caught:
        step()
    assert caught.type.__name__ == one["error"]
    return None


def unhex_all(digits: list[str]) -> list[bytes]:
    return [unhex(one) for one in digits]


def patched(octets: bytes, patches: Sequence[tuple[int, str]]) -> bytes:
    changed = bytearray(octets)
    for offset, digits in patches:
        changed[offset : offset + len(digits) // 2] = unhex(digits)
    return bytes(changed)


def same(got: bytes | None, wanted: str | None) -> None:
    assert (None if got is None else got.hex()) == wanted
