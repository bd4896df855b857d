"""From a fractal file to staged rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.exchange import ids
from milepost.exchange.errand import Agree, Changed, Errand
from milepost.exchange.fractal import rows
from milepost.exchange.fractal.edges import goal_above, goals_above
from milepost.exchange.fractal.nodes import Node, nodes_of
from milepost.exchange.fractal.rows import Link
from milepost.exchange.fractal.things import FileThing, merge, things_of
from milepost.exchange.json_file import TooNested, json_of
from milepost.exchange.report import Broken, Report
from milepost.exchange.stamp import Stamp, stamp
from milepost.exchange.tree.placing import TOO_DEEP, place
from milepost.exchange.tree.record import Record, record_of
from milepost.exchange.tree.things import GOALS, LINKS, SESSIONS, Thing
from milepost.kernel.ids import new_id
from milepost.kernel.work import Actor, Reading, Work

FORMAT = "fractal"


class _Sight(NamedTuple):
    """What was seen of the record, at one moment."""

    actor: Actor
    now: datetime
    stamp: Stamp
    record: Record
    known: dict[str, UUID]
    """The ids here of what came with a file before, by key, whether it is still there or not."""
    elsewhere: dict[str, Thing]
    """Goals that sessions name as parents and that came with another file, by key."""


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
    things, refused = things_of(nodes_of(document, actor.zone, report), report)
    del document
    sight = errand.ask(lambda reading: _seen(reading, things))
    kept = _met(things, sight, report)
    links = _settle(errand, things, kept, refused, sight)
    _stage(errand, sight, [thing for key, thing in things.items() if kept.get(key) is thing], links)

    def agree(work: Work) -> None:
        if stamp(work) != sight.stamp:
            raise Changed

    return agree


def _seen(reading: Reading, things: Mapping[str, FileThing]) -> _Sight:
    record = record_of(reading)
    named = {key for thing in things.values() for node in thing.places for key in node.parent_ids}
    others = _known(reading, [(GOALS, key) for key in named if key not in things])
    return _Sight(
        reading.actor,
        reading.now,
        stamp(reading),
        record,
        _known(reading, [(thing.kind, key) for key, thing in things.items()]),
        {key: record.things[row_id] for key, row_id in others.items() if row_id in record.things},
    )


def _known(reading: Reading, wanted: Sequence[tuple[str, str]]) -> dict[str, UUID]:
    if not wanted or not ids.has_any(reading):
        return {}
    digests = {ids.mapped(FORMAT, kind, key): key for kind, key in wanted}
    return {digests[digest]: row_id for digest, row_id in ids.known(reading, list(digests)).items()}


def _met(things: Mapping[str, FileThing], sight: _Sight, report: Report) -> dict[str, Thing]:
    """What each is taken for: itself where it is new, what is here where it came before, by key.

    What came before and was deleted here since is not among them.
    """
    kept: dict[str, Thing] = {}
    for key, thing in things.items():
        row_id = sight.known.get(key)
        if row_id is None:
            merge(thing, sight.now, report)
            thing.id = new_id()
            kept[key] = thing
            report.created[thing.kind] += 1
        elif row_id in sight.record.things:
            kept[key] = sight.record.things[row_id]
            kept[key].origin = thing.node
            report.unchanged[thing.kind] += 1
        else:
            report.deleted[thing.kind] += 1
    return kept


def _settle(
    errand: Errand,
    things: Mapping[str, FileThing],
    kept: Mapping[str, Thing],
    refused: Mapping[str, Node],
    sight: _Sight,
) -> dict[UUID, Link]:
    """Find what everything stands under, and where it may; the links that are new, by their digest."""
    for key, thing in kept.items():
        of_file = things[key]
        if thing.is_session:
            found = goals_above(of_file, kept, refused, sight.elsewhere, errand.report)
            thing.parents += [upper for upper in found if upper not in thing.old_parents]
        elif not thing.is_here:
            upper = goal_above(of_file, kept)
            thing.parents = [] if upper is None else [upper]
    others = sight.record.things.values() if sight.known or sight.elsewhere else ()
    place(list(dict.fromkeys((*others, *kept.values()))), errand.report)
    keys = {thing: key for key, thing in (*sight.elsewhere.items(), *kept.items())}
    fresh = {
        ids.mapped(FORMAT, LINKS, f"{key}\n{keys[goal]}"): Link(session, goal)
        for key, session in kept.items()
        if session.is_session
        for goal in session.parents
        if goal not in session.old_parents
    }
    came = errand.ask(lambda reading: ids.known(reading, list(fresh))) if sight.known else {}
    errand.report.deleted[LINKS] += len(came)
    return {digest: link for digest, link in fresh.items() if digest not in came}


def _stage(errand: Errand, sight: _Sight, new: Sequence[FileThing], links: Mapping[UUID, Link]) -> None:
    actor, now = sight.actor, sight.now
    goals = [thing for thing in new if not thing.is_session]
    sessions = [thing for thing in new if thing.is_session]
    placed = rows.placed(goals, sight.record, actor, errand.report)
    linked = {digest: (new_id(), link) for digest, link in links.items()}
    errand.report.created[LINKS] += len(linked)
    errand.expect(len(goals) + len(sessions) + len(linked))
    errand.stage("practice_sessions", rows.sessions(sessions, actor, now))
    errand.stage("goals", rows.goals(placed, actor, now))
    errand.stage("goal_status_intervals", rows.stays(placed, actor), counts=False)
    errand.stage("practice_session_goals", rows.links(linked.values(), actor, now))
    for kind, things in ((GOALS, goals), (SESSIONS, sessions)):
        errand.remember(kind, ((ids.mapped(FORMAT, kind, each.node.key), _id(each)) for each in things))
    errand.remember(LINKS, ((digest, link_id) for digest, (link_id, _) in linked.items()))


def _id(thing: Thing) -> UUID:
    assert thing.id is not None
    return thing.id
