"""Runs a Stack in the foreground until Ctrl-C or SIGTERM."""

import os
import resource
import signal
import sys
from types import FrameType

from hotline.stack.errors import StartError
from hotline.stack.supervise import Stack

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(stack: Stack) -> int:
    """Starts it, says where it is, and stops it when asked; asked twice, at once. Returns the exit code."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in ENDING_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    try:
        stack.start()
        print(f"The hotline runs at {stack.url} (Ctrl-C stops it).", flush=True)
        stack.wait()
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _stop(stack)
    return 0


def _stop(stack: Stack) -> None:
    def hurry(number: int, frame: FrameType | None) -> None:
        stack.hurry()

    for number in ENDING_SIGNALS:
        signal.signal(number, hurry)
    print("\nStopping…", flush=True)
    stack.stop()
    print("Stopped. What waited is kept.", flush=True)
