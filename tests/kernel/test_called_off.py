"""A work that is called off while it waits is left out, and the writer goes on."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from milepost.kernel.database import Door
from milepost.kernel.sqlite import SqliteDatabase


def test_a_work_called_off_while_it_waits_is_not_done_and_stops_nobody(tmp_path: Path) -> None:
    database = SqliteDatabase(str(tmp_path / "milepost.db"))
    goes_on, done = Event(), []

    def first(_door: Door) -> None:
        goes_on.wait(10)

    def second(_door: Door) -> None:
        done.append("second")

    def third(_door: Door) -> str:
        return "third"

    held = database.write(first)
    called_off, kept = database.write(second), database.write(third)
    assert called_off.cancel()
    goes_on.set()
    held.result(10)
    assert kept.result(10) == "third"
    assert database.write(third).result(10) == "third"
    assert done == []
    database.close()


def test_a_caller_who_leaves_while_waiting_stops_nobody(tmp_path: Path) -> None:
    database = SqliteDatabase(str(tmp_path / "milepost.db"))
    goes_on = Event()

    async def leave() -> None:
        held = asyncio.wrap_future(database.write(lambda _door: goes_on.wait(10)))
        waiting = asyncio.ensure_future(asyncio.wrap_future(database.write(lambda _door: None)))
        for each in (held, waiting):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(each, 0.05)
        goes_on.set()

    asyncio.run(leave())
    assert database.write(lambda _door: "next").result(10) == "next"
    database.close()
