"""What is told of a goal beside its figures: where it stands, what is below it, what became of it."""

from typing import cast

from milepost.accounts.queries import strict_levels
from milepost.entrypoints.web.goals.form_views import Choice, Under
from milepost.entrypoints.web.goals.shown import goal_shown
from milepost.entrypoints.web.goals.views import About, PracticeLine, ShareLine, StayLine
from milepost.goals import listing, queries, standings
from milepost.goals.categories import category
from milepost.goals.history import history
from milepost.goals.progress import progress
from milepost.goals.rows import GoalRow
from milepost.goals.rules.levels import carries_sessions
from milepost.goals.rules.rollup import MEASURE
from milepost.goals.schemas import Status
from milepost.kernel.work import Reading
from milepost.practice import queries as practice
from milepost.practice.rows import Session

MOST = 1_000
"""How many goals, and how many sessions, right below a goal are shown."""
_PAGES = {"goal": "/goals/", "practice_session": "/practice/"}


def about(reading: Reading, goal: GoalRow) -> About:
    """Everything beside its figures."""
    found = history(reading, goal.id)
    explained = progress(reading, goal.id)
    below = listing.goals(reading, MOST, wanted=listing.Wanted(parents=(goal.id,)))
    return About(
        description=goal.description,
        level=goal.level or "",
        category=_category(reading, goal),
        under=under_of(reading, goal),
        children=[goal_shown(each, reading.today) for each in standings.stood_of(reading, below)],
        sessions=sessions_of(reading, goal),
        stays=[StayLine(cast(Status, each.status), each.started_on, each.ended_on) for each in found.stays],
        active_days=found.active_days,
        strategy=explained.strategy,
        shares=[]
        if explained.strategy == MEASURE
        else [
            ShareLine(each.title, _PAGES[each.kind] + each.id, each.value, each.weight)
            for each in explained.sources
        ],
        carries_sessions=carries_sessions(goal.level, strict_levels(reading)),
    )


def sessions_of(reading: Reading, goal: GoalRow) -> list[PracticeLine]:
    """The practice sessions of a goal, newest first."""
    found = practice.sessions(reading, MOST, wanted=practice.Wanted((goal.id,)))
    others = {each for session in found for each in session.goal_ids} - {goal.id}
    titles = queries.titles(reading, others)
    return [
        session_line(reading, each, [titles[other] for other in each.goal_ids if other != goal.id])
        for each in found
    ]


def session_line(reading: Reading, session: Session, also: list[str]) -> PracticeLine:
    """A practice session in a list."""
    row = session.row
    day = reading.actor.local_date(row.completed_at or row.created_at)
    return PracticeLine(str(row.id), row.name, row.completed, day, row.planned_minutes, also)


def _category(reading: Reading, goal: GoalRow) -> Choice | None:
    if goal.category_id is None:
        return None
    row = category(reading, goal.category_id)
    return Choice(str(row.id), row.name)


def under_of(reading: Reading, goal: GoalRow) -> Under | None:
    """What a goal stands under; None at the top."""
    if goal.parent_goal_id is not None:
        above = queries.goal(reading, goal.parent_goal_id)
        return Under("goal", str(above.id), above.title)
    if goal.practice_session_id is not None:
        session = practice.row(reading, goal.practice_session_id)
        return Under("session", str(session.id), session.name)
    return None
