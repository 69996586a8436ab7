"""`hotline up`: runs the server on this machine, for an organization of its own or for a made-up one."""

import asyncio
import os
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crypto.sizes import Hour
from hotline import sample
from hotline.client.coordinator import root_pk_of
from hotline.client.post import SECONDS_OF_AN_HOUR, Post
from hotline.client.words import fingerprint
from hotline.commands.talking import DATA
from hotline.stack.run import run as run_stack
from hotline.stack.supervise import Plan, Stack, say_on_stderr

MEBIBYTE = 1 << 20


def add(parser: ArgumentParser) -> None:
    """`hotline up`."""
    parser.add_argument("--data", type=Path, default=DATA, help="where it keeps what waits")
    parser.add_argument("--organization", type=Path, help="the folder of hotline org init; only root.pub is read")
    parser.add_argument(
        "--sample", action="store_true", help="a made-up organization that approves newcomers by itself"
    )
    parser.add_argument("--port", type=int, help="0 for any (default: the usual one)")
    parser.add_argument("--socket", type=Path, help="a unix socket for a proxy or an onion service, instead of a port")
    parser.add_argument("--web-processes", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    add_memory(parser)


def add_memory(parser: ArgumentParser) -> None:
    """`--memory-mib`, which `memory_of` reads."""
    parser.add_argument("--memory-mib", type=int, help="what Redis may take at most (default: half of what there is)")


def memory_of(options: Namespace) -> int:
    """What Redis may take at most, in bytes."""
    return options.memory_mib * MEBIBYTE if options.memory_mib else _half_of_memory()


def run(options: Namespace) -> int:
    """Until Ctrl-C."""
    plan = Plan(
        port=options.port,
        web_socket=options.socket,
        web_processes=options.web_processes,
        worker_processes=options.workers,
        maxmemory_bytes=memory_of(options),
    )
    return run_stack(sample_stack(options.data, plan) if options.sample else _stack(options, plan))


def sample_stack(data_dir: Path, plan: Plan | None = None, policy: dict[str, Any] | None = None) -> Stack:
    """A hotline with a made-up organization, which it makes at its first start. Each start prints fresh links."""

    def before_web(stack: Stack) -> None:
        root = sample.organization(data_dir, _hour(), policy)
        stack.root_pk, stack.fingerprint = root.root_pk, " ".join(fingerprint(root.root_pk))

    return Stack(data_dir, plan, before_web=before_web, on_ready=lambda stack: _sample_ready(stack, data_dir))


def _sample_ready(stack: Stack, data_dir: Path) -> Mapping[str, Any]:
    invites = asyncio.run(_links(stack.url, data_dir))
    lines = [
        "",
        f"For callers:          {stack.url}",
        f"Fingerprint:          {stack.fingerprint}",
        f"For a coordinator:    {invites['coordinator']}",
        *(f"For a responder:      {link}" for link in invites["responders"]),
        "",
        "Open a responder's link in one window, and the callers' address in another or on a phone.",
        "The organization is made up: whoever opens a link is approved. Never use it for real cases.",
    ]
    print("\n".join(lines), flush=True)
    threading.Thread(target=lambda: asyncio.run(_approve_all(stack, data_dir)), daemon=True).start()
    return {"root": stack.root_pk.hex(), "fingerprint": stack.fingerprint, "invites": invites}


async def _links(url: str, data_dir: Path) -> dict[str, Any]:
    async with Post(url) as post:
        return await sample.first_links(post, data_dir)


async def _approve_all(stack: Stack, data_dir: Path) -> None:
    """For as long as the stack runs."""
    looking = asyncio.create_task(sample.approve_all(stack.url, data_dir, say_on_stderr))
    await asyncio.to_thread(stack.wait)
    looking.cancel()


def _stack(options: Namespace, plan: Plan) -> Stack:
    root_pk = root_pk_of(options.organization or options.data / sample.FOLDER)
    words = " ".join(fingerprint(root_pk))
    facts = {"root": root_pk.hex(), "fingerprint": words}

    def ready(stack: Stack) -> Mapping[str, Any]:
        print(f"For callers: {stack.url}\nFingerprint: {words}", flush=True)
        return facts

    return Stack(options.data, plan, root_pk=root_pk, fingerprint=words, on_ready=ready)


def _half_of_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _hour() -> Hour:
    return Hour(int(time.time()) // SECONDS_OF_AN_HOUR)
