"""Living the story: each day's events are written as on that day, by the product's own actions."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from milepost.accounts import actions as accounts
from milepost.accounts.schemas import NewAccount, ProfileChange
from milepost.demo import story
from milepost.demo.story import CATEGORIES, ENTRIES, GOALS, SESSIONS, TURNS
from milepost.goals import actions as goals
from milepost.goals.schemas import NewCategory, NewEntry, NewGoal
from milepost.kernel.calendar import local_date
from milepost.kernel.work import App, Known, Nobody, Work
from milepost.practice import actions as practice
from milepost.practice.schemas import NewSession, SessionChange

DAY_START, NOON, EVENING = time(4), time(12), time(19)
Event = Callable[[Work, "Ids"], None]
Ids = dict[str, UUID]
"""What was made so far, by title or name."""


def tell(app: App, email: str, password_hash: str) -> None:
    """Make the demo's account, and live its year up to today.

    Raises:
        EmailTaken: if there is such an account already.
    """
    zone = ZoneInfo(story.TIMEZONE)
    today = local_date(app.clock(), zone, DAY_START)
    days, ids = _days(today), Ids()
    first = max(days)
    born = replace(app, clock=lambda: _at(today, first + 1, NOON, zone))
    new = NewAccount(email=email, password="not kept", timezone=story.TIMEZONE)
    owner = Known(born.write_now(Nobody(), lambda work: accounts.add_account(work, new, password_hash)).id)
    born.write_now(owner, lambda work: _settle(work, ids))
    for ago in sorted(days, reverse=True):
        then = min(_at(today, ago, EVENING, zone), app.clock())
        on_that_day = replace(app, clock=partial(_the, then))
        on_that_day.write_now(owner, partial(_happen, ids=ids, events=days[ago]))


def _the(instant: datetime) -> datetime:
    return instant


def _at(today: date, ago: int, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(today - timedelta(days=ago), clock, zone)


def _settle(work: Work, ids: Ids) -> None:
    accounts.change_profile(work, ProfileChange(full_name=story.FULL_NAME, day_start=f"{DAY_START:%H:%M}"))
    for name, color in CATEGORIES.items():
        ids[name] = goals.create_category(work, NewCategory(name=name, color=color)).id


def _happen(work: Work, ids: Ids, events: list[Event]) -> None:
    made = dict(ids)
    for event in events:
        event(work, made)
    # Only once all of it has happened: a work may run twice.
    ids.update(made)


def _days(today: date) -> dict[int, list[Event]]:
    """What happens on each day, by how many days ago; on a day goals are set first."""
    days: defaultdict[int, list[Event]] = defaultdict(list)
    for goal in GOALS:
        days[goal.ago].append(_set(goal, today))
    for session in SESSIONS:
        days[session.ago].append(_practise(session))
    for title, entries in ENTRIES.items():
        for entry in entries:
            days[entry.ago].append(_log(title, entry, today - timedelta(days=entry.ago)))
    for turn in TURNS:
        days[turn.ago].append(_turn(turn))
    return days


def _set(goal: story.Goal, today: date) -> Event:
    given: dict[str, Any] = {
        "title": goal.title,
        "goal_type": goal.goal_type,
        "description": goal.description,
    }
    given |= {"level": goal.level} if goal.level else {}
    given |= {"unit": goal.unit, "start_value": goal.start} if goal.unit else {}
    given |= {"target_value": goal.target} if goal.target else {}
    given |= {} if goal.until is None else {"deadline": (today + timedelta(days=goal.until)).isoformat()}

    def happens(work: Work, ids: Ids) -> None:
        links = {
            "parent_goal_id": goal.under,
            "practice_session_id": goal.session,
            "category_id": goal.category,
        }
        above = {name: str(ids[title]) for name, title in links.items() if title}
        ids[goal.title] = goals.create_goal(work, NewGoal.model_validate(given | above)).id

    return happens


def _log(title: str, entry: story.Entry, day: date) -> Event:
    given: dict[str, Any] = {"kind": entry.kind, "entry_date": day.isoformat()}
    given |= {"value": entry.value} if entry.value else {}
    given |= {"note": entry.note} if entry.note else {}
    return lambda work, ids: _logged(work, ids[title], NewEntry.model_validate(given))


def _logged(work: Work, goal_id: UUID, new: NewEntry) -> None:
    goals.log_progress(work, goal_id, new)


def _practise(session: story.Session) -> Event:
    def happens(work: Work, ids: Ids) -> None:
        given = {"name": session.name, "planned_minutes": session.minutes}
        new = NewSession.model_validate(given | {"goal_ids": [str(ids[each]) for each in session.goals]})
        made = practice.create_session(work, new).session.id
        if session.done:
            practice.change_session(work, made, SessionChange(completed=True))
        ids[session.name] = made

    return happens


def _turn(turn: story.Turn) -> Event:
    def happens(work: Work, ids: Ids) -> None:
        goals.move_on(work, ids[turn.title], turn.verb)

    return happens
