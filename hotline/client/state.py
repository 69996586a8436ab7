"""What a peer must remember, kept in a vault or a file, and changed by steps. docs/protocol.md, 6, "Vault".

A step is a function that changes the state and waits for nothing. It is done in memory at once, and stands on the shelf
before anything that depends on it leaves. When another tab wrote first, what it wrote is read, and the steps that did
not land are done again upon it; so a step must say the same of a state that is further on. Each write carries a name
of its own, by which a write whose answer was lost is known to have landed.
"""

import asyncio
import copy
from base64 import b64encode
from collections.abc import Callable, Sequence
from secrets import token_bytes
from typing import Any, Generic, Protocol, Self, TypeVar

from crypto import codename, vault, wire
from crypto.errors import TooLong
from crypto.hashing import dump_json
from crypto.sizes import BOX_OVERHEAD, ERASE, ERASE_AT_ONCE, PAD_LENGTH, Address, CaseId
from hotline.client.errors import NoVault, OldVault, Refused
from hotline.client.post import Post

Json = dict[str, Any]
WRITES_REMEMBERED = 8
WRITES = "writes"


class Remembered(Protocol):
    """State that can be kept. `trim` lets go of the least needed part and says whether there was any."""

    def to_json(self) -> Json: ...

    def trim(self) -> bool: ...


class Shelf(Protocol):
    """Where versions stand, one at a time; `room_bytes` is how much JSON fits."""

    room_bytes: int

    async def read(self) -> tuple[int, Json] | None: ...

    async def write(self, version: int, document: Json) -> bool: ...


S = TypeVar("S", bound=Remembered)
T = TypeVar("T")


class VaultShelf:
    """The vault of a codename, of one of the two sizes."""

    def __init__(self, post: Post, keys: vault.VaultKeys, size_bytes: int) -> None:
        self.post, self.keys, self._size_bytes = post, keys, size_bytes
        self.room_bytes = size_bytes - BOX_OVERHEAD - PAD_LENGTH

    @classmethod
    async def of(cls, post: Post, ten: bytes, site: bytes, size_bytes: int) -> Self:
        """Where this codename leads; takes as long as `stretch`."""
        mk = await asyncio.to_thread(codename.master_key, ten, site)
        return cls(post, vault.keys(mk), size_bytes)

    async def read(self) -> tuple[int, Json] | None:
        """Version and document. DecryptError when what the server shows is not this vault's."""
        sealed = await self.post.read_vault(self.keys.address, self._size_bytes)
        if sealed is None:
            return None
        return sealed.version, vault.open_state(self.keys, sealed.version, sealed.lock, sealed.ciphertext)

    async def write(self, version: int, document: Json) -> bool:
        """Compare and swap: False unless the vault stood at the version before."""
        payload = vault.seal_write(self.keys, version, document, self._size_bytes)
        return await self.post.write_vault(payload, self._size_bytes)

    async def erase(
        self, version: int, case: tuple[CaseId, bytes] | None = None, addresses: Sequence[Address] = ()
    ) -> None:
        """Erase the vault as it stands at this version, with a case (id and signature) and cells. Says nothing back."""
        seal = (self.keys.address, version, vault.sign_erase(self.keys, version))
        for at in range(0, len(addresses) or 1, ERASE_AT_ONCE):
            await self.post.send(ERASE, wire.erase(case, seal, addresses[at : at + ERASE_AT_ONCE]))


class State(Generic[S]):
    """A state, the version it was read at, and the steps since."""

    def __init__(self, shelf: Shelf, load: Callable[[Json], S], now: S, version: int = 0) -> None:
        self.shelf, self.version, self.now = shelf, version, now
        self._load = load
        self._steps: list[tuple[Callable[[S], object], bool]] = []
        self._attempts: dict[str, int] = {}
        self._writes: list[str] = []
        self._lock = asyncio.Lock()

    @classmethod
    async def read(cls, shelf: Shelf, load: Callable[[Json], S]) -> Self:
        """What stands on the shelf. NoVault when nothing does."""
        found = await shelf.read()
        if found is None:
            raise NoVault
        version, document = found
        state = cls(shelf, load, load(document), version)
        state._writes = list(document.get(WRITES, ()))
        return state

    @property
    def unsaved(self) -> bool:
        """Whether something waits to be written before anything else may leave."""
        return any(urgent for _, urgent in self._steps)

    async def note(self, step: Callable[[S], T], urgent: bool | Callable[[T], bool] = True) -> T:
        """Do a step in memory. TooLong, and nothing done, when the result does not fit.

        What is not `urgent` is written with the next that is; done twice, it does no harm. OldVault is raised only
        if the shelf has nothing newer than what this tab knows.
        """
        try:
            result, after = self._done(step)
        except OldVault:
            async with self._lock:
                newer = await self._catch_up()
            if not newer:
                raise
            result, after = self._done(step)
        if after.to_json() != self.now.to_json():
            self._steps.append((step, urgent(result) if callable(urgent) else urgent))
        self.now = after
        return result

    async def change(self, step: Callable[[S], T]) -> T:
        """Do a step and write it."""
        result = await self.note(step)
        await self.save()
        return result

    async def save(self) -> None:
        """Write what is unsaved. Returns when it stands, with whatever another tab did in between below it."""
        async with self._lock:
            while self.unsaved:
                covered, name = len(self._steps), b64encode(token_bytes(6)).decode()
                writes = [*self._writes, name][-WRITES_REMEMBERED:]
                self._attempts[name] = covered
                if await self.shelf.write(self.version + 1, {**self.now.to_json(), WRITES: writes}):
                    self.version += 1
                    self._writes = writes
                    self._landed(covered)
                    return
                if not await self._catch_up():
                    raise Refused

    async def _catch_up(self) -> bool:
        """Read the shelf and do again upon it what did not land; False when nothing newer stands there."""
        found = await self.shelf.read()
        if found is None and self.version:
            raise NoVault
        if found is None or found[0] == self.version:
            return False
        version, document = found
        if version < self.version:
            raise OldVault
        self._writes = list(document.get(WRITES, ()))
        self._landed(max((self._attempts.get(name, 0) for name in self._writes), default=0))
        self.version, self.now = version, self._load(document)
        for step, _ in self._steps:
            _, self.now = self._done(step)
        return True

    def _landed(self, covered: int) -> None:
        del self._steps[:covered]
        self._attempts.clear()

    def _done(self, step: Callable[[S], T]) -> tuple[T, S]:
        after = copy.deepcopy(self.now)
        result = step(after)
        while len(dump_json(after.to_json())) + 16 * WRITES_REMEMBERED > self.shelf.room_bytes:
            if not after.trim():
                raise TooLong("there is no room for this")
        return result, after
