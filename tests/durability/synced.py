"""Whether what was written to a file has reached the disk: asked of the kernel, which knows what it still has to write.

Of a file in memory (tmpfs) there is nothing to say; tests that ask this are for a disk.
"""

import ctypes
import mmap
import os
from pathlib import Path

_CACHESTAT = 451  # cachestat(2), the same number on every kind of machine; Linux 6.5 and later
_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
_libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
_libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]


class _Range(ctypes.Structure):
    _fields_ = (("offset", ctypes.c_uint64), ("length", ctypes.c_uint64))


class _Stat(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("cached", "dirty", "writeback", "evicted", "lately"))


def unsynced_pages(path: Path) -> int:
    """How many pages of a file would be lost if the power went now."""
    file = os.open(path, os.O_RDONLY)
    try:
        found = _Stat()
        asked = _libc.syscall(_CACHESTAT, file, ctypes.byref(_Range(0, 0)), ctypes.byref(found), 0)
        return int(found.dirty + found.writeback) if asked == 0 else pages_that_stay(file)
    finally:
        os.close(file)


def pages_that_stay(file: int) -> int:
    """For older kernels: told to drop a file's pages, the kernel keeps those that it has not written."""
    size = os.fstat(file).st_size
    if not size:
        return 0
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    address = _libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_PRIVATE, file, 0)
    resident = (ctypes.c_ubyte * (-(-size // mmap.PAGESIZE)))()
    _libc.mincore(address, size, resident)
    _libc.munmap(address, size)
    return sum(page & 1 for page in resident)
