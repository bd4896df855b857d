"""What the pages of practice sessions take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from milepost.entrypoints.web.goals.form_views import Choice
from milepost.entrypoints.web.goals.views import Goal, PracticeLine
from milepost.entrypoints.web.views import BLANK, Form


@dataclass(frozen=True, slots=True)
class PracticePage:
    """`practice.html`: what is planned, what was done, newest first, and whether there is more of that."""

    today: date
    planned: Sequence[PracticeLine] = ()
    done: Sequence[PracticeLine] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class NewSessionPage:
    """`practice_new.html`; values `name`, `description`, `planned_minutes`, `goal_id`.

    `goals` are those that may be practised for.
    """

    today: date
    form: Form = BLANK
    goals: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`practice_session.html`: a session, the goals it is for, and the goals under it.

    `others` are those that it could be for too; `form` has `name`, `description`, `planned_minutes`.
    """

    line: PracticeLine
    description: str
    version: int
    today: date
    goals: Sequence[Choice] = ()
    others: Sequence[Choice] = ()
    below: Sequence[Goal] = ()
    form: Form = BLANK
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class SessionDeletionPage:
    """`practice_delete.html`: how many goals and entries go with a session, and what loses a link."""

    id: str
    name: str
    goals: int
    entries: int
    unlinked: Mapping[str, int]
