"""What the disk does: how long an fdatasync takes."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROUNDS = 400
BLOCK = b"x" * 4096


def fdatasync_p50(folder: Path) -> float:
    """The median time of a 4 KiB append and fdatasync in this folder, in milliseconds."""
    waits = []
    with TemporaryDirectory(dir=folder) as inside:
        handle = os.open(Path(inside) / "probe", os.O_CREAT | os.O_WRONLY)
        try:
            for _ in range(ROUNDS):
                os.write(handle, BLOCK)
                began = time.perf_counter()
                os.fdatasync(handle)
                waits.append(time.perf_counter() - began)
        finally:
            os.close(handle)
    return sorted(waits)[ROUNDS // 2] * 1000
