"""Where the things of a fractal file may stand: no circles, sessions under goals that carry them, levels."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from milepost.exchange.fractal.nodes import TOO_DEEP
from milepost.exchange.fractal.things import Thing
from milepost.exchange.report import Broken, Report
from milepost.goals.rules.levels import LEVELS, TOP, UNDER_A_SESSION, carries_sessions
from milepost.goals.rules.place import DEEPEST

_RANKS = {level: rank for rank, level in enumerate(LEVELS)}


def place(things: Sequence[Thing], report: Report) -> None:
    """Settle levels and links from the top downwards; what is here already stays as it is.

    `things` are all of the file and, where some of them are here, all of the record, each with what it is to
    stand under. A link is left out that would close a circle, or leads to a goal that may not carry sessions;
    a level is dropped that is not deeper than the nearest above it, on any way up.

    Raises:
        Broken: if the tree would be more than 64 levels deep.
    """
    for session in (each for each in things if each.is_session):
        for upper in [each for each in session.parents if each.is_session]:
            session.parents.remove(upper)
            _tell(session, upper, report)
    for thing in _downwards(things, report):
        if thing.is_session:
            _settle_session(thing, report)
        else:
            _settle_goal(thing, report)
        thing.depth = 1 + max((upper.depth for upper in thing.parents), default=0)
        if thing.depth > DEEPEST:
            raise Broken(TOO_DEEP)


def _settle_goal(goal: Thing, report: Report) -> None:
    step = goal.parents[0].below if goal.parents else TOP.rank
    if goal.level is not None and not goal.is_here and _RANKS[goal.level] <= step:
        assert goal.node is not None
        report.repair(goal.node.path, "level", goal.level, None)
        goal.level = None
    goal.below = step if goal.level is None else _RANKS[goal.level]


def _settle_session(session: Thing, report: Report) -> None:
    kept = [upper for upper in session.parents if _carries(upper)]
    if session.is_here:
        # Goals may be under it here already: a new way up must not be steeper than those it has.
        step = max([UNDER_A_SESSION.rank, *(upper.below for upper in kept if _is_old(session, upper))])
        kept = [upper for upper in kept if _is_old(session, upper) or upper.below <= step]
    for upper in session.parents:
        if upper not in kept:
            _tell(session, upper, report)
    session.parents = kept
    session.below = max([UNDER_A_SESSION.rank, *(upper.below for upper in kept)])


def _is_old(session: Thing, upper: Thing) -> bool:
    return upper in session.old_parents


def _carries(upper: Thing) -> bool:
    return carries_sessions(upper.level, strict=False)


def _leave_out(goal: Thing, report: Report) -> None:
    _tell(goal, goal.parents[0], report)
    goal.parents = []


def _tell(lower: Thing, upper: Thing, report: Report) -> None:
    assert lower.node is not None
    named = str(upper.id) if upper.node is None else upper.node.key.partition(":")[2]
    report.repair(lower.node.path, "parent", named, None)


def _downwards(things: Sequence[Thing], report: Report) -> Iterable[Thing]:
    """All things, those above before those below; links that would close a circle are left out first."""
    ordered = _sorted(things)
    if len(ordered) < len(things):
        reached = set(map(id, ordered))
        _open_circles([each for each in things if id(each) not in reached], report)
        ordered = _sorted(things)
    while len(ordered) < len(things):
        reached = set(map(id, ordered))
        _leave_out(next(each for each in things if id(each) not in reached and each.parents), report)
        ordered = _sorted(things)
    return ordered


def _sorted(things: Sequence[Thing]) -> list[Thing]:
    """Those that no circle is above, in the order of the file as far as that can be."""
    under: defaultdict[int, list[Thing]] = defaultdict(list)
    waits = {}
    for thing in things:
        waits[id(thing)] = len(thing.parents)
        for upper in thing.parents:
            under[id(upper)].append(thing)
    ready = deque(thing for thing in things if not thing.parents)
    ordered = []
    while ready:
        thing = ready.popleft()
        ordered.append(thing)
        for lower in under[id(thing)]:
            waits[id(lower)] -= 1
            if not waits[id(lower)]:
                ready.append(lower)
    return ordered


def _open_circles(things: Sequence[Thing], report: Report) -> None:
    """Leave out, in file order, each link of a session by which it would come to stand under itself."""
    among = set(map(id, things))
    uppers: dict[int, list[Thing]] = {
        id(each): [upper for upper in each.parents if id(upper) in among and not each.is_session]
        for each in things
    }
    for session in (each for each in things if each.is_session):
        for upper in list(session.parents):
            if id(upper) in among and _leads_to(upper, session, uppers):
                session.parents.remove(upper)
                _tell(session, upper, report)
            elif id(upper) in among:
                uppers[id(session)].append(upper)


def _leads_to(start: Thing, end: Thing, uppers: dict[int, list[Thing]]) -> bool:
    waiting, met = [start], {id(start)}
    while waiting:
        thing = waiting.pop()
        if thing is end:
            return True
        for upper in uppers.get(id(thing), ()):
            if id(upper) not in met:
                met.add(id(upper))
                waiting.append(upper)
    return False
