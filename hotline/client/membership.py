"""Being a member: a device, a codename, a vault, a coordinator, and the keys from her. docs/protocol.md, 2 and 6."""

import asyncio
from collections.abc import Callable
from secrets import token_bytes
from typing import Self

from crypto import codename
from crypto.directory import Directory, decode_key
from crypto.hashing import parse_object
from crypto.sealing import pair
from crypto.sizes import ACCEPT, DIRECTORY_HEAD, DONE, KEY, RENEW, RESPONDER_VAULT
from crypto.wire import Answer
from hotline.client.enrolment import REFUSED, REVOKED, newcomer, read_link
from hotline.client.errors import LinkRefused, LinkUsed, OldVault, Revoked
from hotline.client.post import STALE_SECONDS, Post, fetch_directory
from hotline.client.responder_state import ResponderState
from hotline.client.state import State, VaultShelf
from hotline.client.talk import Talk
from hotline.client.words import fingerprint, read_codename, spelled

DIRECTORY_SECONDS = 60


class Membership:
    """One member's device. Made by `start` with a link, or by `unlock` with a codename."""

    def __init__(self, post: Post, directory: Directory, ten: bytes, state: State[ResponderState]) -> None:
        self.post, self.directory, self.ten, self.state = post, directory, ten, state
        self.talk = Talk(post, state)
        self._directory_at = post.now()

    @classmethod
    async def start(cls, post: Post, link: str) -> Self:
        """A new device with a new codename, and nothing on the server yet. LinkWrong, LinkExpired, LinkUsed.

        Who is killed between `introduce` and the moment she has her codename needs another link: so show it before.
        """
        told = read_link(link)
        directory = await fetch_directory(post, told.root_pk)
        coordinator = told.coordinator(directory)
        ten, device_seed = codename.draw(), token_bytes(KEY)
        enrolment = newcomer(told.invite, device_seed, coordinator.seal_pk)
        if (await post.exchange(down=[enrolment.own_address(0), *enrolment.expected()])).cells:
            raise LinkUsed
        begun = ResponderState(told.root_pk, device_seed, enrolment)
        shelf = await VaultShelf.of(post, ten, directory.site, RESPONDER_VAULT)
        return cls(post, directory, ten, State(shelf, ResponderState.from_json, begun))

    async def introduce(self) -> None:
        """Write the vault, then to the coordinator. LinkUsed when somebody was here before."""
        directory, hour = self.directory, self.post.hour()
        await self.state.change(lambda state: state.saw(directory, hour))
        await self._tend_enrolment()

    @classmethod
    async def unlock(cls, post: Post, typed: str, root_pk: bytes | None = None, language: str = "en") -> Self:
        """The member of a codename. The vault names the root that the directory is then verified to.

        Until then nothing is believed of the directory: a false site only leads to where nothing stands. CodenameError;
        NoVault. `tend` goes on with what was interrupted.
        """
        site = _claimed_site(await post.directory_file())
        ten = read_codename(typed, site, language)
        shelf = await VaultShelf.of(post, ten, site, RESPONDER_VAULT)
        state = await State.read(shelf, ResponderState.from_json)
        root = state.now.root_pk if root_pk is None else root_pk
        directory = await fetch_directory(post, root, state.now.directories.latest)
        return cls(post, directory, ten, state)

    def codename(self, language: str = "en") -> tuple[str, ...]:
        """The eight words, in the list of a language; the nine groups of digits where it has none."""
        return spelled(self.ten, self.directory.site, language)

    @property
    def digits(self) -> str:
        """The codename as 27 digits in threes."""
        return codename.to_digits(self.ten, self.directory.site)

    @property
    def device_words(self) -> tuple[str, ...]:
        """The six words that she reads to her coordinator. As slow as `stretch`."""
        return fingerprint(pair(self.state.now.device_seed).public)

    @property
    def root_words(self) -> tuple[str, ...]:
        """The six words that her coordinator reads to her. As slow as `stretch`."""
        return fingerprint(self.state.now.root_pk)

    @property
    def approved(self) -> bool:
        """Whether the coordinator's approval has come."""
        return self.state.now.coordinator is not None

    def secret(self) -> bytes:
        """The member secret that the directory names. NotMember when there is none."""
        return self.state.now.keyring.secret(self.directory)

    async def ask(self, op: int, payload: Callable[[bytes], bytes]) -> Answer | None:
        """The answer, or None when it is refused to someone whose member secret is the right one. NotMember."""
        for _ in range(2):
            secret = self.secret()
            answer = await self.post.send(op, payload(secret))
            if answer.status == DONE:
                return answer
            if op in (ACCEPT, RENEW):  # who is refused here destroys what she has: be sure that it is no new secret
                await asyncio.sleep(STALE_SECONDS)
            await self.tend_keys(DIRECTORY_SECONDS)
            if self.secret() == secret:
                return None
        return None

    async def tend_keys(self, older_seconds: float = 0) -> None:
        """The coordinator's messages before the directory: it names the seeds that they bring. LinkRefused; Revoked.

        The directory is fetched again when it is a minute old; `older_seconds` takes it for that much older.
        """
        self._verify_not_ended()
        if self.state.now.enrolment is not None:
            await self._tend_enrolment()
        await self.tend_coordinator()
        self._verify_not_ended()
        latest, unproven = self.state.now.directories.latest, self.state.now.keyring.unproven
        if self.post.now() - self._directory_at + older_seconds < DIRECTORY_SECONDS and not unproven:
            return
        self._directory_at = self.post.now()
        self.directory = await fetch_directory(self.post, self.state.now.root_pk, latest)
        if latest != (self.directory.version, self.directory.hash) or unproven:
            directory, hour = self.directory, self.post.hour()
            await self.state.change(lambda state: state.saw(directory, hour))

    async def _tend_enrolment(self) -> None:
        try:
            await self.talk.drain(ResponderState.invited, ResponderState.read_approval)
        except OldVault:
            raise LinkUsed from None
        if self.approved:
            await self.state.change(_end_enrolment)
        elif self.state.now.spoiled:
            raise LinkUsed

    def _verify_not_ended(self) -> None:
        if self.state.now.ended == REFUSED:
            raise LinkRefused
        if self.state.now.ended == REVOKED:
            raise Revoked

    async def tend_coordinator(self) -> None:
        """Send to the coordinator what is unsent, and read what she has said."""
        if self.approved:
            await self.talk.drain(ResponderState.with_coordinator, ResponderState.read_coordinator)


def _claimed_site(file: bytes) -> bytes:
    """The site that an unverified directory names."""
    return decode_key(parse_object(file[DIRECTORY_HEAD:]).get("site"))


def _end_enrolment(state: ResponderState) -> None:
    state.enrolment = None
