"""`hotline backup FILE` and `hotline restore FILE`: configuration, directory and public keys; nothing of anyone's."""

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from crypto.errors import DirectoryError
from hotline import sample
from hotline.backup import Backup
from hotline.client.errors import NotFollowing
from hotline.client.post import Post
from hotline.commands.talking import Unclear, add_place, place_of, read_ready, tell
from hotline.stack.supervise import Plan, Stack
from hotline.store import directories
from hotline.store.connection import Store

ONLY_REDIS = Plan(web_processes=0, worker_processes=0)
OLDER = "A newer directory stands, and stays."
OUT_OF_DATE = "The directory in it is out of date. A coordinator publishes one: hotline directory publish"


def add(parser: ArgumentParser) -> None:
    """Both commands."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--organization", type=Path, help="its folder (default: below the data directory)")
    add_place(parser)


async def run_backup(options: Namespace) -> int:
    """Of the hotline that runs."""
    place = place_of(options)
    async with Post(place.url) as post:
        backup = Backup.of(_folder(options), place.root_pk, await post.directory_file())
    try:
        backup.write(options.file)
    except FileExistsError:
        raise Unclear("There is a file of that name. Choose another, so that no older backup is lost.") from None
    tell(
        options,
        {"file": str(options.file)},
        f"Written: {options.file}. It holds directory, public key and plan, and nobody's case or message.",
    )
    return 0


async def run_restore(options: Namespace) -> int:
    """Into the hotline that runs on the data directory, or else into its files for the next start."""
    backup = Backup.read(options.file)
    backup.unpack(_folder(options))
    running = read_ready(options.data)
    problem = await (_publish(running["url"], backup) if running else _store(options.data, backup))
    start = "" if running else f"Start it: hotline up --organization {_folder(options)} --data {options.data}"
    facts = {"published": not problem, "problem": problem}
    tell(options, facts, *(line for line in (problem or "The directory stands again.", start) if line))
    return 0


async def _publish(url: str, backup: Backup) -> str:
    async with Post(url) as post:
        try:
            await post.publish(backup.directory)
        except NotFollowing:
            return OLDER
    return ""


async def _store(data: Path, backup: Backup) -> str:
    """With nothing but Redis running, as no server does."""
    with Stack(data, ONLY_REDIS, root_pk=backup.root_pk, say=lambda _: None) as stack:
        store = Store.connect(stack.redis_socket, stack.folders.keys)
        try:
            standing = await directories.current(store, backup.root_pk)
            if standing is not None:
                return "" if standing.file == backup.directory else OLDER
            await directories.publish(store, backup.directory, backup.root_pk, time.time())
        except DirectoryError:
            return OUT_OF_DATE
        finally:
            await store.aclose()
    return ""


def _folder(options: Namespace) -> Path:
    folder: Path = options.organization or options.data / sample.FOLDER
    return folder
