"""What the forms of goals take: plain values that the routes fill and the templates lay out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from milepost.entrypoints.web.views import BLANK, Form

MORE = ("description", "level", "category_id", "start_date")


class Choice(NamedTuple):
    """Something that can be chosen in a form."""

    id: str
    word: str


class Under(NamedTuple):
    """What a goal stands under."""

    kind: Literal["goal", "session"]
    id: str
    title: str

    @property
    def place(self) -> str:
        """Its page."""
        return f"/goals/{self.id}" if self.kind == "goal" else f"/practice/{self.id}"


@dataclass(frozen=True, slots=True)
class GoalForm:
    """The fields of a goal; its values are named as in the API, `goal_type` decides which of them count."""

    today: date
    form: Form = BLANK
    categories: Sequence[Choice] = ()

    @property
    def has_more(self) -> bool:
        """Whether something stands or is wrong in the fields that are folded away at first."""
        return any(self.form.values.get(name) or self.form.errors.get(name) for name in MORE)


@dataclass(frozen=True, slots=True)
class NewGoalPage:
    """`goal_new.html`: a goal to be made, under what is named, else at the top."""

    fields: GoalForm
    under: Under | None = None


@dataclass(frozen=True, slots=True)
class EditGoalPage:
    """`goal_edit.html`: a goal to be changed, if it is still in this version."""

    id: str
    title: str
    version: int
    fields: GoalForm


@dataclass(frozen=True, slots=True)
class GoalDeletionPage:
    """`goal_delete.html`: how many goals below it and entries go with a goal, and what loses a link to it."""

    id: str
    title: str
    goals: int
    entries: int
    unlinked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MovePage:
    """`goal_move.html`: a goal, those beside it in their order, and what it could stand under instead.

    `words` is what was looked for among those, `wrong` why it could not be moved.
    """

    id: str
    title: str
    under: Under | None
    neighbours: Sequence[Choice] = ()
    goals: Sequence[Choice] = ()
    sessions: Sequence[Choice] = ()
    words: str = ""
    wrong: str = ""
