"""Turns itself into a child program that leaves nothing behind: `leash.py PARENT_PID PROGRAM ARGUMENT…`.

Run as a script by `part.py`. Between fork and exec Python is not safe once there are threads, and a watching
supervisor has threads; so what a child must put on first, it puts on here and then becomes the program.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Private files, no core dumps, death with the parent; then becomes the program."""
    parent_pid, program = int(arguments[0]), arguments[1:]
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_pid:  # it died before the kernel knew that we want to follow
        sys.exit(1)
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
