"""What doctor looks at over goals and sessions together: no circles, depth, levels."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from milepost.goals.rules.levels import TOP, UNDER_A_SESSION, Step, carries_sessions, is_below, step_of
from milepost.goals.rules.place import DEEPEST, downwards
from milepost.kernel.checks import Finding
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading, Work


class _Goal(NamedTuple):
    user_id: UUID
    id: UUID
    level: str | None
    upper: UUID | None


class _Link(NamedTuple):
    user_id: UUID
    practice_session_id: UUID
    goal_id: UUID


_GOALS = statement(
    "practice.all_places",
    _Goal,
    """SELECT user_id, id, level, coalesce(parent_goal_id, practice_session_id) FROM goals
    ORDER BY user_id, id""",
    scope="operator",
)
_LINKS = statement(
    "practice.all_links",
    _Link,
    "SELECT {columns} FROM practice_session_goals ORDER BY user_id, id",
    scope="operator",
)


class _Tree:
    """What stands over what in one record; goals have a level or None, sessions are not among `levels`."""

    def __init__(self, goals: Iterable[_Goal], links: Iterable[_Link]) -> None:
        self.levels = {goal.id: goal.level for goal in goals}
        self.uppers: dict[UUID, list[UUID]] = {
            goal.id: [] if goal.upper is None else [goal.upper] for goal in goals
        }
        for link in links:
            # To be mended beside a server, they may have been read before a goal went.
            if link.goal_id in self.levels:
                self.uppers.setdefault(link.practice_session_id, []).append(link.goal_id)
        for goal in goals:
            if goal.upper is not None:
                self.uppers.setdefault(goal.upper, [])


def places(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Goals and sessions that stand where they may not. Nothing is mended: a person must move them."""
    links = {owner: list(each) for owner, each in groupby(reading.all(_LINKS), lambda row: row.user_id)}
    for owner, goals in groupby(reading.all(_GOALS), lambda row: row.user_id):
        yield from _of_one(_Tree(list(goals), links.get(owner, [])))


def _of_one(tree: _Tree) -> Iterator[Finding]:
    steps: dict[UUID, Step] = {}
    depths: dict[UUID, int] = {}
    for each in downwards(tree.uppers):
        uppers = tree.uppers[each]
        depths[each] = 1 + max((depths[upper] for upper in uppers), default=0)
        if depths[each] == DEEPEST + 1:
            yield Finding("places", f"{_kind(tree, each)} {each}", f"at most {DEEPEST} levels", "one more")
        step = max((steps[upper] for upper in uppers), default=TOP)
        if each not in tree.levels:
            step = max(step, UNDER_A_SESSION)
            yield from _of_session(tree, each)
        level = tree.levels.get(each)
        if level is not None and not is_below(level, step):
            yield Finding("places", f"goals {each}", "a level below those above it", level)
        steps[each] = step if level is None else step_of(level, "the goal")
    for each in tree.uppers.keys() - steps.keys():
        yield Finding("places", f"{_kind(tree, each)} {each}", "no circle above it", "one")


def _of_session(tree: _Tree, session: UUID) -> Iterator[Finding]:
    for upper in tree.uppers[session]:
        level = tree.levels.get(upper)
        if not carries_sessions(level, strict=False):
            place = f"practice_sessions {session}"
            yield Finding("places", place, "goals of short_term or without level above it", str(level))


def _kind(tree: _Tree, each: UUID) -> str:
    return "goals" if each in tree.levels else "practice_sessions"
