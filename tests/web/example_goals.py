"""Believable goals for the pages: a person saving for a bakery, on 25 November 2026."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from milepost.entrypoints.web.goals.charts import progress_chart
from milepost.entrypoints.web.goals.trail import Entry, months
from milepost.entrypoints.web.goals.views import Goal, GoalPage, LogForm
from milepost.goals.rules import entries as fold
from milepost.goals.rules.counter import counter
from milepost.goals.rules.measure import Measured, measure, pace
from milepost.goals.rules.series import series
from milepost.goals.schemas import Kind

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)

SAVED = (
    (0, 120000), (30, 60000), (60, 60000), (76, 32000), (91, 60000), (103, -45000), (121, 60000),
    (152, 70000), (183, 70000), (188, 41500), (213, 90000), (220, 6000), (227, 6000), (234, 6000),
    (241, 6000), (244, 80000), (248, 6000), (255, 6000), (258, 110000), (262, 6000), (265, 59500),
    (269, 6000),
)  # fmt: skip
"""What was put aside, by days since 1 March 2026, in hundredths; on day 166 it was counted: 4,250."""
NOTES = {
    269: "Out of the bakery jar", 265: "Second stall day", 258: "Forty stollen, paid ahead",
    213: "With the tax refund", 188: "Bread stall at the street fair",
    166: "Counted the account, with interest",
}  # fmt: skip


def saved() -> list[fold.Entry]:
    """The entries of the bakery."""
    begin = date(2026, 3, 1)
    steps = [*((day, "delta", cents) for day, cents in SAVED), (166, "set", 425000)]
    return [
        fold.Entry(kind, cents, begin + day * DAY, seq)
        for seq, (day, kind, cents) in enumerate(sorted(steps))
    ]


def log_form(number: int, **more: object) -> LogForm:
    """A log form for the page of today."""
    return LogForm(str(UUID(int=number)), **{"back": "today", **more})  # type: ignore[arg-type]


def target_goal(title: str, unit: str, measured: Measured, number: int = 1, **more: object) -> Goal:
    """A target goal as a route fills it."""
    return Goal(
        id=str(UUID(int=number)),
        title=title,
        goal_type="target_based",
        start_date=measured.start_date,
        today=TODAY,
        unit=unit,
        value=measured.current_value,
        start_value=measured.start_value,
        target=measured.target_value,
        deadline=measured.deadline,
        measure=measure(measured, TODAY),
        pace=pace(measured, TODAY),
        **{"log": log_form(number), **more},  # type: ignore[arg-type]
    )


BAKERY_MEASURED = Measured(0, 1800000, 924000, date(2026, 3, 1), date(2027, 8, 31), False, "active")
RUN_MEASURED = Measured(500, 2110, 1140, date(2026, 8, 1), date(2027, 4, 11), False, "active")
WEIGHT_MEASURED = Measured(7800, 7200, 7460, date(2026, 9, 2), date(2027, 2, 28), False, "active")
NOVELS_MEASURED = Measured(0, 1200, 900, date(2026, 1, 2), date(2026, 11, 22), False, "active")
BAKERY = target_goal("Save for the bakery", "euros", BAKERY_MEASURED, 1, logged=6000)
RUN = target_goal("Run a half marathon", "km", RUN_MEASURED, 2)
WEIGHT = target_goal("Weigh 72 kg", "kg", WEIGHT_MEASURED, 3, log=log_form(3, kind="set"))
NOVELS = target_goal("Read twelve novels", "novels", NOVELS_MEASURED, 4)
SMOKE_ENTRIES = [
    fold.Entry("delta", 100, date(2026, 6, 1) + day * DAY, day) for day in range(92)
] + [
    fold.Entry("reset", None, date(2026, 8, 31), 92),
    *(fold.Entry("delta", 100, date(2026, 8, 31) + day * DAY, 92 + day) for day in range(1, 87)),
]  # fmt: skip
SMOKE = Goal(
    id=str(UUID(int=5)),
    title="Days without smoking",
    goal_type="continuous_counter",
    start_date=date(2026, 6, 1),
    today=TODAY,
    unit="days",
    value=8600,
    counter=counter(SMOKE_ENTRIES, 0, date(2026, 6, 1), TODAY),
    logged=100,
    log=log_form(5),
)
COURSE = target_goal(
    "Pass the food hygiene course", "units",
    Measured(0, 1200, 1200, date(2026, 2, 3), date(2026, 6, 30), False, "completed"), 6,
    status="completed", completed_on=date(2026, 5, 19), log=None,
)  # fmt: skip
MILESTONE = Goal(
    id=str(UUID(int=7)),
    title="Find a place on Mill Street",
    goal_type="milestone",
    start_date=date(2026, 10, 1),
    today=TODAY,
    deadline=date(2027, 3, 31),
)


def _trail(entries: Sequence[fold.Entry]) -> list[Entry]:
    begin = date(2026, 3, 1)
    listed = []
    for number, (entry, after) in enumerate(fold.history(entries, 0)):
        note = NOTES.get((entry.entry_date - begin).days, "") if len(entries) < 30 else ""
        kind: Kind = entry.kind  # type: ignore[assignment]
        listed.append(Entry(str(UUID(int=number)), kind, entry.value, entry.entry_date, after, note))
    return listed[::-1]


def goal_page(
    goal: Goal, measured: Measured, entries: Sequence[fold.Entry], shown: int = 50, **more: object
) -> GoalPage:
    """The page of a goal with these entries."""
    line = series(measured, entries, TODAY)
    trail = _trail(entries)
    return GoalPage(
        goal=goal,
        months=months(trail[:shown], trail[shown].total if len(trail) > shown else 0),
        entry_count=len(entries),
        last_entry=trail[0].day if trail else None,
        chart=progress_chart(line, TODAY, goal.completed_on),
        points=line.points[::-1],
        **more,  # type: ignore[arg-type]
    )


def weights() -> list[fold.Entry]:
    """A weight a week."""
    values = (7790, 7750, 7760, 7690, 7640, 7610, 7580, 7590, 7530, 7500, 7480, 7460)
    return [fold.Entry("set", cents, date(2026, 9, 5) + 7 * n * DAY, n) for n, cents in enumerate(values)]


def runs() -> list[fold.Entry]:
    """The longest run so far, every 13 days."""
    values = (500, 620, 700, 800, 950, 1000, 1140)
    return [fold.Entry("set", cents, date(2026, 9, 6) + 13 * n * DAY, n) for n, cents in enumerate(values)]
