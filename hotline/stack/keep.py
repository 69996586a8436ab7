"""`python -m hotline.stack.keep DATA URL`: what a Stack does for its data directory, where systemd runs the processes.

Holds it, so that no second hotline starts on it; takes the times away from its files and from the wrapping key's; and
says in ready.json where the hotline is. Speaks to systemd as sd_notify(3) says.
"""

import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from hotline.settings import Settings
from hotline.stack.blur import Blur
from hotline.stack.errors import StartError
from hotline.stack.folders import Folders
from hotline.stack.run import ENDING_SIGNALS


def keep(folders: Folders, settings: Settings, url: str) -> None:
    """Until a signal ends it. Raises AlreadyRunning."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS)  # also in the threads that are started below
    with ExitStack() as undo:
        undo.callback(os.close, folders.lock())
        for root in (folders.root, settings.keys):
            blur = Blur(root)
            undo.callback(blur.end)
            blur.start()
        undo.callback(folders.remove_ready)
        folders.write_ready(
            {
                "url": url,
                "pid": os.getppid(),
                "redis_socket": str(settings.redis_socket),
                "queue_socket": str(settings.queue_socket),
                "root": settings.root_pk.hex(),
                "fingerprint": settings.fingerprint,
            }
        )
        _tell_systemd(os.environ)
        signal.sigwait(ENDING_SIGNALS)


def _tell_systemd(environment: Mapping[str, str]) -> None:
    """That it is ready; Redis waits for that."""
    address = environment.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.connect(address.replace("@", "\0", 1))
            notify.send(b"READY=1")


if __name__ == "__main__":
    try:
        keep(Folders(Path(sys.argv[1])), Settings.from_environment(), sys.argv[2])
    except StartError as error:
        sys.exit(str(error))
