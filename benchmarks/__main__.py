"""`make bench`: prints the table of speeds, as ratios to the limit measured in the same run."""

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import instance, limits
from benchmarks.disk import fdatasync_p50
from benchmarks.imports import Server, brought
from benchmarks.load import Plan, loaded
from benchmarks.statements import Sent, of_a_logged_entry, of_a_tree
from milepost import bootstrap
from milepost.accounts.keys import presented
from milepost.kernel.settings import Settings
from milepost.kernel.work import Presented
from tests.postgres import Cluster, Roles

EVERYBODY, READERS = 32, 8
GOALS = 300
SLOW_DISK = 0.2


class Kind(NamedTuple):
    """A kind of work: what each person asks, what is answered, and the least ratio to the limit."""

    name: str
    clients: tuple[int, ...]
    status: int
    request: Callable[[instance.Person], str]
    floors: dict[str, float]


Running = tuple[int, int, list[instance.Person]]
"""Port, process and people of a product."""

LOG = Kind("log progress", (8, 32), 201, instance.Person.logs, {"sqlite": 0.30, "postgresql": 0.25})
TREE = Kind(
    f"tree of {GOALS} goals",
    (READERS,),
    200,
    lambda person: person.reads("/goals/tree"),
    {"sqlite": 0.40, "postgresql": 0.25},
)
KINDS = (LOG, TREE)


class Served(NamedTuple):
    """A product that is running, and what its statements are, for each kind of work and person."""

    engine: str
    port: int
    pid: int
    people: list[instance.Person]
    sent: dict[str, list[list[Sent]]]
    copy: str
    """A SQLite file or a database's address, of the same content, for the limit."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="for each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved; the median counts")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--under", type=Path, help="folder for the data, on the disk to be measured")
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.under or "/var/tmp") as folder:
        disk = fdatasync_p50(Path(folder))
        note = "" if disk <= SLOW_DISK else f"; the floors hold for a disk of at most {SLOW_DISK} ms"
        print(f"fdatasync p50 {disk:.2f} ms{note}")
        with _empty(Path(folder)) as port:
            for clients in LOG.clients:
                plan = Plan(instance.HOST, port, [_nobody()] * clients, given.seconds, 201)
                print(f"empty ASGI application, {clients} clients: {loaded(plan).rate:,.0f}/s")
        for engine in given.engine or list(LOG.floors):
            with _served(engine, Path(folder)) as served:
                for kind in KINDS:
                    print(f"{engine}, {kind.name}: {len(served.sent[kind.name][0])} statements")
                    for clients in kind.clients:
                        print(_row(served, kind, clients, given.seconds, given.rounds), flush=True)
                for each in brought(Server(served.port, served.pid), *served.people[-2:]):
                    print(f"{engine}, {each}", flush=True)


def _row(served: Served, kind: Kind, clients: int, seconds: float, rounds: int) -> str:
    requests = [kind.request(person) for person in served.people[:clients]]
    rates, bounds, waits = [], [], []
    for _ in range(rounds):
        result = loaded(Plan(instance.HOST, served.port, requests, seconds, kind.status))
        if result.wrong:
            sys.exit(f"{served.engine}: {result.wrong} wrong answers")
        rates.append(result.rate)
        waits.append((result.p50, result.p99))
        bounds.append(_limit(served, kind, clients, seconds))
    ratio = median(rate / bound for rate, bound in zip(rates, bounds, strict=True))
    p50, p99 = sorted(waits)[len(waits) // 2]
    return (
        f"{served.engine}, {kind.name}, {clients} clients: {median(rates):,.0f}/s"
        f" of {median(bounds):,.0f}/s = {ratio:.2f} (floor {kind.floors[served.engine]:.2f}),"
        f" p50 {p50:.1f} ms, p99 {p99:.1f} ms"
    )


def _limit(served: Served, kind: Kind, clients: int, seconds: float) -> float:
    sent = served.sent[kind.name]
    if served.engine == "sqlite":
        tightest = limits.sqlite_logs if kind is LOG else limits.sqlite_reads
        return tightest(served.copy, sent[0], seconds)
    return limits.postgres_rate(served.copy, sent[:clients], clients, seconds)


@contextmanager
def _empty(folder: Path) -> Iterator[int]:
    port = instance.free_port()
    command = [
        sys.executable, "-m", "uvicorn", "benchmarks.empty:application", "--port", str(port),
        "--no-access-log", "--log-level", "warning", "--app-dir", str(Path.cwd()),
    ]  # fmt: skip
    with instance.server(command, port, {}, folder):
        yield port


@contextmanager
def _served(engine: str, folder: Path) -> Iterator[Served]:
    data = folder / engine
    data.mkdir()
    if engine == "sqlite":
        with _running(Settings(data_dir=data), data, 1) as (port, pid, people):
            sent = _sent(Settings(data_dir=data), people)
            copy = str(data / "limit.db")
            _copied(data / "milepost.db", copy)
            yield Served(engine, port, pid, people, sent, copy)
        return
    with Cluster(durable=True) as cluster:
        cluster.make_roles()
        name = cluster.create_database("milepost", owner=Roles().owner)
        settings = Settings(
            data_dir=data, database_url=cluster.app_url(name), owner_url=cluster.owner_url(name)
        )
        with _running(settings, data, 2) as (port, pid, people):
            yield Served(engine, port, pid, people, _sent(settings, people), cluster.app_url(name))


@contextmanager
def _running(settings: Settings, data: Path, workers: int) -> Iterator[Running]:
    port = instance.free_port()
    env = {
        "PORT": str(port),
        "MILEPOST_DATA_DIR": str(data),
        "MILEPOST_DATABASE_URL": settings.database,
        "MILEPOST_OWNER_URL": settings.owner_url,
        "MILEPOST_REGISTER_LIMIT": "off",
    }
    began = time.perf_counter()
    with instance.server(instance.product(workers), port, env, data) as pid:
        print(f"started in {time.perf_counter() - began:.2f} s, {_resident(pid):.0f} MiB")
        people = instance.people(port, EVERYBODY)
        for person in people[:READERS]:
            instance.grow(port, person, GOALS)
        yield port, pid, people


def _sent(settings: Settings, people: list[instance.Person]) -> dict[str, list[list[Sent]]]:
    app = bootstrap.app(settings)
    try:
        return {
            LOG.name: [of_a_logged_entry(app, _key(person), person.goal_id) for person in people],
            TREE.name: [of_a_tree(app, _key(person)) for person in people[:READERS]],
        }
    finally:
        app.database.close()


def _key(person: instance.Person) -> Presented:
    found = presented(person.token)
    assert found is not None
    return found


def _copied(source: Path, target: str) -> None:
    for suffix in ("", "-wal"):
        if Path(f"{source}{suffix}").exists():
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _nobody() -> str:
    return (
        f"POST / HTTP/1.1\r\nHost: {instance.HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(instance.BODY)}\r\n\r\n{instance.BODY}"
    )


if __name__ == "__main__":
    main()
