"""`python -m hotline.drill.returning`: a caller's second visit, in a process that knows her codename and nothing else.

Reads one line of JSON: url, root, digits. Says, a line each, when she has read the answer, replied, seen the case
closed, and erased everything.
"""

import asyncio
import json
import sys
from typing import Any

from hotline.client.caller import Caller
from hotline.client.errors import NoVault
from hotline.client.post import Post
from hotline.client.thread import CLOSING, TEXT, Entry
from hotline.drill.marks import Mark


def _say(event: str, **more: Any) -> None:
    print(json.dumps({"event": event, **more}), flush=True)


async def visit(url: str, root_pk: bytes, digits: str) -> None:
    """Come back, read, reply, wait for the end, erase, and see that it is gone."""
    async with Post(url) as post:
        caller = await Caller.come_back(post, root_pk, digits)
        _say("read", text=(await _next(caller, TEXT)).text)
        reply = Mark.draw("reply").text
        await caller.reply(reply)
        _say("replied", text=reply)
        await _next(caller, CLOSING)
        _say("closed")
        await caller.erase_everything()
        _say("erased", gone=await _is_gone(url, root_pk, digits))


async def _next(caller: Caller, kind: str) -> Entry:
    while True:
        for entry in [*caller.thread(), *await caller.read()]:
            if not entry.mine and entry.kind == kind:
                return entry


async def _is_gone(url: str, root_pk: bytes, digits: str) -> bool:
    async with Post(url) as post:
        try:
            await Caller.come_back(post, root_pk, digits)
        except NoVault:
            return True
    return False


def main() -> None:
    """Take the one line and go."""
    told = json.loads(sys.stdin.readline())
    asyncio.run(visit(told["url"], bytes.fromhex(told["root"]), told["digits"]))


if __name__ == "__main__":
    main()
