"""From a fractal file to staged rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.errand import Agree, Changed, Errand
from milepost.exchange.fractal import rows
from milepost.exchange.fractal.edges import goal_above, goals_above
from milepost.exchange.fractal.nodes import TOO_DEEP, Node, nodes_of
from milepost.exchange.fractal.placing import place
from milepost.exchange.fractal.record import FORMAT, Record, known, record_of
from milepost.exchange.fractal.rows import Link
from milepost.exchange.fractal.things import GOALS, LINKS, SESSIONS, Thing, merge, things_of
from milepost.exchange.json_file import TooNested, json_of
from milepost.exchange.report import Broken, Report
from milepost.exchange.stamp import Stamp, stamp
from milepost.kernel.ids import new_id
from milepost.kernel.work import Actor, Reading, Work


class _Sight(NamedTuple):
    """What was seen of the record, at one moment."""

    actor: Actor
    now: datetime
    stamp: Stamp
    record: Record
    known: dict[str, UUID]
    elsewhere: dict[str, Thing]
    """Goals that sessions name as parents and that came with another file."""


def prepare(errand: Errand) -> Agree:
    """Read a fractal file, settle where everything stands, and stage what is new.

    Raises:
        Broken: if the file cannot be read, or its tree would be more than 64 levels deep.
        Interrupted: if the import is to end.
    """
    report = errand.report
    actor = errand.ask(lambda reading: reading.actor)
    try:
        document = json_of(errand.file)
    except TooNested as deep:
        raise Broken(TOO_DEEP) from deep
    nodes = nodes_of(document, actor.zone, report)
    things, refused = things_of(nodes, report)
    del document, nodes
    sight = errand.ask(lambda reading: _seen(reading, things))
    new = _met(things, sight, report)
    new_links = _settle(errand, things, refused, sight)
    _stage(errand, sight, new, new_links)

    def agree(work: Work) -> None:
        if stamp(work) != sight.stamp:
            raise Changed

    return agree


def _seen(reading: Reading, things: dict[str, Thing]) -> _Sight:
    record = record_of(reading)
    named = {key for thing in things.values() for node in thing.places for key in node.parent_ids}
    others = known(reading, [(GOALS, key) for key in named if key not in things])
    return _Sight(
        reading.actor,
        reading.now,
        stamp(reading),
        record,
        known(reading, [(thing.kind, key) for key, thing in things.items()]),
        {key: record.things[row_id] for key, row_id in others.items() if row_id in record.things},
    )


def _met(things: dict[str, Thing], sight: _Sight, report: Report) -> list[Thing]:
    """What is new, with ids; what came before is what is here, and what of it was deleted here goes."""
    new = []
    for key, thing in list(things.items()):
        row_id = sight.known.get(key)
        if row_id is None:
            merge(thing, sight.now, report)
            thing.id = new_id()
            new.append(thing)
            report.created[thing.kind] += 1
            continue
        here = sight.record.things.get(row_id)
        if here is None:
            report.deleted[thing.kind] += 1
            del things[key]
            continue
        here.node, here.copies = thing.node, thing.copies
        things[key] = here
        report.unchanged[thing.kind] += 1
    return new


def _settle(
    errand: Errand, things: dict[str, Thing], refused: Mapping[str, Node], sight: _Sight
) -> list[tuple[Link, UUID]]:
    """Find what everything stands under, and where it may; the links that are new, with their digests."""
    for thing in things.values():
        if thing.is_session:
            found = goals_above(thing, things, refused, sight.elsewhere.get, errand.report)
            thing.parents += [upper for upper in found if upper not in thing.old_parents]
        elif not thing.is_here:
            upper = goal_above(thing, things)
            thing.parents = [] if upper is None else [upper]
    others = sight.record.things.values() if sight.known else ()
    met = {id(thing): thing for thing in (*others, *things.values())}
    place(list(met.values()), errand.report)
    fresh = {
        ids.mapped(FORMAT, LINKS, f"{session.node.key}\n{_key(goal)}"): Link(session, goal)
        for session in things.values()
        if session.is_session and session.node is not None
        for goal in session.parents
        if goal not in session.old_parents
    }
    came = errand.ask(lambda reading: ids.known(reading, list(fresh))) if sight.known else {}
    errand.report.deleted[LINKS] += len(came)
    return [(link, digest) for digest, link in fresh.items() if digest not in came]


def _key(thing: Thing) -> str:
    return str(thing.id) if thing.node is None else thing.node.key


def _stage(
    errand: Errand, sight: _Sight, new: Sequence[Thing], new_links: Sequence[tuple[Link, UUID]]
) -> None:
    actor, now = sight.actor, sight.now
    goals = [thing for thing in new if not thing.is_session]
    sessions = [thing for thing in new if thing.is_session]
    placed = rows.placed(goals, sight.record.titles, sight.record.next_order, errand.report)
    linked = [(new_id(), link) for link, _ in new_links]
    errand.report.created[LINKS] += len(linked)
    errand.expect(len(goals) + len(sessions) + len(linked))
    errand.stage("practice_sessions", rows.sessions(sessions, actor, now))
    errand.stage("goals", rows.goals(placed, actor, now))
    errand.stage("goal_status_intervals", rows.stays(placed, actor), counts=False)
    errand.stage("practice_session_goals", rows.links(linked, actor, now))
    for kind, things in ((GOALS, goals), (SESSIONS, sessions)):
        errand.remember(kind, ((_digest(thing), _id(thing)) for thing in things))
    errand.remember(
        LINKS, ((digest, link_id) for (_, digest), (link_id, _) in zip(new_links, linked, strict=True))
    )


def _digest(thing: Thing) -> UUID:
    return ids.mapped(FORMAT, thing.kind, _key(thing))


def _id(thing: Thing) -> UUID:
    assert thing.id is not None
    return thing.id
