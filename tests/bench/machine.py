"""What was measured on."""

import os
import platform
import re
import subprocess
import tempfile
from pathlib import Path

from hotline.stack.redis_binary import find_redis


def machine() -> dict[str, object]:
    """Processor, memory, versions, the file system that is written to, and how busy the machine was before."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
    return {
        "processor": processor[1] if processor else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory[1]) / 2**20) if memory else None,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "redis": ".".join(map(str, find_redis().version)),
        "file_system": _file_system(tempfile.gettempdir()),
        "load_before": os.getloadavg()[0],
    }


def _file_system(folder: str) -> str:
    """Its kind: on one in memory, durable would cost nothing."""
    asked = subprocess.run(["stat", "--file-system", "--format=%T", folder], capture_output=True, text=True, check=True)
    return asked.stdout.strip()
