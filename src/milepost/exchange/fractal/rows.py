"""The rows that new things of a fractal file become."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from milepost.exchange.fractal.things import FileThing
from milepost.exchange.names import free_title
from milepost.exchange.report import Report
from milepost.exchange.staging import Row, row_of
from milepost.exchange.tree.record import Record
from milepost.exchange.tree.things import Thing
from milepost.kernel.ids import new_id
from milepost.kernel.text import text_key
from milepost.kernel.work import Actor


class Link(NamedTuple):
    """A new link of a session to a goal."""

    session: Thing
    goal: Thing


class Placed(NamedTuple):
    """A new goal, the title under which it comes in, its number among its siblings, and when it begins."""

    goal: FileThing
    title: str
    sort_order: int
    start_date: date

    @property
    def status(self) -> str:
        """Whether it is done already."""
        return "completed" if self.goal.completed else "active"


def goals(placed: Iterable[Placed], actor: Actor, now: datetime) -> Iterator[Row]:
    """The rows of goals."""
    row = row_of("goals")
    for each in placed:
        thing, node = each.goal, each.goal.node
        upper = thing.parents[0] if thing.parents else None
        yield row(
            user_id=actor.user_id,
            id=thing.id,
            title=each.title,
            title_key=text_key(each.title),
            description=node.description,
            description_key=text_key(node.description),
            goal_type="milestone",
            level=thing.level,
            status=each.status,
            completion_source="import" if thing.completed else None,
            parent_goal_id=None if upper is None or upper.is_session else upper.id,
            practice_session_id=upper.id if upper is not None and upper.is_session else None,
            start_date=each.start_date,
            deadline=node.deadline,
            sort_order=each.sort_order,
            started_at=thing.created_at,
            created_at=thing.created_at,
            updated_at=now,
        )


def stays(placed: Iterable[Placed], actor: Actor) -> Iterator[Row]:
    """The rows of their stays. When a goal was completed is not known: it was so all along."""
    row = row_of("goal_status_intervals")
    for each in placed:
        yield row(
            user_id=actor.user_id,
            id=new_id(),
            goal_id=each.goal.id,
            status=each.status,
            started_at=each.goal.created_at,
            started_on=each.start_date,
        )


def sessions(things: Iterable[FileThing], actor: Actor, now: datetime) -> Iterator[Row]:
    """The rows of practice sessions."""
    row = row_of("practice_sessions")
    for thing in things:
        yield row(
            user_id=actor.user_id,
            id=thing.id,
            name=thing.node.name,
            description=thing.node.description,
            completed=thing.completed,
            created_at=thing.created_at,
            updated_at=now,
        )


def links(pairs: Iterable[tuple[UUID, Link]], actor: Actor, now: datetime) -> Iterator[Row]:
    """The rows of links, each with its id."""
    row = row_of("practice_session_goals")
    for link_id, link in pairs:
        yield row(
            user_id=actor.user_id,
            id=link_id,
            practice_session_id=link.session.id,
            goal_id=link.goal.id,
            created_at=now,
        )


def placed(new: Iterable[FileThing], record: Record, actor: Actor, report: Report) -> list[Placed]:
    """New goals, last among their siblings in file order; open roots get a title that none other has."""
    found = []
    for goal in new:
        node, title = goal.node, goal.node.name
        if not goal.parents and not goal.completed:
            title = free_title(title, record.titles)
            if title != node.name:
                report.repair(node.path, "name", node.name, title)
        at = goal.parents[0].id if goal.parents else None
        order = record.next_order.get(at, 0)
        record.next_order[at] = order + 1
        assert goal.created_at is not None
        begun = actor.local_date(goal.created_at)
        start_date = begun if node.deadline is None else min(begun, node.deadline)
        found.append(Placed(goal, title, order, start_date))
    return found
