"""Where goals and sessions may stand: no circles, sessions under goals that carry them, levels, depth."""

from collections.abc import Iterable, Mapping, Sequence

from milepost.exchange.report import Broken, Report
from milepost.exchange.tree.things import Thing
from milepost.goals.rules.levels import TOP, UNDER_A_SESSION, carries_sessions, is_below, step_of
from milepost.goals.rules.place import DEEPEST, downwards

TOO_DEEP = f"The tree is more than {DEEPEST} levels deep."


def place(things: Sequence[Thing], report: Report) -> None:
    """Settle levels and links from the top downwards; what is here already stays as it is.

    `things` are all of the file and, where some of them are here, all of the record, each with what it is to
    stand under. A link is left out that would close a circle, or leads to what may not carry sessions; a
    level is dropped that is not deeper than the nearest above it, on any way up.

    Raises:
        Broken: if the tree would be more than 64 levels deep.
    """
    for session in (each for each in things if each.is_session):
        _leave_out(session, [upper for upper in session.parents if upper.is_session], report)
    for thing in _without_circles(things, report):
        if thing.is_session:
            _settle_session(thing, report)
        else:
            _settle_goal(thing, report)
        thing.depth = 1 + max((upper.depth for upper in thing.parents), default=0)
        if thing.depth > DEEPEST:
            raise Broken(TOO_DEEP)


def _settle_goal(goal: Thing, report: Report) -> None:
    goal.below = goal.parents[0].below if goal.parents else TOP
    if goal.level is None:
        return
    if goal.is_here or is_below(goal.level, goal.below):
        goal.below = step_of(goal.level, goal.named)
    else:
        assert goal.origin is not None
        report.repair(goal.origin.path, "level", goal.level, None)
        goal.level = None


def _settle_session(session: Thing, report: Report) -> None:
    old = session.old_parents
    session.below = max([UNDER_A_SESSION, *(upper.below for upper in old)])
    wrong = [upper for upper in session.parents if upper not in old and not _may_carry(upper, session)]
    _leave_out(session, wrong, report)
    session.below = max([session.below, *(upper.below for upper in session.parents)])


def _may_carry(upper: Thing, session: Thing) -> bool:
    # Goals may be under it here already: a new way up must not be steeper than those it has.
    is_steep = session.is_here and upper.below.rank > session.below.rank
    return carries_sessions(upper.level, strict=False) and not is_steep


def _leave_out(lower: Thing, uppers: Iterable[Thing], report: Report) -> None:
    """Let a thing of the file not stand under these."""
    for upper in uppers:
        assert lower.origin is not None
        lower.parents.remove(upper)
        report.repair(lower.origin.path, "parent", upper.named, None)


def _without_circles(things: Sequence[Thing], report: Report) -> Iterable[Thing]:
    """All things, those above before those below; links that would close a circle are left out first."""
    above = {thing: thing.parents for thing in things}
    ordered = downwards(above)
    if len(ordered) < len(things):
        _open_circles(_rest(things, ordered), report)
        ordered = downwards(above)
    while len(ordered) < len(things):
        goal = next(each for each in _rest(things, ordered) if each.parents and not each.is_here)
        _leave_out(goal, list(goal.parents), report)
        ordered = downwards(above)
    return ordered


def _rest(things: Sequence[Thing], ordered: Sequence[Thing]) -> list[Thing]:
    reached = set(ordered)
    return [each for each in things if each not in reached]


def _open_circles(things: Sequence[Thing], report: Report) -> None:
    """Leave out, in file order, each new link of a session by which it would come to stand under itself."""
    uppers = {each: list(each.old_parents if each.is_session else each.parents) for each in things}
    for session in (each for each in things if each.is_session):
        for upper in [each for each in session.parents if each not in session.old_parents]:
            if _leads_to(upper, session, uppers):
                _leave_out(session, [upper], report)
            else:
                uppers[session].append(upper)


def _leads_to(start: Thing, end: Thing, uppers: Mapping[Thing, Sequence[Thing]]) -> bool:
    waiting, met = [start], {start}
    for thing in waiting:
        if thing is end:
            return True
        further = [upper for upper in uppers.get(thing, ()) if upper not in met]
        waiting += further
        met.update(further)
    return False
