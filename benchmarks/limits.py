"""The limit: the same statements in the tightest loop that we can write, one commit for each entry."""

import re
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from benchmarks.statements import Sent
from milepost.kernel.ids import new_id
from milepost.kernel.sqlite import connected
from milepost.kernel.statements import for_sqlite
from tests.postgres import program

_PGBENCH_RATE = re.compile(r"tps = ([0-9.]+) \(without initial connection time\)")
_ENTRY = "goals.insert_entry"
_VALUE = "goals.update_value"


def sqlite_logs(path: str, sent: list[Sent], seconds: float) -> float:
    """Entries a second through one connection in this process, `synchronous=FULL`."""
    connection = connected(path)
    texts = [
        (each.declared.numbered, for_sqlite(each.declared, each.values)) for each in sent if each.declared
    ]
    names = [each.declared.name for each in sent if each.declared]
    entry, value = texts[names.index(_ENTRY)], texts[names.index(_VALUE)]
    fields = {each.declared.name: each.declared.sqlite_parameters for each in sent if each.declared}
    entry_id, seq = fields[_ENTRY].index("id"), fields[_ENTRY].index("seq")
    last_seq = fields[_VALUE].index("last_seq")
    reads = [each for each in texts if each not in (entry, value)]
    (newest,) = connection.execute("SELECT max(seq) FROM progress_entries").fetchone()
    entry[1][seq] = value[1][last_seq] = newest
    count, began = 0, time.perf_counter()
    until = began + seconds
    while time.perf_counter() < until:
        connection.execute("BEGIN IMMEDIATE")
        for text, values in reads:
            connection.execute(text, values).fetchall()
        entry[1][entry_id] = new_id().bytes
        entry[1][seq] += 1
        value[1][last_seq] += 1
        connection.execute(*entry)
        connection.execute(*value)
        connection.execute("COMMIT")
        count += 1
    rate = count / (time.perf_counter() - began)
    connection.close()
    return rate


def sqlite_reads(path: str, sent: list[Sent], seconds: float) -> float:
    """Readings a second through one connection in this process, every row fetched."""
    connection = connected(path, read_only=True)
    texts = [
        (each.declared.numbered, for_sqlite(each.declared, each.values)) for each in sent if each.declared
    ]
    count, began = 0, time.perf_counter()
    until = began + seconds
    while time.perf_counter() < until:
        connection.execute("BEGIN")
        for text, values in texts:
            connection.execute(text, values).fetchall()
        connection.execute("ROLLBACK")
        count += 1
    rate = count / (time.perf_counter() - began)
    connection.close()
    return rate


def postgres_rate(url: str, people: list[list[Sent]], clients: int, seconds: float) -> float:
    """Transactions a second by pgbench with so many clients, as the application's role, policies on."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "statements.sql"
        script.write_text(_script(people), encoding="utf-8")
        parts = urlsplit(url)
        done = subprocess.run(
            [
                program("pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2",
                "-T", str(max(1, round(seconds))), "-f", str(script),
                "-h", str(parts.hostname), "-p", str(parts.port), "-U", str(parts.username), parts.path[1:],
            ],
            env={"PGPASSWORD": str(parts.password)},
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
    found = _PGBENCH_RATE.search(done.stdout)
    if found is None or "number of failed transactions: 0" not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


def _script(people: list[list[Sent]]) -> str:
    """Each client is a person of its own, as the clients of the product are."""
    lines = []
    for number, sent in enumerate(people):
        lines.append(f"\\{'elif' if number else 'if'} :client_id = {number}")
        lines += ["BEGIN;", *map(_line, sent), "COMMIT;"]
    return "\n".join([*lines, "\\endif", ""])


def _line(sent: Sent) -> str:
    if sent.declared is None:
        return f"SELECT set_config('milepost.actor', '{sent.values['actor']}', true);"
    given = dict(sent.values)
    literals = {name: _literal(given[name]) for name in sent.declared.parameters}
    if sent.declared.name == _ENTRY:
        literals |= {"id": "gen_random_uuid()", "seq": "(:last_seq + 1)"}
    elif sent.declared.name == _VALUE:
        literals |= {"last_seq": "(:last_seq + 1)"}
    text = re.sub(r"(?<![:\w]):([a-z_]+)", lambda found: literals[found[1]], sent.declared.postgres)
    return text + (" \\gset" if sent.declared.name == "goals.goal_locked" else ";")


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    return "'" + str(value).replace("'", "''") + "'"
