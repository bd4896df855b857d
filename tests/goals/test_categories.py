"""Categories, on both engines."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from milepost.goals import actions, categories, queries
from milepost.goals.categories import CategoryRow, category_view
from milepost.goals.errors import CategoryNameTaken, NoSuchCategory
from milepost.goals.schemas import CategoryChange, NewCategory
from milepost.kernel.errors import Stale
from milepost.kernel.ids import new_id
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_lifecycle import move


def category(app: App, who: Known, name: str, **fields: object) -> CategoryRow:
    """Make a category as a body would."""
    new = NewCategory.model_validate({"name": name} | fields)
    return app.write_now(who, lambda work: actions.create_category(work, new))


def change(
    app: App, who: Known, category_id: UUID, expected: int | None = None, **fields: object
) -> CategoryRow:
    """Change a category as a body would."""
    sent = CategoryChange.model_validate(fields)
    return app.write_now(who, lambda work: actions.change_category(work, category_id, sent, expected))


def delete(app: App, who: Known, category_id: UUID, expected: int | None = None) -> None:
    app.write_now(who, lambda work: actions.delete_category(work, category_id, expected))


def now(app: App, who: Known, category_id: UUID) -> CategoryRow:
    return app.read_now(who, lambda reading: categories.category(reading, category_id))


def names(app: App, who: Known, words: str = "") -> list[str]:
    found = app.read_now(who, lambda reading: categories.categories(reading, 200, words=words))
    return [each.name for each in found]


def test_a_category_is_made_with_its_name_and_color(app: App, cast: Cast) -> None:
    made = category(app, cast.alice, "  Health ", color="#00AA7f")
    assert (made.name, made.color, made.version, made.goal_count) == ("Health", "#00AA7f", 1, 0)
    assert made.user_id == cast.alice.user_id
    assert now(app, cast.alice, made.id) == made
    assert category(app, cast.alice, "Work").color is None


def test_a_category_shows_what_is_counted_and_not_its_key(app: App, cast: Cast) -> None:
    made = category(app, cast.alice, "Health")
    plant(app, cast.alice, "Run", category_id=made.id)
    shown = category_view(now(app, cast.alice, made.id))
    assert list(shown) == [
        "id", "user_id", "name", "color", "goal_count", "habit_count", "version", "created_at", "updated_at",
    ]  # fmt: skip
    assert (shown["id"], shown["goal_count"], shown["habit_count"]) == (str(made.id), 1, 0)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, None, 7])
def test_a_name_has_1_to_100_characters(name: Any) -> None:
    for schema in (NewCategory, CategoryChange):
        with pytest.raises(ValidationError) as refused:
            schema.model_validate({"name": name})
        assert [each["loc"] for each in refused.value.errors()] == [("name",)]


def test_a_name_of_100_characters_is_kept_without_the_spaces_around_it(app: App, cast: Cast) -> None:
    longest = "\U0001f3c3" * 100
    assert category(app, cast.alice, f" {longest}\n").name == longest


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#09aFFa", None])
def test_a_color_is_six_hex_digits_or_none(app: App, cast: Cast, color: str | None) -> None:
    assert category(app, cast.alice, "Health", color=color).color == color


@pytest.mark.parametrize(
    "color",
    [
        "",
        "#",
        "000000",
        "#00000",
        "#0000000",
        "#00000g",
        "#000000\n",
        " #000000",
        "#٠٠٠٠٠٠",
        "red",
        0,
        ["#0"],
    ],
)
def test_anything_else_is_no_color(color: Any) -> None:
    for schema in (NewCategory, CategoryChange):
        with pytest.raises(ValidationError) as refused:
            schema.model_validate({"name": "Health", "color": color})
        assert [each["loc"] for each in refused.value.errors()] == [("color",)]


@pytest.mark.parametrize("same", ["Main Street", "MAIN STREET", "  main \t street ", "Ｍain Street"])
def test_a_name_is_taken_whatever_its_case_and_spaces(app: App, cast: Cast, same: str) -> None:
    category(app, cast.alice, "Main Street")
    other = category(app, cast.alice, "Health")
    with pytest.raises(CategoryNameTaken):
        category(app, cast.alice, same)
    with pytest.raises(CategoryNameTaken):
        change(app, cast.alice, other.id, name=same)
    assert names(app, cast.alice) == ["Health", "Main Street"]
    assert now(app, cast.alice, other.id) == other


def test_two_people_may_use_the_same_name(app: App, cast: Cast) -> None:
    ones = [category(app, who, "Health") for who in (cast.alice, cast.charlie)]
    assert ones[0].id != ones[1].id
    assert names(app, cast.alice) == names(app, cast.charlie) == ["Health"]


def test_a_name_that_was_given_up_is_free_again(app: App, cast: Cast) -> None:
    first, second = category(app, cast.alice, "One"), category(app, cast.alice, "Two")
    change(app, cast.alice, first.id, name="Three")
    assert change(app, cast.alice, second.id, name="One").name == "One"
    delete(app, cast.alice, second.id)
    assert category(app, cast.alice, "one").name == "one"


def test_only_what_is_sent_changes_and_the_version_rises(app: App, cast: Cast) -> None:
    made = category(app, cast.alice, "Health", color="#00aa77")
    named = change(app, cast.alice, made.id, name=" HEALTH ")
    assert (named.name, named.color, named.version) == ("HEALTH", "#00aa77", 2)
    assert (named.created_at, named.updated_at > made.updated_at) == (made.created_at, True)
    plain = change(app, cast.alice, made.id, color=None)
    assert (plain.name, plain.color, plain.version) == ("HEALTH", None, 3)
    assert now(app, cast.alice, made.id) == plain


def test_only_the_version_that_was_read_is_changed_or_deleted(app: App, cast: Cast) -> None:
    made = category(app, cast.alice, "Health")
    goal = plant(app, cast.alice, "Run", category_id=made.id)
    edited = change(app, cast.alice, made.id, expected=1, color="#00aa77")
    with pytest.raises(Stale, match="version 2"):
        change(app, cast.alice, made.id, expected=1, name="Body")
    with pytest.raises(Stale, match="version 2"):
        delete(app, cast.alice, made.id, expected=1)
    assert now(app, cast.alice, made.id) == edited._replace(goal_count=1)
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, goal.id)) == goal
    delete(app, cast.alice, made.id, expected=2)
    assert names(app, cast.alice) == []


def test_categories_come_by_code_point_of_the_key_of_their_name(app: App, cast: Cast) -> None:
    for name in ("Émile", "zoo", "Apple", "_plans", "apple 2", "Straße", "9 lives", "ABC"):
        category(app, cast.alice, name)
    expected = ["9 lives", "_plans", "ABC", "Apple", "apple 2", "Straße", "zoo", "Émile"]
    assert names(app, cast.alice) == expected


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("strasse", ["Hauptstraße"]),
        ("  100   % ", ["100 % health"]),
        ("%", ["100 % health"]),
        ("_", ["snake_case"]),
        ("H", ["100 % health", "Hauptstraße"]),
        ("#00aa77", []),
        ("", ["100 % health", "Hauptstraße", "snake_case"]),
    ],
)
def test_words_are_found_in_the_name_with_no_wildcards(
    app: App, cast: Cast, words: str, found: list[str]
) -> None:
    category(app, cast.alice, "snake_case")
    category(app, cast.alice, "100 % health", color="#00aa77")
    category(app, cast.alice, "Hauptstraße")
    assert names(app, cast.alice, words) == found


def test_every_goal_in_a_category_counts_whatever_its_status(app: App, cast: Cast) -> None:
    health, work = category(app, cast.alice, "Health"), category(app, cast.alice, "Work")
    category(app, cast.alice, "Nothing")
    top = plant(app, cast.alice, "Active", category_id=health.id)
    plant(app, cast.alice, "Below", category_id=health.id, parent_goal_id=top.id)
    for verb in ("pause", "complete", "archive"):
        move(app, cast.alice, plant(app, cast.alice, f"To {verb}", category_id=health.id), verb)
    plant(app, cast.alice, "Earn", category_id=work.id)
    plant(app, cast.alice, "In none")
    # Another person's categories and goals change nothing here.
    plant(app, cast.charlie, "His", category_id=category(app, cast.charlie, "Health").id)
    listed = app.read_now(cast.alice, lambda reading: categories.categories(reading, 200))
    assert {each.name: each.goal_count for each in listed} == {"Health": 5, "Nothing": 0, "Work": 1}
    assert now(app, cast.alice, health.id).goal_count == 5


def test_deleting_takes_the_category_and_leaves_its_goals_as_they_are(app: App, cast: Cast) -> None:
    health, work = category(app, cast.alice, "Health"), category(app, cast.alice, "Work")
    inside = [plant(app, cast.alice, each, category_id=health.id) for each in ("Run", "Swim")]
    move(app, cast.alice, inside[1], "archive")
    other = plant(app, cast.alice, "Earn", category_id=work.id)
    his = category(app, cast.charlie, "Health")
    before = [_goal(app, cast.alice, each.id) for each in (*inside, other)]
    delete(app, cast.alice, health.id)
    after = [_goal(app, cast.alice, each.id) for each in (*inside, other)]
    assert [each.category_id for each in after] == [None, None, work.id]
    assert after == [
        each._replace(category_id=own.category_id) for each, own in zip(before, after, strict=True)
    ]
    assert (names(app, cast.alice), names(app, cast.charlie)) == (["Work"], ["Health"])
    with pytest.raises(NoSuchCategory):
        now(app, cast.alice, health.id)
    assert now(app, cast.charlie, his.id) == his


def test_deleting_a_goal_leaves_its_category(app: App, cast: Cast) -> None:
    made = category(app, cast.alice, "Health")
    goal = plant(app, cast.alice, "Run", category_id=made.id)
    app.write_now(cast.alice, lambda work: actions.delete_goal(work, goal.id))
    assert now(app, cast.alice, made.id) == made


@pytest.mark.parametrize("whose", ["nobody", "alice"])
def test_a_stranger_changes_nothing_and_learns_nothing(app: App, cast: Cast, whose: str) -> None:
    made = category(app, cast.alice, "Health")
    goal = plant(app, cast.alice, "Run", category_id=made.id)
    missing = made.id if whose == "alice" else new_id()
    for attempt in (now, delete):
        with pytest.raises(NoSuchCategory):
            attempt(app, cast.charlie, missing)
    with pytest.raises(NoSuchCategory):
        change(app, cast.charlie, missing, name="Mine")
    # Not even that he is wrong about its version.
    with pytest.raises(NoSuchCategory):
        delete(app, cast.charlie, missing, expected=7)
    assert now(app, cast.alice, made.id) == made._replace(goal_count=1)
    assert _goal(app, cast.alice, goal.id) == goal


def _goal(app: App, who: Known, goal_id: UUID) -> Any:
    return app.read_now(who, lambda reading: queries.goal(reading, goal_id))
