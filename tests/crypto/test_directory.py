"""The directory, whatever is done to it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto import directory, signing
from crypto.errors import (
    DirectoryError,
)
from crypto.sizes import Hour
from tests.crypto.strategies import refused, spoil, thorough
from tests.crypto.vectors.directory import directory_document
from tests.crypto.vectors.kit import HOUR, fixed


@thorough
@given(st.data())
def test_a_spoiled_directory_is_not_trusted(data: Any) -> None:
    root, coordinator = fixed("root"), fixed("coordinator")
    certificate = directory.certify(root, signing.signer(coordinator), HOUR, Hour(HOUR + 2208))
    file = directory.build(certificate, coordinator, directory_document())
    assert directory.verify_file(file, signing.signer(root), HOUR).version == 7
    refused(DirectoryError, lambda: directory.verify_file(spoil(data.draw, file), signing.signer(root), HOUR))
