"""The goals and sessions of a fractal file: places of one id are one thing, and some are refused."""

from collections.abc import Iterable
from datetime import datetime

from milepost.exchange.fractal.nodes import Node
from milepost.exchange.report import Report
from milepost.exchange.tree.things import Thing


class FileThing(Thing):
    """A goal or a session of a file: `node` is its first place, `copies` are the further ones, in order."""

    __slots__ = ("completed", "copies", "created_at", "node")

    def __init__(self, node: Node) -> None:
        super().__init__(node.is_session, node.level, node)
        self.node = node
        self.copies: list[Node] = []
        self.completed = node.completed
        self.created_at = node.created_at

    @property
    def places(self) -> list[Node]:
        """Everywhere it stands in the file."""
        return [self.node, *self.copies]


def things_of(nodes: Iterable[Node], report: Report) -> tuple[dict[str, FileThing], dict[str, Node]]:
    """What stands in the file, by key in file order, and the first places of what is refused."""
    found: dict[str, FileThing] = {}
    both: set[str] = set()
    for node in nodes:
        thing = found.get(node.key)
        if thing is None:
            found[node.key] = FileThing(node)
            continue
        thing.copies.append(node)
        if thing.is_session != node.is_session:
            both.add(node.key)
    refused: dict[str, Node] = {}
    for key, thing in found.items():
        why = "its id is that of a goal and of a practice session" if key in both else thing.node.refused
        if why is not None:
            refused[key] = thing.node
            report.refuse(thing.node.path, why)
            for copy in thing.copies if key in both else ():
                report.refuse(copy.path, why)
    for key in refused:
        del found[key]
    return found, refused


def merge(thing: FileThing, now: datetime, report: Report) -> None:
    """Make one thing of its places, and tell what of them was put right.

    The first in the file counts; of a session's the earliest instant, and it is completed if any says so.
    A thing without an instant gets that of the import.
    """
    first = thing.node
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
