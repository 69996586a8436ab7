"""The attacks run against the same fixtures as the parts that they attack."""

from tests.routes.conftest import door, running
from tests.store.conftest import anyio_backend, desk, store

__all__ = ["anyio_backend", "desk", "door", "running", "store"]
