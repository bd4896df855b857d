"""`make test`: the whole suite on both engines, in a browser too; says loudly what could not run."""

import os
import shutil
import subprocess
import sys

from tests.browsers import browser_path

WORKERS = "2"
SLOWEST = "25"
"""How many of the slowest tests are told of at the end."""
PATIENCE = 300
"""Seconds that getting a browser may take."""

MISSING = """
THE TESTS IN A BROWSER DID NOT RUN: no Chromium or Chrome is here, and none could be got.
Install one (Debian: apt-get install chromium; elsewhere: .venv/bin/playwright install chromium)
and run make test again."""


def main() -> int:
    """Run the suite; the exit code is 0 only if everything ran and passed."""
    found = browser_path() or _got()
    marks = "not prove" if found else "not prove and not browser"
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--durations", SLOWEST, "-m", marks],
        check=False,
    ).returncode
    if not found:
        print(MISSING, file=sys.stderr)
    return code or (0 if found else 1)


def _got() -> str | None:
    """Get a browser: playwright's own, or the system's package where it may be installed."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for way in ways:
        try:
            subprocess.run(way, check=False, timeout=PATIENCE, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            continue
        found = browser_path()
        if found:
            return found
    return None


if __name__ == "__main__":
    sys.exit(main())
