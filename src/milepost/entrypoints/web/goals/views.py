"""What the pages of goals take: plain values that the routes fill and the templates lay out.

Amounts are whole hundredths of the goal's unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from milepost.entrypoints.web.goals.charts import Chart
from milepost.entrypoints.web.goals.form_views import Choice, Under
from milepost.entrypoints.web.goals.trail import Entry, Month
from milepost.entrypoints.web.views import BLANK, Form
from milepost.goals.rules.counter import Counter
from milepost.goals.rules.lifecycle import Verb, led_to
from milepost.goals.rules.measure import Measure
from milepost.goals.rules.series import Point
from milepost.goals.schemas import GoalType, Kind, Status
from milepost.kernel.amounts import half_up

UNMEASURED = Measure()


@dataclass(frozen=True, slots=True)
class LogForm:
    """The form that logs on one goal; `entry_id`, new for each page, keeps a second press from adding twice.

    It posts `entry_id`, `back`, `kind`, `value`, and on the goal's page `note` and `day` (today, yesterday,
    other, which brings `other_day`); its values are named alike.
    """

    entry_id: str
    back: Literal["today", "goal"]
    kind: Kind = "delta"
    form: Form = BLANK
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as lists and its own page show it.

    `logged` is by how much today's entries changed it, None without any; `pace` is its gain a day so far.
    """

    id: str
    title: str
    goal_type: GoalType
    start_date: date
    today: date
    unit: str = ""
    value: int = 0
    start_value: int = 0
    target: int | None = None
    deadline: date | None = None
    status: Status = "active"
    completed_on: date | None = None
    measure: Measure = UNMEASURED
    pace: str | None = None
    level: str = ""
    counter: Counter | None = None
    logged: int | None = None
    log: LogForm | None = None

    @property
    def days_total(self) -> int | None:
        """The days from the start to the deadline."""
        return (self.deadline - self.start_date).days if self.deadline else None

    @property
    def days_gone(self) -> int:
        """The days since the start, never below 0."""
        return max(0, (self.today - self.start_date).days)

    @property
    def asked(self) -> int | None:
        """The amount that the path asks for by today, half-up."""
        if self.target is None or self.days_total is None:
            return None
        gone, total = min(self.days_gone, self.days_total), max(1, self.days_total)
        return self.start_value + half_up((self.target - self.start_value) * gone, total)

    @property
    def behind_by(self) -> int | None:
        """How far the amount is from what the path asks for by today."""
        return None if self.asked is None else abs(self.asked - self.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Goals under one heading."""

    key: Literal["late", "behind", "soon", "on", "open", "reached", "paused", "archived"]
    goals: Sequence[Goal]


@dataclass(frozen=True, slots=True)
class TodayPage:
    """`today.html`: the active goals in the order of the day; `ahead` are the next deadlines."""

    today: date
    groups: Sequence[Group] = ()
    ahead: Sequence[Goal] = ()
    worth: Sequence[Goal] = ()
    practice: Sequence["PracticeLine"] = ()

    @property
    def total(self) -> int:
        """How many goals can be logged on, and how many sessions are for today."""
        goals = sum(goal.log is not None for group in self.groups for goal in group.goals)
        return goals + len(self.practice)

    @property
    def done(self) -> int:
        """How many of them have an entry of today, or are done."""
        goals = (goal for group in self.groups for goal in group.goals if goal.log is not None)
        practised = sum(line.completed for line in self.practice)
        return practised + sum(goal.logged is not None for goal in goals)

    @property
    def sun(self) -> str:
        """How far below the top of the sky, in pixels, the sun stands: it rises with each goal logged."""
        return f"{101 - 49 * self.done / max(1, self.total):.1f}"


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """`goals.html`: every goal, grouped by how it stands."""

    groups: Sequence[Group] = ()

    def count(self, *keys: str) -> int:
        """How many goals stand in these groups."""
        return sum(len(group.goals) for group in self.groups if group.key in keys)


class PracticeLine(NamedTuple):
    """A practice session in a list; `day` is when it was completed, or made."""

    id: str
    name: str
    completed: bool
    day: date
    minutes: int | None = None
    also: Sequence[str] = ()
    """The other goals that it is for."""


class ShareLine(NamedTuple):
    """One thing that counts towards a goal; `value` is None where how far it is is not known."""

    title: str
    place: str
    value: str | None
    weight: str | None


class StayLine(NamedTuple):
    """A goal's time in one status, by dates; the present one has no end."""

    status: Status
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a goal beside its figures."""

    description: str = ""
    level: str = ""
    category: Choice | None = None
    under: Under | None = None
    children: Sequence[Goal] = ()
    sessions: Sequence[PracticeLine] = ()
    stays: Sequence[StayLine] = ()
    active_days: int = 0
    strategy: str = "measure"
    shares: Sequence[ShareLine] = ()
    carries_sessions: bool = False

    @property
    def is_rolled_up(self) -> bool:
        """Whether its progress comes from what is below it or was set by hand, not from its own measure."""
        return self.strategy != "measure"


@dataclass(frozen=True, slots=True)
class GoalPage:
    """`goal.html`; `months` are the newest entries, `entry_count` says how many there are in all.

    `points` are the amounts at the end of each day, newest first, that stand in the table behind the chart;
    `wrong` is why its status could not be changed.
    """

    goal: Goal
    about: About = About()
    months: Sequence[Month] = ()
    entry_count: int = 0
    last_entry: date | None = None
    chart: Chart | None = None
    points: Sequence[Point] = ()
    just_reached: bool = False
    wrong: str = ""

    @property
    def shows_all(self) -> bool:
        """Whether every entry stands on the page."""
        return sum(len(month.entries) for month in self.months) >= self.entry_count

    @property
    def verbs(self) -> Sequence[Verb]:
        """What can be done with its status."""
        return [verb for verb in get_args(Verb) if led_to(self.goal.status, verb)[1]]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`entry.html`: one entry, to change or delete; values `kind`, `value`, `entry_date`, `note`."""

    goal: Goal
    entry: Entry
    form: Form = BLANK
