"""Practice sessions for tests, made and changed as a body would say."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from milepost.accounts.actions import change_profile
from milepost.accounts.schemas import ProfileChange
from milepost.kernel.work import App, Known
from milepost.practice import actions, queries
from milepost.practice.actions import Made
from milepost.practice.queries import ANY, Wanted
from milepost.practice.rows import Session
from milepost.practice.schemas import NewSession, SessionChange


def make(app: App, who: Known, *goal_ids: UUID, **fields: object) -> Made:
    """A practice session for these goals, and whether it is a new one."""
    new = NewSession.model_validate({"goal_ids": list(goal_ids)} | fields)
    return app.write_now(who, lambda work: actions.create_session(work, new))


def practise(app: App, who: Known, *goal_ids: UUID, **fields: object) -> Session:
    """A new practice session for these goals."""
    made = make(app, who, *goal_ids, **fields)
    assert made.made
    return made.session


def change(app: App, who: Known, session_id: UUID, expected: int | None = None, **fields: object) -> Session:
    """Change what is sent."""
    wanted = SessionChange.model_validate(fields)
    return app.write_now(who, lambda work: actions.change_session(work, session_id, wanted, expected))


def delete(app: App, who: Known, session_id: UUID, expected: int | None = None) -> None:
    """Delete a practice session."""
    app.write_now(who, lambda work: actions.delete_session(work, session_id, expected))


def now(app: App, who: Known, session_id: UUID) -> Session:
    """The practice session as it is."""
    return app.read_now(who, lambda reading: queries.session(reading, session_id))


def listed(app: App, who: Known, wanted: Wanted = ANY) -> list[Session]:
    """Those that are wanted, as a list shows them."""
    return app.read_now(who, lambda reading: queries.sessions(reading, 200, wanted=wanted))


def named(app: App, who: Known, wanted: Wanted = ANY) -> list[str]:
    """The names of those that are wanted, as a list shows them."""
    return [each.row.name for each in listed(app, who, wanted)]


def at(app: App, instant: datetime) -> App:
    """The same product at another time."""
    return replace(app, clock=lambda: instant)


def be_strict(app: App, who: Known) -> None:
    """Let the strict rule of levels hold for a person."""
    wanted = ProfileChange(strict_levels=True)
    app.write_now(who, lambda work: change_profile(work, wanted))
