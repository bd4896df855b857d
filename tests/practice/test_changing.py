"""Changing practice sessions and what they are for, on both engines."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from milepost.goals.errors import NoSuchGoal
from milepost.kernel.errors import Stale
from milepost.kernel.ids import new_id
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from milepost.practice.errors import NoSuchPracticeSession
from milepost.practice.models import practice_session_goals
from milepost.practice.queries import Wanted
from milepost.practice.schemas import SessionChange
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.goals.planting import plant
from tests.practice.practising import at, change, delete, listed, named, now, practise


def links(settings: Settings, who: Known, session_id: UUID) -> dict[UUID, UUID]:
    """The id of the link to each goal of a session."""
    with rows(settings) as there:
        found = there.of(practice_session_goals, who.user_id)
    return {row["goal_id"]: row["id"] for row in found if row["practice_session_id"] == session_id}


def test_only_what_is_sent_changes_and_the_version_rises(app: App, cast: Cast) -> None:
    early = datetime(2026, 12, 21, 12, tzinfo=UTC)
    late = early + timedelta(hours=1)
    goal = plant(app, cast.alice, "Play")
    made = practise(at(app, early), cast.alice, goal.id, name="Scales", planned_minutes=30).row
    for fields in (
        {"name": "Chords"},
        {"description": "Slow"},
        {"planned_minutes": None},
        {"planned_minutes": 60, "name": "Both"},
        {},
    ):
        after = change(at(app, late), cast.alice, made.id, **fields)
        assert after.row == made._replace(**fields, version=made.version + 1, updated_at=late)
        assert list(after.goal_ids) == [goal.id]
        assert now(app, cast.alice, made.id) == after
        made = after.row


def test_completed_has_its_instant_as_long_as_it_lasts(app: App, cast: Cast) -> None:
    early = datetime(2026, 12, 21, 12, tzinfo=UTC)
    goal = plant(app, cast.alice, "Play")
    made = practise(app, cast.alice, goal.id)
    instants = []
    for hours, completed in enumerate((True, True, False, False, True)):
        later = at(app, early + timedelta(hours=hours))
        instants.append(change(later, cast.alice, made.id, completed=completed).row.completed_at)
    assert instants == [early, early, None, None, early + timedelta(hours=4)]
    renamed = change(at(app, early + timedelta(days=1)), cast.alice, made.id, name="Scales").row
    assert (renamed.completed, renamed.completed_at) == (True, instants[-1])


def test_links_that_stay_keep_their_ids_and_new_ones_come_last(
    app: App, cast: Cast, settings: Settings
) -> None:
    first, second, third, fourth = (plant(app, cast.alice, f"Goal {number}").id for number in range(4))
    made = practise(app, cast.alice, first, second, third)
    before = links(settings, cast.alice, made.id)
    after = change(app, cast.alice, made.id, goal_ids=[fourth, third, first])
    assert list(after.goal_ids) == [first, third, fourth]
    kept = links(settings, cast.alice, made.id)
    assert kept.keys() == {first, third, fourth}
    assert {goal: kept[goal] for goal in (first, third)} == {goal: before[goal] for goal in (first, third)}
    assert kept[fourth] not in before.values()


def test_a_session_for_no_goal_lies_on_the_shelf_until_it_is_linked_again(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    made = practise(app, cast.alice, goal.id, name="Scales")
    practise(app, cast.alice, goal.id, name="Chords")
    shelved = change(app, cast.alice, made.id, goal_ids=[])
    assert (list(shelved.goal_ids), shelved.row.version) == ([], 2)
    assert named(app, cast.alice, Wanted(unlinked=True)) == ["Scales"]
    assert named(app, cast.alice, Wanted(unlinked=False)) == ["Chords"]
    assert list(change(app, cast.alice, made.id, goal_ids=[goal.id]).goal_ids) == [goal.id]
    assert named(app, cast.alice, Wanted(unlinked=True)) == []


def test_a_stale_version_changes_and_deletes_nothing(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    made = practise(app, cast.alice, goal.id)
    changed = change(app, cast.alice, made.id, 1, name="Scales")
    with pytest.raises(Stale, match="now in version 2"):
        change(app, cast.alice, made.id, 1, name="Chords", goal_ids=[])
    with pytest.raises(Stale, match="now in version 2"):
        delete(app, cast.alice, made.id, 1)
    assert listed(app, cast.alice) == [changed]
    delete(app, cast.alice, made.id, 2)
    assert listed(app, cast.alice) == []


def test_a_change_is_whole_or_not_at_all(app: App, cast: Cast) -> None:
    goal, other = plant(app, cast.alice, "Play"), plant(app, cast.alice, "Sing")
    made = practise(app, cast.alice, goal.id, name="Scales")
    with pytest.raises(NoSuchGoal):
        change(app, cast.alice, made.id, name="Chords", completed=True, goal_ids=[other.id, new_id()])
    assert listed(app, cast.alice) == [made]


@pytest.mark.parametrize("whose", ["nobody", "charlie"])
def test_what_is_not_there_is_neither_shown_nor_changed_nor_deleted(app: App, cast: Cast, whose: str) -> None:
    foreign = practise(app, cast.charlie, plant(app, cast.charlie, "Foreign").id)
    missing = foreign.id if whose == "charlie" else new_id()
    for attempt in (now, change, delete):
        with pytest.raises(NoSuchPracticeSession):
            attempt(app, cast.alice, missing)
    assert listed(app, cast.charlie) == [foreign]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": None},
        {"name": ""},
        {"description": None},
        {"completed": None},
        {"goal_ids": None},
        {"goal_ids": [str(UUID(int=7))] * 2},
        {"planned_minutes": 0},
        {"id": str(UUID(int=7))},
        {"version": 1},
    ],
)
def test_words_that_change_no_session(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SessionChange.model_validate(fields)
