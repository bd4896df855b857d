"""The course of every import: begun, staged outside of any long transaction, published in one."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from milepost.exchange import ids
from milepost.exchange.errand import Again, Agree, Changed, Errand, Interrupted, beat
from milepost.exchange.errors import ImportRunning
from milepost.exchange.queries import is_alive, running
from milepost.exchange.report import Broken, refusal_view
from milepost.exchange.schemas import NewImport
from milepost.exchange.staging import staging
from milepost.goals.errors import NoSuchGoal
from milepost.goals.queries import goal
from milepost.kernel.errors import Conflict, Failure, Fault, NotFound, Stale
from milepost.kernel.ids import new_id
from milepost.kernel.statements import Change, change
from milepost.kernel.work import Work

Prepare = Callable[[Errand], Agree]
"""Reads a file of one format and stages its rows; gives what is to be done first when they are published."""

TRIES = 3

_BEGIN = change(
    "imports.begin",
    """INSERT INTO imports (user_id, id, format, dry_run, status, is_open, beat_at, created_at)
    VALUES (:owner, :id, :form, :dry_run, 'running', :is_open, :now, :now)""",
)
_END = change(
    "imports.end",
    """UPDATE imports SET status = :status, report = :report, beat_at = :now
    WHERE user_id = :owner AND id = :id AND status = 'running'""",
)
_CLOSE = change("imports.close", "UPDATE imports SET is_open = :is_open WHERE user_id = :owner AND id = :id")
_HOLD = change(
    "imports.hold", "UPDATE imports SET beat_at = :now WHERE user_id = :owner AND id = :id AND is_open"
)


class Outcome(NamedTuple):
    """How an import ended: `refused` if its file was refused whole, else `done`; and what it reports."""

    status: str
    report: dict[str, Any]


def refused(detail: str) -> Outcome:
    """The outcome of an import that ended for a reason of its own."""
    return Outcome("refused", refusal_view(Broken(detail)))


STOPPED = refused("The server was stopped before the import was finished; nothing was written.")
FAILED = refused("The import failed, for a reason that is no fault of the file; nothing was written.")


def begin_import(work: Work, new: NewImport) -> UUID:
    """Begin an import; one that has not been heard of for long is over.

    Raises:
        ImportRunning: if another is running.
        NoSuchGoal: if the goal for whose entries it is is not there; points at it.
    """
    work.lock_owner()
    if new.goal_id is not None:
        _require_goal(work, new.goal_id)
    other = running(work)
    if other is not None:
        if is_alive(work, other):
            raise ImportRunning("Another import is running; wait until it is done.")
        _end(work, other.id, STOPPED)
        work.run(_CLOSE, id=other.id, is_open=False)
    import_id = new_id()
    work.run(_BEGIN, id=import_id, form=new.format, dry_run=new.dry_run, is_open=True)
    return import_id


def _require_goal(work: Work, goal_id: UUID) -> None:
    try:
        goal(work, goal_id)
    except NoSuchGoal as missing:
        raise NoSuchGoal(errors=(Fault("/goal_id", missing.detail),)) from missing


def carry_out(errand: Errand, formats: Mapping[str, Prepare]) -> Outcome:
    """Carry out an import that has begun: all that its file holds comes in, or nothing.

    What goes wrong is in the outcome, which is stored too.
    """
    try:
        outcome = _outcome(errand, formats[errand.format])
    except Exception:
        _conclude(errand, FAILED)
        raise
    _conclude(errand, outcome)
    return outcome


def _outcome(errand: Errand, prepare: Prepare) -> Outcome:
    try:
        return _tried(errand, prepare)
    except Broken as broken:
        return Outcome("refused", refusal_view(broken))
    except Interrupted:
        return STOPPED
    except Changed:
        return refused("The record kept changing while the file was read; nothing was written.")
    except Failure as failure:
        return refused(failure.detail)


def _tried(errand: Errand, prepare: Prepare) -> Outcome:
    """Stage and publish; again, if the record has changed meanwhile."""
    tries_left = TRIES
    while True:
        _sweep(errand)
        errand.start_over()
        try:
            agree = prepare(errand)
        except Again:
            continue
        tries_left -= 1
        try:
            return errand.app.write_now(errand.credential, partial(_published, errand=errand, agree=agree))
        except (Changed, Conflict, NotFound, Stale):
            if not tries_left:
                raise


def _published(work: Work, errand: Errand, agree: Agree) -> Outcome:
    """Carry over what is staged, and end the import, in this one transaction."""
    work.lock_owner()
    beat(work, errand.import_id, errand.done, errand.total)
    written = not errand.new.dry_run and errand.done > 0
    if written:
        agree(work)
        for each in staging().values():
            work.carry(each.carry)
    outcome = Outcome("done", errand.report.view(written))
    _end(work, errand.import_id, outcome)
    return outcome


def _conclude(errand: Errand, outcome: Outcome) -> None:
    """Store an outcome that is not stored yet, and leave nothing lying about.

    An import that was silent for so long that another was let in has nothing more to say.
    """
    if outcome.status == "refused":
        errand.app.write_now(errand.credential, partial(_end, import_id=errand.import_id, outcome=outcome))
    with suppress(Interrupted):
        _sweep(errand)
        errand.app.write_now(
            errand.credential, lambda work: work.run(_CLOSE, id=errand.import_id, is_open=False)
        )


def _sweep(errand: Errand) -> None:
    """Take away what is staged, and what the map holds of imports of which nothing was written.

    Raises:
        Interrupted: if what is staged is no longer of this import.
    """

    def swept(work: Work, clear: Change) -> int:
        if not work.count(_HOLD, id=errand.import_id):
            raise Interrupted
        return work.count(clear, limit=ids.PIECE)

    for clear in (*(each.clear for each in reversed(staging().values())), ids.CLEAR):
        while errand.app.write_now(errand.credential, partial(swept, clear=clear)) == ids.PIECE:
            pass


def _end(work: Work, import_id: UUID, outcome: Outcome) -> None:
    report = msgspec.json.encode(outcome.report).decode()
    work.run(_END, id=import_id, status=outcome.status, report=report)
