"""Practice sessions with ids that clients made, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from milepost.goals.actions import delete_goal
from milepost.kernel.repeats import IdGone, IdTaken
from milepost.kernel.work import App
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_logging import counter, log
from tests.practice.practising import change, delete, listed, make, practise


def deleted(app: App, cast: Cast, goal_id: UUID) -> None:
    """Delete a goal of Alice's."""
    app.write_now(cast.alice, lambda work: delete_goal(work, goal_id))


def test_the_same_id_and_words_again_answer_the_session_as_it_now_is(app: App, cast: Cast) -> None:
    goal, session_id = plant(app, cast.alice, "Play"), uuid4()
    made = practise(app, cast.alice, goal.id, id=session_id, description="")
    assert made.id == session_id
    changed = change(app, cast.alice, session_id, name="Scales", goal_ids=[])
    again = make(app, cast.alice, goal.id, id=session_id, completed=False, planned_minutes=None)
    assert (again.made, again.session) == (False, changed)
    assert len(listed(app, cast.alice)) == 1


def test_the_same_words_again_are_answered_although_their_goal_is_gone(app: App, cast: Cast) -> None:
    first, second, session_id = plant(app, cast.alice, "One"), plant(app, cast.alice, "Two"), uuid4()
    practise(app, cast.alice, first.id, id=session_id)
    deleted(app, cast, first.id)
    again = make(app, cast.alice, first.id, id=session_id)
    assert (again.made, list(again.session.goal_ids)) == (False, [])
    with pytest.raises(IdTaken):
        make(app, cast.alice, second.id, id=session_id)


@pytest.mark.parametrize(
    "other", [{"name": "Scales"}, {"description": "x"}, {"completed": True}, {"planned_minutes": 5}]
)
def test_the_same_id_with_other_words_is_taken(app: App, cast: Cast, other: dict[str, object]) -> None:
    goal, session_id = plant(app, cast.alice, "Play"), uuid4()
    made = practise(app, cast.alice, goal.id, id=session_id)
    with pytest.raises(IdTaken):
        make(app, cast.alice, goal.id, id=session_id, **other)
    assert listed(app, cast.alice) == [made]


def test_an_id_that_the_server_made_is_taken_too(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    made = practise(app, cast.alice, goal.id, name="Scales")
    with pytest.raises(IdTaken):
        make(app, cast.alice, goal.id, name="Scales", id=made.id)


def test_an_id_whose_session_was_deleted_is_gone_for_ever(app: App, cast: Cast) -> None:
    goal, session_id = plant(app, cast.alice, "Play"), uuid4()
    practise(app, cast.alice, goal.id, id=session_id)
    delete(app, cast.alice, session_id)
    for words in ({}, {"name": "Other"}):
        with pytest.raises(IdGone):
            make(app, cast.alice, goal.id, id=session_id, **words)
    assert listed(app, cast.alice) == []


def test_an_id_is_ones_own(app: App, cast: Cast) -> None:
    session_id = uuid4()
    for who in (cast.alice, cast.charlie):
        practise(app, who, plant(app, who, "Play").id, id=session_id)
    delete(app, cast.alice, session_id)
    assert [each.id for each in listed(app, cast.charlie)] == [session_id]


@pytest.mark.parametrize("first", ["entry", "session"])
def test_an_entry_and_a_session_of_one_id_are_both_deleted(app: App, cast: Cast, first: str) -> None:
    goal, shared = counter(app, cast.alice), uuid4()
    log(app, cast.alice, goal.id, id=shared)
    practise(app, cast.alice, plant(app, cast.alice, "Play").id, id=shared)
    if first == "entry":
        deleted(app, cast, goal.id)
        delete(app, cast.alice, shared)
    else:
        delete(app, cast.alice, shared)
        deleted(app, cast, goal.id)
    assert listed(app, cast.alice) == []


def test_eight_at_once_with_one_id_make_one_session(app: App, cast: Cast) -> None:
    goal, session_id = plant(app, cast.alice, "Play"), uuid4()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: make(app, cast.alice, goal.id, id=session_id), range(8)))
    assert sorted(answer.made for answer in answers) == [False] * 7 + [True]
    assert len({answer.session.row for answer in answers}) == len(listed(app, cast.alice)) == 1


def test_eight_at_once_are_numbered_one_to_eight(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: make(app, cast.alice, goal.id), range(8)))
    numbers = sorted(each.row.name.split()[2] for each in listed(app, cast.alice))
    assert numbers == [str(number) for number in range(1, 9)]
