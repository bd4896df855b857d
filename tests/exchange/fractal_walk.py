"""What a fractal file should become in an empty account: a slow, separate walk, by sets and recursion."""

from typing import Any, NamedTuple

RANK = {
    "UltimateGoal": 0, "LongTermGoal": 1, "MidTermGoal": 2, "ShortTermGoal": 3,
    "ImmediateGoal": 4, "MicroGoal": 5, "NanoGoal": 6,
}  # fmt: skip
SESSION = "PracticeSession"
TOP, UNDER_A_SESSION = -1, 3

Json = Any


class Expected(NamedTuple):
    """By the ids of the file, or the path of what has none."""

    goals: dict[str, int | None]
    """Each goal that comes in, with the rank of its level."""
    parents: set[tuple[str, str]]
    """(goal, what it stands under)."""
    sessions: set[str]
    links: set[tuple[str, str]]
    """(session, goal)."""
    completed: set[str]


class Spot(NamedTuple):
    """One place in the file: which thing stands there, and the places above it, the nearest first."""

    name: str
    above: tuple[str, ...]
    fields: dict[str, Json]


def walk(document: list[Json]) -> Expected:
    """Read a document whose keys are spelt as in the seed, nested or flat."""
    spots = list(_spots(document, "", ()))
    first: dict[str, Spot] = {}
    for spot in spots:
        first.setdefault(spot.name, spot)
    sessions = {spot.name for spot in spots if spot.fields.get("type") == SESSION}
    goals = {spot.name for spot in spots if spot.fields.get("type") != SESSION}
    gone = {name for name, spot in first.items() if _is_too_long(spot.fields)}
    gone |= sessions & goals
    sessions, goals = sessions - gone, goals - gone
    parent = {name: _parent(name, spots, gone) for name in goals}
    of_sessions = [spot for spot in spots if spot.name in sessions]
    # Where links would close a circle it matters: sessions in the order of their first places.
    met = list(dict.fromkeys(spot.name for spot in of_sessions))
    of_sessions.sort(key=lambda spot: met.index(spot.name))
    wanted = [(spot.name, above) for spot in of_sessions for above in _named(spot, first, gone)]
    links: dict[str, list[str]] = {name: [] for name in sessions}
    for session, goal in wanted:
        if goal in links or goal in links[session]:
            continue
        if session not in _over(goal, parent, links):
            links[session].append(goal)
    levels = {name: RANK.get(first[name].fields.get("type") or "") for name in goals}
    settled: dict[str, int] = {}
    for name in [*goals, *sessions]:
        _settle(name, parent, links, levels, settled)
    completed = {name for name in goals if first[name].fields.get("completed") is True}
    completed |= {spot.name for spot in of_sessions if spot.fields.get("completed") is True}
    return Expected(
        levels,
        {(name, above) for name, above in parent.items() if above is not None},
        sessions,
        {(session, goal) for session, found in links.items() for goal in found},
        completed,
    )


def _spots(nodes: list[Json], at: str, above: tuple[str, ...]) -> list[Spot]:
    found = []
    for place, node in enumerate(nodes):
        step = f"{at}/{place}"
        fields = {**node, **node.get("attributes", {})}
        name = node.get("id") or fields.get("id") or step
        found.append(Spot(name, above, fields))
        found += _spots(node.get("children") or [], f"{step}/children", (name, *above))
    return found


def _is_too_long(fields: dict[str, Json]) -> bool:
    """A name that is cut goes before the description, and they are too long together."""
    name, description = fields.get("name") or "", fields.get("description") or ""
    more = len(name) + (2 if description else 0) if len(name) > 255 else 0
    return len(description) + more > 5000


def _kept(above: tuple[str, ...], gone: set[str]) -> str | None:
    return next((name for name in above if name not in gone), None)


def _parent(name: str, spots: list[Spot], gone: set[str]) -> str | None:
    places = [spot for spot in spots if spot.name == name]
    found = _kept(places[0].above, gone)
    if found is None and places[0].above:
        others = [_kept(spot.above, gone) for spot in places[1:] if name not in spot.above]
        found = next((each for each in others if each is not None), None)
    return found


def _named(spot: Spot, first: dict[str, Spot], gone: set[str]) -> list[str]:
    """Everything that a session's place says it stands under, sessions too."""
    found = [_kept(spot.above, gone)]
    for each in spot.fields.get("parent_ids") or []:
        if each in gone:
            found.append(_kept(first[each].above, gone))
        elif each in first:
            found.append(each)
    return [each for each in found if each is not None]


def _over(name: str, parent: dict[str, str | None], links: dict[str, list[str]]) -> set[str]:
    """It, and everything above it."""
    met: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in met:
            met.add(each)
            up = parent.get(each)
            waiting += links.get(each, []) + ([] if up is None else [up])
    return met


def _settle(
    name: str,
    parent: dict[str, str | None],
    links: dict[str, list[str]],
    levels: dict[str, int | None],
    settled: dict[str, int],
) -> int:
    """How deep what is under it must be; levels and links that may not be go on the way."""
    if name in settled:
        return settled[name]
    if name in links:
        steps = {goal: _settle(goal, parent, links, levels, settled) for goal in links[name]}
        links[name] = [goal for goal in links[name] if levels[goal] in (3, None)]
        settled[name] = max([UNDER_A_SESSION, *(steps[goal] for goal in links[name])])
        return settled[name]
    up = parent[name]
    step = TOP if up is None else _settle(up, parent, links, levels, settled)
    level = levels[name]
    if level is not None and level <= step:
        levels[name] = None
    rank = levels[name]
    settled[name] = step if rank is None else rank
    return settled[name]
