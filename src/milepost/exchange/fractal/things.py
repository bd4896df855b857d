"""The goals and sessions of a fractal file: places of one id are one thing, and some are refused."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from milepost.exchange.fractal.nodes import Node
from milepost.exchange.report import Report

GOALS, SESSIONS, LINKS = "goals", "practice_sessions", "links"


class Thing:
    """A goal or a session: of the file (`node` is its first place), of the record here, or of both."""

    __slots__ = (
        "below",
        "completed",
        "copies",
        "created_at",
        "depth",
        "id",
        "is_here",
        "is_session",
        "level",
        "node",
        "old_parents",
        "parents",
    )

    def __init__(self, is_session: bool, level: str | None, node: Node | None = None) -> None:
        self.node = node
        self.is_session = is_session
        self.level = level
        self.copies: list[Node] = []
        """Its further places, in file order."""
        self.completed = node is not None and node.completed
        self.created_at: datetime | None = None if node is None else node.created_at
        self.id: UUID | None = None
        self.is_here = False
        """Whether it is in the record already, so that nothing of it is changed."""
        self.parents: list[Thing] = []
        """What it stands under, or is to: one at most for a goal."""
        self.old_parents: list[Thing] = []
        """Of these, those that it stands under here already."""
        self.below = self.depth = 0
        """How deep the level of what is under it must be, and how deep in the tree it stands."""

    @property
    def places(self) -> list[Node]:
        """Everywhere it stands in the file, in file order."""
        return [] if self.node is None else [self.node, *self.copies]

    @property
    def kind(self) -> str:
        """The word of the paths for it."""
        return SESSIONS if self.is_session else GOALS


def things_of(nodes: Iterable[Node], report: Report) -> tuple[dict[str, Thing], dict[str, Node]]:
    """What stands in the file, by key in file order, and the first places of what is refused."""
    found: dict[str, Thing] = {}
    both: set[str] = set()
    for node in nodes:
        thing = found.get(node.key)
        if thing is None:
            found[node.key] = Thing(node.is_session, node.level, node)
            continue
        thing.copies.append(node)
        if thing.is_session != node.is_session:
            both.add(node.key)
    refused: dict[str, Node] = {}
    for key, thing in found.items():
        why = "its id is that of a goal and of a practice session" if key in both else _first(thing).refused
        if why is not None:
            refused[key] = _first(thing)
            report.refuse(_first(thing).path, why)
            for copy in thing.copies if key in both else ():
                report.refuse(copy.path, why)
    for key in refused:
        del found[key]
    return found, refused


def merge(thing: Thing, now: datetime, report: Report) -> None:
    """Make one thing of its places, and tell what of them was put right.

    The first in the file counts; of a session's the earliest instant, and it is completed if any says so.
    A thing without an instant gets that of the import.
    """
    first = _first(thing)
    if thing.is_session:
        known = [each.created_at for each in (first, *thing.copies) if each.created_at is not None]
        thing.created_at = min(known, default=None)
        thing.completed = any(each.completed for each in (first, *thing.copies))
    thing.created_at = thing.created_at or now
    for what, was, became in first.repairs or ():
        if what == "created_at":
            report.repair(first.path, what, was, thing.created_at.isoformat())
        else:
            report.repair(first.path, what, was, became)
    for copy in thing.copies:
        others = ", ".join(_differences(first, copy))
        if others:
            report.repair(copy.path, "copy", others, f"as at {first.path}")
    if thing.copies:
        report.merged[thing.kind] += len(thing.copies)


def _differences(first: Node, copy: Node) -> list[str]:
    compared = ["name", "description", "deadline", "completed", "created_at", "level"]
    differing = [each for each in compared if getattr(first, each) != getattr(copy, each)]
    if not first.is_session and _key_above(first) != _key_above(copy):
        differing.append("parent")
    return differing


def _key_above(node: Node) -> str | None:
    return None if node.parent is None else node.parent.key


def _first(thing: Thing) -> Node:
    assert thing.node is not None
    return thing.node
