"""Signatures, for every input."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto import signing
from crypto.errors import (
    BadSignature,
)
from tests.crypto.strategies import keys, labels, parts, quick, refused, spoil


@quick
@given(st.data(), keys, labels, parts)
def test_a_signature_holds_for_its_parts_alone(data: Any, seed: bytes, label: str, some: list[bytes]) -> None:
    public, signature = signing.signer(seed), signing.sign(seed, label, *some)
    signing.verify(public, signature, label, *some)
    refused(BadSignature, lambda: signing.verify(public, spoil(data.draw, signature), label, *some))
    refused(BadSignature, lambda: signing.verify(public, signature, label, *some, b"more"))
