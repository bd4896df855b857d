"""Our own export comes back: into an empty account the same, into another beside what is there."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from milepost.exchange.export import export_json
from milepost.goals.actions import create_category, delete_goal
from milepost.goals.schemas import NewCategory
from milepost.kernel.ids import new_id
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.architecture.filled import fill
from tests.cast import Cast
from tests.exchange.importing import bring, written
from tests.goals.planting import plant

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAMED: dict[str, Any] = {"format": "milepost"}
OF_THE_ACCOUNT = ("id", "email", "created_at")


class Movers:
    """Alice, whose record goes out, and Charlie, into whose it goes."""

    def __init__(self, app: App, cast: Cast, folder: Path) -> None:
        self.app, self.alice, self.charlie, self.folder = app, cast.alice, cast.charlie, folder

    def export(self, who: Known) -> Any:
        return json.loads(self.app.read_now(who, lambda reading: "".join(export_json(reading))))

    def bring(self, who: Known, document: Any) -> dict[str, Any]:
        return bring(self.app, who, "milepost", written(self.folder, document)).report


@pytest.fixture
def movers(app: App, settings: Settings, cast: Cast, tmp_path: Path) -> Movers:
    fill(app, settings, cast.alice)
    return Movers(app, cast, tmp_path)


def renamed(document: dict[str, Any]) -> str:
    """An export with its ids numbered, without what is each account's own."""
    profile = {name: value for name, value in document["profile"].items() if name not in OF_THE_ACCOUNT}
    text = json.dumps({**document, "exported_at": None, "profile": profile})
    numbers: dict[str, str] = {}
    return ID.sub(lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)


def test_an_export_in_an_empty_account_is_equal_but_for_ids(movers: Movers) -> None:
    document = movers.export(movers.alice)
    report = movers.bring(movers.charlie, document)
    assert report["repaired"] == report["refused"] == []
    again = movers.export(movers.charlie)
    assert renamed(again) == renamed(document)
    assert not set(ID.findall(json.dumps(again["tables"]))) & set(ID.findall(json.dumps(document["tables"])))
    assert movers.bring(movers.charlie, document)["created"] == {}
    third = movers.bring(movers.charlie, movers.export(movers.charlie))
    # What was made here has ids that no file brought.
    assert third["created"]["goals"] == len(document["tables"]["goals"])


def test_beside_what_is_there_names_give_way_and_the_profile_stays(movers: Movers) -> None:
    document = movers.export(movers.alice)
    titles = [each["title"] for each in document["tables"]["goals"] if _is_open_root(each)]
    plant(movers.app, movers.charlie, titles[0])
    name = document["tables"]["categories"][0]["name"].upper()
    movers.app.write_now(movers.charlie, lambda work: create_category(work, NewCategory(name=name)))
    report = movers.bring(movers.charlie, document)
    assert [(each["was"], each["now"]) for each in report["repaired"]] == [(titles[0], f"{titles[0]} (2)")]
    assert report["merged"] == {"categories": 1}
    there = movers.export(movers.charlie)
    assert there["profile"]["day_start"] == "00:00" and document["profile"]["day_start"] == "04:00"
    assert len(there["tables"]["categories"]) == len(document["tables"]["categories"])


def _is_open_root(goal: dict[str, Any]) -> bool:
    return (
        goal["status"] in ("active", "paused")
        and not goal["parent_goal_id"]
        and not goal["practice_session_id"]
    )


def test_what_was_deleted_here_stays_deleted(movers: Movers) -> None:
    document = movers.export(movers.alice)
    movers.bring(movers.charlie, document)
    gone = UUID(movers.export(movers.charlie)["tables"]["goals"][0]["id"])
    movers.app.write_now(movers.charlie, lambda work: delete_goal(work, gone))
    report = movers.bring(movers.charlie, document)
    assert report["created"] == {} and report["deleted"]["goals"] >= 1 and not report["written"]


def broken(document: Any, table: str, **fields: Any) -> Any:
    document["tables"][table][0].update(fields)
    return document


@pytest.mark.parametrize(
    ("table", "fields", "why"),
    [
        ("goals", {"title": ""}, "is not what this table takes: goals_title_length"),
        ("goals", {"title": 5}, "has a title that cannot be read: '5'"),
        ("goals", {"start_date": "2026-02-30"}, "has a start_date that cannot be read: '2026-02-30'"),
        ("goals", {"weight": "1000.01"}, "is not what this table takes: goals_weight_range"),
        ("goals", {"mood": "good"}, "has mood, which is not known"),
        ("goals", {"created_at": None}, "has no created_at"),
        ("progress_entries", {"kind": "dance"}, "is not what this table takes: progress_entries_kind_known"),
        ("progress_entries", {"value": "1.234"}, "has a value that cannot be read: '1.234'"),
        ("progress_entries", {"goal_id": str(new_id())}, "points at a row that is not there, or was refused"),
        ("practice_sessions", {"completed": 1}, "has a completed that cannot be read: '1'"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_those_that_point_at_it_and_the_rest_comes_in(
    movers: Movers, table: str, fields: dict[str, Any], why: str
) -> None:
    document = movers.export(movers.alice)
    document["tables"]["goals"].sort(key=lambda goal: not goal["practice_session_id"])
    report = movers.bring(movers.charlie, broken(document, table, **fields))
    assert {"path": f"/tables/{table}/0", "why": why} in report["refused"]
    there = movers.export(movers.charlie)["tables"]
    assert 0 < len(there["goals"]) <= len(document["tables"]["goals"])
    goals = {each["id"] for each in there["goals"]}
    assert {each["goal_id"] for each in there["progress_entries"]} <= goals


def test_a_value_that_the_entries_do_not_make_is_put_right(movers: Movers) -> None:
    document = movers.export(movers.alice)
    right = document["tables"]["goals"][0]["current_value"]
    report = movers.bring(movers.charlie, broken(document, "goals", current_value="77.00", title_key="x"))
    assert [(each["what"], each["now"]) for each in report["repaired"]] == [
        ("current_value", str(round(float(right) * 100)))
    ]


def test_a_circle_and_a_wrong_level_are_put_right(movers: Movers) -> None:
    document = movers.export(movers.alice)
    rows = {each["title"].split()[0]: each for each in document["tables"]["goals"]}
    rows["Above"]["parent_goal_id"] = rows["Below"]["id"]
    rows["Bar"]["level"] = "ultimate"
    report = movers.bring(movers.charlie, document)
    assert {each["what"] for each in report["repaired"]} == {"parent", "level"}
    there = {each["title"].split()[0]: each for each in movers.export(movers.charlie)["tables"]["goals"]}
    assert there["Bar"]["level"] is None
    assert [there[each]["parent_goal_id"] is None for each in ("Above", "Below")].count(True) == 1


@pytest.mark.parametrize(
    "document",
    [[], {}, {"format": "milepost", "version": 2, "tables": {}}, {"format": "milepost", "version": 1}],
)
def test_what_is_no_export_is_refused_whole(movers: Movers, document: Any) -> None:
    assert movers.bring(movers.charlie, document)["error"]["line"] == 1


def test_tables_and_profiles_that_are_odd_are_told(movers: Movers) -> None:
    document = movers.export(movers.alice) | {"profile": {"timezone": "Moon/Sea"}}
    document["tables"] |= {"dreams": [], "goal_status_intervals": {}, "categories": [5]}
    report = movers.bring(movers.charlie, document)
    told = {each["path"] for each in report["refused"]}
    assert {"/tables/dreams", "/tables/goal_status_intervals", "/tables/categories/0"} <= told
    assert [each["path"] for each in report["repaired"]] == ["/profile"]
