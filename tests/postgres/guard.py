"""The process that starts a test server and, once its input closes, stops it and removes its files.

It is a script of its own in a session of its own, and needs the standard library alone. Whatever ends the
tests, be it Ctrl-C or kill -9, closes its input. The first line there is the plan, as JSON; the answer is a
file, because several processes wait for it.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TypedDict

ANSWER = "answer.json"
DATA = "data"
LOCK = "lock"
LOG = "server.log"
SOCKETS = "socket"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
PORT_TRIES = 10


class Plan(TypedDict):
    """What the guard is told."""

    directory: str
    programs: str
    uid: int
    gid: int
    password: str
    durable: bool
    settings: dict[str, str]


class Answer(TypedDict, total=False):
    """What the guard tells: where the server is, or what went wrong."""

    port: int
    pid: int
    error: str


class Broken(Exception):
    """The server could not be started."""


def main() -> None:
    """Run one server for as long as standard input stays open."""
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: None)
    os.umask(0o077)
    line = sys.stdin.readline()
    if not line:
        return
    plan: Plan = json.loads(line)
    directory = Path(plan["directory"])
    directory.mkdir()
    with ExitStack() as leaving:
        leaving.callback(remove, directory)
        lock = leaving.enter_context((directory / LOCK).open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        announce(directory, attempt(plan, directory, leaving))
        sys.stdin.read()


def attempt(plan: Plan, directory: Path, leaving: ExitStack) -> Answer:
    """Make and start the server, to be stopped on leaving."""
    try:
        prepare(plan, directory)
        return start(plan, directory, leaving)
    except (Broken, OSError, subprocess.SubprocessError) as problem:
        return {"error": f"The account {plan['uid']} could not run PostgreSQL here: {problem}"}


def prepare(plan: Plan, directory: Path) -> None:
    """Make the data directory. Passwords alone open the server, whichever way one comes."""
    if is_other(plan):
        directory.chmod(0o711)
    for name in (DATA, SOCKETS):
        (directory / name).mkdir()
        os.chown(directory / name, plan["uid"], plan["gid"])
    password = directory / "password"
    password.write_text(plan["password"])
    os.chown(password, plan["uid"], plan["gid"])
    arguments = [
        f"--pgdata={directory / DATA}",
        f"--pwfile={password}",
        "--username=postgres",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *([] if plan["durable"] else ["--no-sync"]),
    ]
    with (directory / LOG).open("wb") as log:
        process = launch(plan, "initdb", arguments, log)
        try:
            ended = process.wait(START_SECONDS)
        finally:
            process.kill()
    if ended:
        raise Broken(f"initdb failed:\n{last_words(directory)}")
    password.unlink()


def start(plan: Plan, directory: Path, leaving: ExitStack) -> Answer:
    """Start the server on a free port, to be stopped on leaving. Raises Broken."""
    # Between finding a port and taking it another program may have come first.
    for _ in range(PORT_TRIES):
        port = free_port()
        with (directory / LOG).open("wb") as log:
            server = launch(plan, "postgres", _options(plan, directory, port), log)
        leaving.callback(stop, server)
        if is_ready(server, directory):
            return {"port": port, "pid": server.pid}
        if server.poll() is None or "could not create any TCP/IP sockets" not in last_words(directory):
            break
    raise Broken(f"PostgreSQL did not start:\n{last_words(directory)}")


def _options(plan: Plan, directory: Path, port: int) -> list[str]:
    on = "on" if plan["durable"] else "off"
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(directory / SOCKETS),
        "max_connections": "200",
        "timezone": "UTC",
        "fsync": on,
        "synchronous_commit": on,
        "full_page_writes": on,
        **plan["settings"],
    }
    return ["-D", str(directory / DATA), *(f"--{name}={value}" for name, value in settings.items())]


def launch(plan: Plan, name: str, arguments: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Run a PostgreSQL program as the account of the plan, with nothing inherited from our surroundings."""
    other = is_other(plan)
    return subprocess.Popen(
        [f"{plan['programs']}/{name}", *arguments],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        user=plan["uid"] if other else None,
        group=plan["gid"] if other else None,
        extra_groups=[] if other else None,
        # The guard has no threads, so this is safe.
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def is_other(plan: Plan) -> bool:
    """Tell whether another account than ours runs the server."""
    return plan["uid"] != os.getuid()


def _die_with_parent() -> None:
    """Ask Linux for SIGQUIT (to PostgreSQL: stop at once) should the guard itself be killed."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(server: subprocess.Popen[bytes], directory: Path) -> bool:
    """Wait until the server takes connections; false if it ends instead or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            lines = (directory / DATA / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            lines = []
        # The eighth line is the server's status, as pg_ctl reads it.
        if len(lines) > 7 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def announce(directory: Path, answer: Answer) -> None:
    """Write the answer in one step: nobody reads half of it."""
    unfinished = directory / f"{ANSWER}.unfinished"
    unfinished.write_text(json.dumps(answer))
    unfinished.replace(directory / ANSWER)


def last_words(directory: Path) -> str:
    """Return the end of the server's log."""
    return (directory / LOG).read_text(errors="replace")[-2000:]


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server at once: its data are about to be removed, so it need not save them."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def remove(directory: Path) -> None:
    """Remove the directory, also while a last process of the server still writes there."""
    for _ in range(20):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    main()
