"""Making practice sessions, on both engines."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from pydantic import ValidationError

from milepost.goals.errors import Cycle, LevelOrder, NoSuchGoal, TooDeep
from milepost.kernel.ids import new_id
from milepost.kernel.work import App
from milepost.practice import queries
from milepost.practice.rows import PractisedGoal
from milepost.practice.schemas import NewSession
from tests.cast import Cast
from tests.goals.planting import chain, plant
from tests.goals.test_lifecycle import move as lead
from tests.practice.practising import at, be_strict, change, delete, listed, make, now, practise


def test_a_session_is_for_several_goals_in_the_order_of_linking(app: App, cast: Cast) -> None:
    first, second, third = (plant(app, cast.alice, title) for title in ("One", "Two", "Three"))
    wanted = [third.id, first.id, second.id]
    made = practise(app, cast.alice, *wanted, name="  Scales  ", description="Slow", planned_minutes=45)
    assert list(made.goal_ids) == wanted
    row = made.row
    assert (row.user_id, row.name, row.description) == (cast.alice.user_id, "Scales", "Slow")
    assert (row.planned_minutes, row.completed, row.completed_at, row.version) == (45, False, None, 1)
    assert row.created_at == row.updated_at
    assert now(app, cast.alice, made.id) == made


def test_what_a_session_says_of_its_goals(app: App, cast: Cast) -> None:
    leveled = plant(app, cast.alice, "Learn", level="short_term")
    bare = lead(app, cast.alice, plant(app, cast.alice, "Build"), "complete")
    made = practise(app, cast.alice, bare.id, leveled.id)
    found = app.read_now(cast.alice, lambda reading: queries.practised_goals(reading, made.id))
    assert found == [
        PractisedGoal(bare.id, "Build", None, "completed"),
        PractisedGoal(leveled.id, "Learn", "short_term", "active"),
    ]


def test_the_default_name_counts_the_sessions_that_there_are(app: App, cast: Cast) -> None:
    day = at(app, datetime(2026, 12, 21, 12, tzinfo=UTC))
    goal, others = plant(day, cast.alice, "Play"), plant(day, cast.charlie, "Other")
    practise(day, cast.charlie, others.id)
    names = [practise(day, cast.alice, goal.id).row.name for _ in range(2)]
    assert names == ["Practice Session 1 - 12/21/2026", "Practice Session 2 - 12/21/2026"]
    practise(day, cast.alice, goal.id, name="Named")
    delete(day, cast.alice, listed(day, cast.alice)[-1].id)
    assert practise(day, cast.alice, goal.id).row.name == "Practice Session 3 - 12/21/2026"


def test_the_date_in_the_default_name_is_the_owners(app: App, cast: Cast) -> None:
    evening = at(app, datetime(2027, 1, 2, 23, 30, tzinfo=UTC))
    dates = {}
    for who in (cast.bob, cast.alice, cast.charlie, cast.dana):
        goal = plant(evening, who, "Play")
        dates[who] = practise(evening, who, goal.id).row.name.rpartition(" - ")[2]
    assert [dates[who] for who in (cast.bob, cast.alice)] == ["01/03/2027"] * 2
    assert [dates[who] for who in (cast.charlie, cast.dana)] == ["01/02/2027"] * 2


def test_a_session_may_be_made_when_it_is_over(app: App, cast: Cast) -> None:
    instant = datetime(2026, 12, 21, 12, tzinfo=UTC)
    goal = plant(app, cast.alice, "Play")
    row = practise(at(app, instant), cast.alice, goal.id, completed=True).row
    assert (row.completed, row.completed_at) == (True, instant)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"goal_ids": []}, "goal_ids"),
        ({"goal_ids": [str(UUID(int=7))] * 2}, "goal_ids"),
        ({"goal_ids": [str(UUID(int=each)) for each in range(101)]}, "goal_ids"),
        ({"goal_ids": None}, "goal_ids"),
        ({"name": " "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"description": "x" * 5001}, "description"),
        ({"planned_minutes": 0}, "planned_minutes"),
        ({"planned_minutes": 1441}, "planned_minutes"),
        ({"completed": None}, "completed"),
        ({"completed_at": "2026-12-21T12:00:00Z"}, "completed_at"),
    ],
)
def test_words_that_make_no_session(fields: dict[str, object], place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NewSession.model_validate({"goal_ids": [str(UUID(int=7))]} | fields)
    assert [error["loc"][0] for error in refused.value.errors()] == [place]


def test_words_at_their_limits_make_a_session(app: App, cast: Cast) -> None:
    goals = [plant(app, cast.alice, f"Goal {number}").id for number in range(100)]
    made = practise(
        app, cast.alice, *goals, name="x" * 255, description="\U0001f600" * 5000, planned_minutes=1440
    )
    assert (list(made.goal_ids), len(made.row.description)) == (goals, 5000)


@pytest.mark.parametrize("whose", ["nobody", "charlie"])
def test_goals_that_are_not_there_are_each_pointed_at_and_nothing_is_made(
    app: App, cast: Cast, whose: str
) -> None:
    own = plant(app, cast.alice, "Own").id
    missing = plant(app, cast.charlie, "Foreign").id if whose == "charlie" else new_id()
    with pytest.raises(NoSuchGoal) as refused:
        make(app, cast.alice, own, missing, new_id())
    assert [each.pointer for each in refused.value.errors] == ["/goal_ids/1", "/goal_ids/2"]
    session = practise(app, cast.alice, own)
    with pytest.raises(NoSuchGoal) as refused:
        change(app, cast.alice, session.id, goal_ids=[missing, own])
    assert [each.pointer for each in refused.value.errors] == ["/goal_ids/0"]
    assert listed(app, cast.alice) == [session]


@pytest.mark.parametrize(
    ("level", "relaxed", "strict"),
    [
        ("ultimate", False, False),
        ("mid_term", False, False),
        ("short_term", True, True),
        ("immediate", False, False),
        ("nano", False, False),
        (None, True, False),
    ],
)
def test_only_short_term_goals_and_without_the_strict_rule_those_without_level_are_practised_for(
    app: App, cast: Cast, level: str | None, relaxed: bool, strict: bool
) -> None:
    goal = plant(app, cast.alice, "Learn", level=level)
    fit = plant(app, cast.alice, "Fit", level="short_term")
    session = practise(app, cast.alice, fit.id)
    for allowed in (relaxed, strict):
        before = listed(app, cast.alice)
        if allowed:
            practise(app, cast.alice, fit.id, goal.id)
            assert goal.id in change(app, cast.alice, session.id, goal_ids=[fit.id, goal.id]).goal_ids
            change(app, cast.alice, session.id, goal_ids=[fit.id])
        else:
            with pytest.raises(LevelOrder, match=f"“Learn” is {level or 'without level'}"):
                make(app, cast.alice, fit.id, goal.id)
            with pytest.raises(LevelOrder, match=f"“Learn” is {level or 'without level'}"):
                change(app, cast.alice, session.id, goal_ids=[fit.id, goal.id])
            assert listed(app, cast.alice) == before
        be_strict(app, cast.alice)


def test_a_session_never_stands_under_what_is_under_it(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    outer = practise(app, cast.alice, top.id)
    below = plant(app, cast.alice, "Below", practice_session_id=outer.id)
    inner = practise(app, cast.alice, below.id)
    deepest = plant(app, cast.alice, "Deepest", practice_session_id=inner.id)
    for under in (below, deepest):
        with pytest.raises(Cycle):
            change(app, cast.alice, outer.id, goal_ids=[top.id, under.id])
    assert now(app, cast.alice, outer.id) == outer


def test_a_session_is_a_level_of_the_64(app: App, cast: Cast) -> None:
    links = chain(app, cast.alice, 64)
    with pytest.raises(TooDeep):
        make(app, cast.alice, links[63].id)
    session = practise(app, cast.alice, links[62].id)
    with pytest.raises(TooDeep):
        plant(app, cast.alice, "Below", practice_session_id=session.id)
    change(app, cast.alice, session.id, goal_ids=[links[61].id])
    plant(app, cast.alice, "Below", practice_session_id=session.id)
    with pytest.raises(TooDeep):
        change(app, cast.alice, session.id, goal_ids=[links[0].id, links[62].id])
