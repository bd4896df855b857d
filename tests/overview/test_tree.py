"""The tree in one answer: just what the single answers say, nested, on both engines."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from milepost.goals import queries
from milepost.goals.progress import progress, progress_view
from milepost.goals.rows import goal_view
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from milepost.overview.tree import branch, tree
from milepost.overview.views import NodeView, TreeView
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_lifecycle import move as lead
from tests.goals.test_logging import goal, log

ADDED = ("progress", "children", "practice_sessions")


def whole(app: App, who: Known) -> Any:
    """The tree, after a look whether its form is as declared."""
    text = app.read_now(who, tree)
    TreeView.model_validate_json(text)
    return json.loads(text)


def nodes(inside: list[Any]) -> Iterator[Any]:
    """Every goal below, at whatever depth."""
    for node in inside:
        yield node
        yield from nodes(node["children"])
        for session in node["practice_sessions"]:
            yield from nodes(session["immediate_goals"])


def a_forest(app: App, who: Known) -> None:
    top = plant(app, who, 'Ünï "quoted" \\ \n \U0001f600', level="ultimate", description="«x»\t</script>")
    side = plant(app, who, "Side", parent_goal_id=top.id, weight="2.5", manual_progress="33.33")
    counted = goal(
        app, who, title="Runs", parent_goal_id=top.id, start_value="-0.5", target_value="99999999.99"
    )
    log(app, who, counted.id, value="-0.01")
    lead(app, who, plant(app, who, "Done", parent_goal_id=side.id), "complete")
    lead(app, who, plant(app, who, "Paused", parent_goal_id=side.id), "pause")
    lead(app, who, plant(app, who, "Away", parent_goal_id=side.id), "archive")
    plant(app, who, "Days", goal_type="continuous_counter", unit="days", parent_goal_id=top.id)


def test_every_node_is_what_the_goal_and_its_progress_say_alone(app: App, cast: Cast) -> None:
    a_forest(app, cast.alice)
    found = list(nodes(whole(app, cast.alice)["roots"]))
    assert len(found) == 7
    for node in found:
        alone = app.read_now(cast.alice, partial(queries.goal, goal_id=UUID(node["id"])))
        assert {name: value for name, value in node.items() if name not in ADDED} == goal_view(alone)
        told = progress_view(app.read_now(cast.alice, partial(progress, goal_id=alone.id)))
        assert node["progress"] == {name: told[name] for name in ("value", "shown", "strategy")}


def test_children_stand_under_their_parent_in_their_order(app: App, cast: Cast) -> None:
    a_forest(app, cast.alice)
    (root,) = whole(app, cast.alice)["roots"]
    assert [each["title"] for each in root["children"]] == ["Side", "Runs", "Days"]
    assert [each["title"] for each in root["children"][0]["children"]] == ["Done", "Paused", "Away"]
    # (2.5 × 50 % + 1 × 0 %) ÷ 3.5; what is archived and a count of days do not count.
    assert root["progress"] == {"value": "35.71", "shown": "35.71", "strategy": "children"}
    assert root["children"][0]["progress"]["value"] == "50.00"


def test_a_branch_is_the_part_of_the_tree(app: App, cast: Cast) -> None:
    a_forest(app, cast.alice)
    (root,) = whole(app, cast.alice)["roots"]
    for node in nodes([root]):
        text = app.read_now(cast.alice, partial(branch, goal_id=UUID(node["id"])))
        NodeView.model_validate_json(text)
        assert json.loads(text) == node


def test_nobody_elses_goals_are_in_it(app: App, cast: Cast) -> None:
    a_forest(app, cast.alice)
    assert whole(app, cast.charlie) == {"roots": [], "unlinked_sessions": []}


def test_instants_at_the_edges_are_written_as_they_are_shown(
    app: App, cast: Cast, settings: Settings
) -> None:
    made = plant(app, cast.alice, "Old")
    for instant in (
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC) - timedelta(microseconds=1_500_000),
        datetime(2026, 11, 25, 3, 4, 5, 6, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ):
        with rows(settings) as there:
            shown: Any = instant
            if app.database.dialect == "sqlite":
                shown = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
            there.change(
                "UPDATE goals SET created_at = :at WHERE user_id = :owner AND id = :id",
                at=shown,
                owner=cast.alice.user_id,
                id=made.id,
            )
        (node,) = whole(app, cast.alice)["roots"]
        alone = app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id))
        assert node["created_at"] == goal_view(alone)["created_at"]
