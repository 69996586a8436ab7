"""`python -m hotline.stack [DATA_DIRECTORY]`: the bare processes, of an organization whose root is in HOTLINE_ROOT."""

import os
import sys
from pathlib import Path

from hotline.stack.run import run
from hotline.stack.supervise import Stack

if __name__ == "__main__":
    data_dir = Path(sys.argv[1] if len(sys.argv) > 1 else ".hotline")
    sys.exit(run(Stack(data_dir, root_pk=bytes.fromhex(os.environ.get("HOTLINE_ROOT", "")))))
