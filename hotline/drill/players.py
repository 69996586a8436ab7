"""Players of a drill: connections that carry marks, and what players know that the server must never have."""

from collections.abc import Iterator
from secrets import randbelow

import httpx2

from crypto import codename, vault
from hotline.client.caller import Caller
from hotline.client.conversation import Conversation
from hotline.client.coordinator_state import Office
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.drill.marks import Mark

HEADERS = ("User-Agent", "Referer", "Cookie", "X-Forwarded-For", "Forwarded", "X-Real-IP", "Accept-Language", "Via")


class MarkedPost(Post):
    """A connection with everything that a browser or a careless proxy might add to it."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__(url)
        self._http.headers.update(headers)


class DirectPost(Post):
    """A connection over TCP from a loopback address of its own, without the recorder between."""

    def __init__(self, url: str, address: str) -> None:
        super().__init__(url)
        transport = httpx2.AsyncHTTPTransport(local_address=address)
        self._http = httpx2.AsyncClient(base_url=url, transport=transport, timeout=30, trust_env=False)


class InsistentPost(Post):
    """A connection on which every answer seems to be lost once, so that every request is sent twice."""

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """As `Post`, twice with the very same bytes."""
        await super().carry(method, path, body)
        return await super().carry(method, path, body)


def draw_address() -> str:
    """A loopback address that nothing else here uses, as long as addresses are."""
    return f"127.{100 + randbelow(100)}.{100 + randbelow(100)}.{100 + randbelow(100)}"


def secrets_of_caller(caller: Caller) -> Iterator[Mark]:
    """Her codename in every writing, and every key that follows from it or that her case is made of."""
    for language in ("en", "es"):
        yield Mark.of("codename", " ".join(caller.codename(language)))
    yield Mark.of("codename", caller.digits)
    yield Mark.of("codename", caller.digits.replace(" ", ""))
    yield from _secrets("codename", caller.ten)
    yield from _secrets_of_vault(caller.ten, caller.directory.site)
    own = caller.case
    if own is not None:
        yield from _secrets("case key", own.case_key)
        yield from _secrets("close seed", own.close_seed)
        yield from _secrets("reply seed", *own.reply_seeds.values())
        yield from _secrets_of_conversation(own.conversation)


def secrets_of_responder(responder: Responder) -> Iterator[Mark]:
    """Her codename, device key, desks' seeds, and the keys of the cases in her hands."""
    state, member = responder.state.now, responder.member
    yield Mark.of("codename", " ".join(responder.codename()))
    yield Mark.of("codename", responder.digits)
    yield from _secrets_of_vault(member.ten, responder.directory.site)
    yield from _secrets("device seed", state.device_seed)
    yield from _secrets("desk seed", *(one.seed for one in state.keyring.seeds))
    yield from (Mark("member secret", one, False, passes=True) for one in state.keyring.secrets)
    for held in state.cases.values():
        yield from _secrets("case key", held.case_key)
        yield from _secrets("lease seed", held.lease_seed)
        if held.thread is not None:
            yield from _secrets_of_conversation(held.thread.conversation)
    if state.coordinator is not None:
        yield from _secrets_of_conversation(state.coordinator)


def secrets_of_office(office: Office) -> Iterator[Mark]:
    """A coordinator's keys, the desks' seeds, and the conversations with members."""
    yield from _secrets("coordinator's seed", office.sign_seed, office.seal_seed)
    yield from _secrets("desk seed", *(one.seed for one in office.keyring.seeds))
    yield from _secrets("invite", *(one.invite for one in office.invitations.values()))
    for member in office.members.values():
        yield from _secrets_of_conversation(member.conversation)


def _secrets_of_vault(ten: bytes, site: bytes) -> Iterator[Mark]:
    mk = codename.master_key(ten, site)
    own = vault.keys(mk)
    yield from _secrets("mk", mk)
    yield from _secrets("vault key", own.key, own.sign_seed)


def _secrets_of_conversation(conversation: Conversation) -> Iterator[Mark]:
    yield from _secrets("conversation root", conversation.root)
    yield from _secrets("conversation seed", conversation.own.mine, conversation.own.before or b"")


def _secrets(what: str, *secrets: bytes) -> Iterator[Mark]:
    return (Mark(what, one, False) for one in secrets if one)
