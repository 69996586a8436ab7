"""Vaults, for every input."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto import vault
from crypto.errors import (
    DecryptError,
)
from crypto.sizes import WRITE_REQUEST
from tests.crypto.strategies import quick, refused, spoil
from tests.crypto.vectors.kit import fixed


@quick
@given(st.data(), st.integers(1, 2**53 - 1))
def test_a_vault_opens_at_its_own_version_alone(data: Any, version: int) -> None:
    own, document = vault.keys(fixed("mk")), {"cases": "none"}
    fields = WRITE_REQUEST.unpack(vault.seal_write(own, version, document))
    assert vault.open_state(own, version, fields["lock"], fields["ciphertext"]) == document
    spoiled = spoil(data.draw, fields["ciphertext"])
    refused(DecryptError, lambda: vault.open_state(own, version, fields["lock"], spoiled))
    refused(DecryptError, lambda: vault.open_state(own, version - 1, fields["lock"], fields["ciphertext"]))
