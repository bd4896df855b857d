"""Last-seen marks wait in memory and are written down together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from milepost.kernel import seen
from milepost.kernel.errors import SignedOut
from milepost.kernel.ids import new_id
from milepost.kernel.seen import Seen
from milepost.kernel.statements import statement
from milepost.kernel.work import App, Credential, Nobody, Reading

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Mark(NamedTuple):
    seen_at: datetime


MARK = statement("tests.seen", Mark, "SELECT seen_at FROM last_seen WHERE id = :id", scope="machinery")


def mark(app: App, row_id: UUID) -> datetime | None:
    found = app.read_now(Nobody(), lambda reading: reading.first(MARK, id=row_id))
    return found.seen_at if found else None


def test_only_the_newest_mark_is_written_and_never_an_older_one_over_it(app: App) -> None:
    marks, row_id = Seen(), new_id()
    for minutes in (1, 3, 2):
        marks.note(row_id, NOON + minutes * MINUTE)
    assert mark(app, row_id) is None
    marks.flush(app)
    assert mark(app, row_id) == NOON + 3 * MINUTE
    marks.note(row_id, NOON)
    marks.flush(app)
    assert mark(app, row_id) == NOON + 3 * MINUTE
    marks.note(row_id, NOON + 4 * MINUTE)
    marks.flush(app)
    assert mark(app, row_id) == NOON + 4 * MINUTE


def test_marks_that_could_not_be_written_stay_for_the_next_time(app: App) -> None:
    def refuses(reading: Reading, credential: Credential) -> None:
        raise SignedOut()

    marks, row_id = Seen(), new_id()
    marks.note(row_id, NOON)
    with pytest.raises(SignedOut):
        marks.flush(replace(app, identify=refuses))
    marks.flush(app)
    assert mark(app, row_id) == NOON


def test_what_waits_is_written_when_the_server_stops(app: App) -> None:
    marks, row_id = Seen(), new_id()
    marks.start(app)
    marks.note(row_id, NOON)
    marks.stop()
    assert mark(app, row_id) == NOON


def test_the_mark_of_what_is_gone_is_removed(app: App) -> None:
    marks, row_id = Seen(), new_id()
    marks.note(row_id, NOON)
    marks.flush(app)
    app.write_now(Nobody(), lambda work: seen.forget(work, row_id))
    assert mark(app, row_id) is None
