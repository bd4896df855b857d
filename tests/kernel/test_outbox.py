"""What a work puts down is carried out after its commit: once, again after a failure, by one process."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from milepost import bootstrap
from milepost.kernel import outbox
from milepost.kernel.errors import Conflict
from milepost.kernel.outbox import LEASE, TRIES, Outbox, Parcel, pause
from milepost.kernel.statements import Number, statement
from milepost.kernel.work import App, Known, Nobody, Work
from tests.cast import Cast
from tests.conftest import fresh_settings

ROWS = statement("tests.outbox", Number, "SELECT count(*) FROM outbox", scope="machinery")


@pytest.fixture
def alone(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[App]:
    """An instance of this test's own, whose outbox nobody else fills or empties."""
    opened = bootstrap.app(fresh_settings(engine, request, tmp_path))
    yield opened
    opened.database.close()


@pytest.fixture
def alice(alone: App) -> Known:
    return Cast(alone).alice


class Hand:
    """Carries out parcels, or fails as told, and keeps what it was given."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.done: list[tuple[UUID, int]] = []

    def __call__(self, _app: App, parcel: Parcel) -> None:
        if self.failure is not None:
            raise self.failure
        self.done.append((parcel.user_id, parcel.tries))


def put(app: App, person: Known, kind: str = "tests.wave") -> None:
    app.write_now(person, lambda work: outbox.put(work, kind))


def rows(app: App) -> int:
    (found,) = app.read_now(Nobody(), lambda reading: reading.all(ROWS))
    return found.number


def later(app: App, time: timedelta) -> App:
    def clock() -> datetime:
        return app.clock() + time

    return replace(app, clock=clock)


def test_a_parcel_is_carried_out_once_and_gone(alone: App, alice: Known) -> None:
    put(alone, alice)
    hand = Hand()
    runner = Outbox(alone, {"tests.wave": hand})
    assert [runner.deliver(), runner.deliver()] == [1, 0]
    assert hand.done == [(alice.user_id, 1)]
    assert rows(alone) == 0


def test_a_work_that_fails_puts_nothing_down(alone: App, alice: Known) -> None:
    def put_and_fail(work: Work) -> None:
        outbox.put(work, "tests.wave")
        raise Conflict()

    with pytest.raises(Conflict):
        alone.write_now(alice, put_and_fail)
    assert rows(alone) == 0


def test_one_of_a_kind_that_waits_is_enough(alone: App, alice: Known) -> None:
    for kind in ("tests.wave", "tests.wave", "tests.nod"):
        put(alone, alice, kind)
    assert rows(alone) == 2


def test_what_fails_rests_and_is_tried_again(alone: App, alice: Known) -> None:
    put(alone, alice)
    hand = Hand(OSError("away"))
    assert Outbox(alone, {"tests.wave": hand}).deliver() == 1
    hand.failure = None
    assert Outbox(later(alone, pause(1) / 2), {"tests.wave": hand}).deliver() == 0
    assert Outbox(later(alone, pause(1)), {"tests.wave": hand}).deliver() == 1
    assert hand.done == [(alice.user_id, 2)]


def test_after_the_last_try_a_parcel_is_given_up(alone: App, alice: Known) -> None:
    put(alone, alice)
    hand, elapsed = Hand(ValueError("never")), timedelta(0)
    for tries in range(1, TRIES + 1):
        assert rows(alone) == 1
        assert Outbox(later(alone, elapsed), {"tests.wave": hand}).deliver() == 1
        elapsed += pause(tries) + timedelta(seconds=1)
    assert rows(alone) == 0
    assert timedelta(hours=12) < elapsed < timedelta(hours=24)


def test_a_parcel_that_nobody_knows_waits_for_somebody_who_does(alone: App, alice: Known) -> None:
    put(alone, alice)
    assert Outbox(alone, {}).deliver() == 1
    hand = Hand()
    assert Outbox(later(alone, pause(1)), {"tests.wave": hand}).deliver() == 1
    assert hand.done == [(alice.user_id, 2)]


def test_a_failure_does_not_keep_the_next_parcel_waiting(alone: App, alice: Known) -> None:
    put(alone, alice, "tests.broken")
    put(alone, alice)
    hand = Hand()
    assert Outbox(alone, {"tests.broken": Hand(KeyError("no")), "tests.wave": hand}).deliver() == 2
    assert hand.done == [(alice.user_id, 1)]


def test_a_parcel_of_a_process_that_died_is_taken_again_after_the_lease(alone: App, alice: Known) -> None:
    put(alone, alice)

    def dies(app: App, parcel: Parcel) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Outbox(alone, {"tests.wave": dies}).deliver()
    hand = Hand()
    assert Outbox(later(alone, LEASE / 2), {"tests.wave": hand}).deliver() == 0
    assert Outbox(later(alone, LEASE), {"tests.wave": hand}).deliver() == 1


def test_many_runners_carry_out_each_parcel_once(alone: App, alice: Known) -> None:
    kinds = [f"tests.{number}" for number in range(30)]
    for kind in kinds:
        put(alone, alice, kind)
    done: list[str] = []

    def hand(app: App, parcel: Parcel) -> None:
        time.sleep(0.002)
        done.append(parcel.kind)

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda _: Outbox(alone, dict.fromkeys(kinds, hand)).deliver(), range(4)))
    assert sum(taken) == 30
    assert sorted(done) == sorted(kinds)


def test_a_started_outbox_delivers_by_itself_and_stops(alone: App, alice: Known) -> None:
    delivered = threading.Event()

    def hand(app: App, parcel: Parcel) -> None:
        delivered.set()

    runner = Outbox(alone, {"tests.wave": hand})
    runner.start()
    put(alone, alice)
    assert delivered.wait(10)
    runner.stop()
    assert rows(alone) == 0
