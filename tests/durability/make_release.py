"""Makes tests/durability/release: a data directory as the present release writes it, for later ones to open.

Run by hand from the repository's top, `python -m tests.durability.make_release`, when a release is made. Everything in
it happens in 2096, so that nothing of it has come to its end by the time it is opened. The keys are made up.
"""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from secrets import token_bytes

from crypto import case, directory, vault
from crypto.sizes import CHUNK, EXCHANGE_REQUEST, WRITE_REQUEST, Hour
from hotline.stack.supervise import Stack
from hotline.store import cells, directories, rotation, vaults
from hotline.store.connection import Store
from tests.conftest import ONLY_REDIS, say_nothing
from tests.organizations import Organization
from tests.store.conftest import Desk

RELEASE = Path(__file__).parent / "release"
NOW = 4_000_000_000.0
KEPT = ("redis", "keys")


async def fill(stack: Stack) -> dict[str, str]:
    """One of everything that stands for long; what opens it, in hexadecimal."""
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start(store, NOW)
    organization = Organization(Hour(int(NOW) // 3600))
    file = organization.file()
    await directories.publish(store, file, organization.root_pk, NOW)
    policy = directory.verify_file(file, organization.root_pk, organization.now).policy
    desk, waiting, held, lease = Desk(store, organization, policy), case.draw(), case.draw(), token_bytes(32)
    for secrets in (waiting, held):
        await desk.open(at=NOW, secrets=secrets)
    await desk.claim(held, lease, at=NOW)
    await desk.accept(held, lease, at=NOW)
    asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size))
    cell = {"up": token_bytes(32), "lock": token_bytes(32), "cell": token_bytes(8192)}
    await cells.exchange(store, asked | cell, token_bytes(32), policy, NOW)
    chunk = {"address": token_bytes(32), "lock": token_bytes(32), "chunk": token_bytes(CHUNK)}
    await cells.put_chunk(store, chunk, token_bytes(32), policy, NOW)
    mk = token_bytes(32)
    for version in (1, 2):
        written = WRITE_REQUEST.unpack(vault.seal_write(vault.keys(mk), version, {"version": version}))
        await vaults.write(store, written, token_bytes(32), policy, NOW)
    await store.aclose()
    known = {
        "root": organization.root_pk,
        "members": organization.member_secret,
        "waiting case": waiting.case_key,
        "held case": held.case_key,
        "lease": lease,
        "cell": cell["up"],
        "cell's lock": cell["lock"],
        "chunk": chunk["address"],
        "chunk's lock": chunk["lock"],
        "mk": mk,
    }
    return {name: octets.hex() for name, octets in known.items()}


def main() -> None:
    """Make it anew."""
    with tempfile.TemporaryDirectory() as folder:
        with Stack(Path(folder) / "hotline", ONLY_REDIS, say=say_nothing) as stack:
            known = asyncio.run(fill(stack))
        shutil.rmtree(RELEASE, ignore_errors=True)
        for name in KEPT:
            shutil.copytree(stack.folders.root / name, RELEASE / name)
    (RELEASE / "known.json").write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
