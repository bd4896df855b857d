"""What each thing of a fractal file stands under: by its places, by `parent_ids`, past what was left out."""

from collections.abc import Callable, Iterator, Mapping

from milepost.exchange.fractal.nodes import Node
from milepost.exchange.fractal.things import Thing
from milepost.exchange.report import Report

Elsewhere = Callable[[str], Thing | None]
"""A goal of the record that is not in this file but came from one before, by its key."""


def above(node: Node, kept: Mapping[str, Thing]) -> Thing | None:
    """The nearest thing above a place that is kept."""
    upper = node.parent
    while upper is not None and upper.key not in kept:
        upper = upper.parent
    return None if upper is None else kept[upper.key]


def goal_above(thing: Thing, kept: Mapping[str, Thing]) -> Thing | None:
    """What a goal stands under: by its first place; by the next, where nothing above that one is kept."""
    node = thing.node
    assert node is not None
    found = above(node, kept)
    if found is None and node.parent is not None:
        others = (above(copy, kept) for copy in thing.copies if not _is_within(copy, node.key))
        found = next((each for each in others if each is not None), None)
    return found


def goals_above(
    thing: Thing, kept: Mapping[str, Thing], refused: Mapping[str, Node], elsewhere: Elsewhere, report: Report
) -> list[Thing]:
    """What a session is to stand under: by all its places and all their `parent_ids`, in file order."""
    found: dict[int, Thing] = {}
    for upper in _uppers(thing, kept, refused, elsewhere, report):
        found.setdefault(id(upper), upper)
    return list(found.values())


def _uppers(
    thing: Thing, kept: Mapping[str, Thing], refused: Mapping[str, Node], elsewhere: Elsewhere, report: Report
) -> Iterator[Thing]:
    assert thing.node is not None
    dangling: set[str] = set()
    for node in (thing.node, *thing.copies):
        upper = above(node, kept)
        if upper is not None:
            yield upper
        for key in node.parent_ids:
            named = kept.get(key) or (above(refused[key], kept) if key in refused else elsewhere(key))
            if named is not None:
                yield named
            elif key not in dangling and key not in refused:
                dangling.add(key)
                report.repair(node.path, "parent_ids", key.removeprefix("id:"), None)


def _is_within(node: Node, key: str) -> bool:
    upper = node.parent
    while upper is not None and upper.key != key:
        upper = upper.parent
    return upper is not None
