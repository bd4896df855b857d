"""What each thing of a fractal file stands under: by its places, by `parent_ids`, past what was left out."""

from collections.abc import Mapping

from milepost.exchange.fractal.nodes import Node
from milepost.exchange.fractal.things import FileThing
from milepost.exchange.report import Report
from milepost.exchange.tree.things import Thing


def above(node: Node, kept: Mapping[str, Thing]) -> Thing | None:
    """The nearest thing above a place that is kept."""
    upper = node.parent
    while upper is not None and upper.key not in kept:
        upper = upper.parent
    return None if upper is None else kept[upper.key]


def goal_above(thing: FileThing, kept: Mapping[str, Thing]) -> Thing | None:
    """What a goal stands under: by its first place; by the next, where nothing above that one is kept."""
    node = thing.node
    found = above(node, kept)
    if found is None and node.parent is not None:
        others = (above(copy, kept) for copy in thing.copies if not _is_within(copy, node.key))
        found = next((each for each in others if each is not None), None)
    return found


def goals_above(
    session: FileThing,
    kept: Mapping[str, Thing],
    refused: Mapping[str, Node],
    elsewhere: Mapping[str, Thing],
    report: Report,
) -> list[Thing]:
    """What a session is to stand under: by all its places and all their `parent_ids`, in file order.

    `elsewhere` are goals of the record that came with another file, by their key.
    """
    found: dict[Thing, None] = {}
    dangling: dict[str, str] = {}
    for node in session.places:
        uppers = [above(node, kept)]
        for key in node.parent_ids:
            named = kept.get(key) or elsewhere.get(key)
            uppers.append(above(refused[key], kept) if key in refused else named)
            if named is None and key not in refused:
                dangling.setdefault(key, node.path)
        found |= dict.fromkeys(upper for upper in uppers if upper is not None)
    for key, path in dangling.items():
        report.repair(path, "parent_ids", key.removeprefix("id:"), None)
    return list(found)


def _is_within(node: Node, key: str) -> bool:
    upper = node.parent
    while upper is not None and upper.key != key:
        upper = upper.parent
    return upper is not None
