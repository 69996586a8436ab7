"""A hotline of their own, for tests of a module that change whose keys are good, or count all that waits."""

from collections.abc import Iterator

import pytest

from tests.client.conftest import Hotline
from tests.web.conftest import running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """In place of the one that all share: whoever is taken off there costs new keys for all who are not."""
    with running_site(tmp_path_factory.mktemp("alone")) as one:
        yield one
