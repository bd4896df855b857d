"""Where goals and sessions may stand, held against a slow model over random histories of placing."""

import os
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.goals.rules.levels import LEVELS
from milepost.goals.rules.place import Graph, Key, Spot, depth, offence, would_turn_back
from tests.goals.slow_tree import World

NAMES = [*(f"G{number}" for number in range(7)), *(f"S{number}" for number in range(3))]
LONG = int(os.environ.get("EXAMPLES", "20000"))


def key(name: str) -> Key:
    kind = "practice_session" if name.startswith("S") else "goal"
    return Key("practice_session" if kind != "goal" else "goal", UUID(int=NAMES.index(name)))


def reached(world: World, begin: set[str], downwards: bool) -> set[str]:
    """All that can be reached from these, by looking again and again until nothing is new."""
    found = set(begin)
    while True:
        more = {
            lower if downwards else upper
            for lower, above in world.parents.items()
            for upper in above
            if (upper if downwards else lower) in found
        }
        if more <= found:
            return found
        found |= more


def graph(world: World, names: set[str]) -> Graph:
    """What a reading of these would give: their spots, and every edge that leads from or to one of them."""
    made = Graph()
    for name in sorted(names):
        made.spots[key(name)] = Spot(key(name), name, world.levels.get(name))
        for upper in sorted(world.parents[name]):
            made.join(key(upper), key(name))
    return made


@st.composite
def placings(draw: st.DrawFn) -> list[tuple[str, list[str], str | None]]:
    """A name, what it is to stand under, and with which level, again and again."""
    level = st.one_of(st.none(), st.sampled_from(LEVELS))
    goals, sessions = [each for each in NAMES if each[0] == "G"], [each for each in NAMES if each[0] == "S"]
    of_goal = st.tuples(st.sampled_from(goals), st.lists(st.sampled_from(NAMES), max_size=1), level)
    of_session = st.tuples(
        st.sampled_from(sessions), st.lists(st.sampled_from(goals), max_size=3, unique=True), st.none()
    )
    return draw(st.lists(st.one_of(of_goal, of_goal, of_session), min_size=1, max_size=25))


def placed_as_the_model_says(history: list[tuple[str, list[str], str | None]]) -> None:
    world = World()
    world.parents = {name: set() for name in NAMES}
    for name, parents, level in history:
        after = world.copy()
        after.parents[name] = set(parents)
        if name[0] == "G":
            after.levels[name] = level
        over = graph(world, reached(world, set(parents), downwards=False))
        under = graph(world, reached(world, {name}, downwards=True))
        under.spots[key(name)] = Spot(key(name), name, after.levels.get(name))
        above = [key(each) for each in parents]
        goes_round = would_turn_back(under, above, key(name))
        assert goes_round == after.goes_round()
        if goes_round:
            continue
        below = reached(world, {name}, downwards=True)
        ways = [way for each in below for way in after.ways_up(each) if name in way]
        assert depth(over, above, under, key(name)) == max(len(way) for way in ways)
        found = offence(over, above, under, key(name))
        assert (found is None) == (not after.offenders())
        if found is None:
            world = after
        else:
            assert found.offender.title in after.offenders()
            assert str(found.offender.level) in LEVELS


@given(placings())
@settings(max_examples=200, deadline=None)
def test_a_placing_is_allowed_just_where_the_model_allows_it(
    history: list[tuple[str, list[str], str | None]],
) -> None:
    placed_as_the_model_says(history)


@pytest.mark.prove
@given(placings())
@settings(max_examples=LONG, deadline=None)
def test_a_placing_is_allowed_just_where_the_model_allows_it_at_length(
    history: list[tuple[str, list[str], str | None]],
) -> None:
    placed_as_the_model_says(history)
