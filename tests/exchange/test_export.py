"""Everything that a person owns is in their hands, and nothing of anybody else's, on both engines."""

import csv
import io
import json
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest

from milepost.exchange import export
from milepost.exchange.export import export_csv, export_json
from milepost.exchange.models import staged
from milepost.exchange.owned import owned
from milepost.exchange.views import ExportView
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.architecture.filled import fill
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_logging import goal, log

KEPT_BACK = {
    "users",
    "sessions",
    "api_tokens",
    "password_resets",
    "idempotency_keys",
    "directory",
    "user_preferences",
}
ON_THE_WAY = {"imports", "import_ids", *(table.name for table in staged().values())}


def document(app: App, who: Known) -> Any:
    text = app.read_now(who, lambda reading: "".join(export_json(reading)))
    ExportView.model_validate_json(text)
    return json.loads(text)


def archive(app: App, who: Known) -> dict[str, list[dict[str, str]]]:
    file = io.BytesIO()
    app.read_now(who, lambda reading: export_csv(reading, file))
    with ZipFile(file) as opened:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(opened.read(name).decode(), newline=""))
            )
            for name in opened.namelist()
        }


def test_every_row_of_every_table_of_the_record_is_in_it(app: App, cast: Cast, settings: Settings) -> None:
    fill(app, settings, cast.alice)
    fill(app, settings, cast.bob)
    with rows(settings) as there:
        kept = there.everything_of(cast.alice.user_id)
    found = document(app, cast.alice)["tables"]
    assert set(found) == set(kept) - KEPT_BACK - ON_THE_WAY
    for name, all_rows in found.items():
        assert all_rows, name
        assert [each["id"] for each in all_rows] == [str(each["id"]) for each in kept[name]]
        columns = [column.name for column in metadata.tables[name].columns]
        assert all(list(each) == columns for each in all_rows), name


def test_nothing_of_another_and_no_credential_is_in_it(app: App, cast: Cast, settings: Settings) -> None:
    fill(app, settings, cast.alice)
    fill(app, settings, cast.bob)
    with rows(settings) as there:
        hers, his = (there.everything_of(each.user_id) for each in (cast.alice, cast.bob))
    text = json.dumps(document(app, cast.alice))
    assert str(cast.bob.user_id) not in text
    assert not [
        each["id"] for table in his.values() for each in table if "id" in each and str(each["id"]) in text
    ]
    for table in KEPT_BACK - {"users", "directory"}:
        assert not [each["id"] for each in hers[table] if str(each["id"]) in text]
    assert "password" not in text and "argon2" not in text


def test_values_are_as_the_api_shows_them(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice, title='=Ünï\n"x"', start_value="-0.5", weight="2.5")
    entry = log(app, cast.alice, made.id, value="0.05").entry
    found = document(app, cast.alice)
    (row,), (logged,) = found["tables"]["goals"], found["tables"]["progress_entries"]
    assert (row["title"], row["start_value"], row["weight"]) == ('=Ünï\n"x"', "-0.50", "2.50")
    assert (row["open_ended"], row["parent_goal_id"], row["version"]) == (False, None, 1)
    assert row["start_date"] == made.start_date.isoformat()
    assert (logged["value"], logged["seq"], logged["id"]) == ("0.05", 1, str(entry.id))
    assert (found["format"], found["version"]) == ("milepost", 1)
    assert found["profile"]["timezone"] == "Europe/Berlin"


def test_the_archive_has_the_same_rows_as_text(app: App, cast: Cast, settings: Settings) -> None:
    fill(app, settings, cast.alice)
    plant(app, cast.alice, 'Line\none, "two"', description="a\r\nb")
    tables, found = archive(app, cast.alice), document(app, cast.alice)["tables"]
    assert set(tables) == set(found)
    for name, all_rows in found.items():
        told = [{key: "" if value is None else str(value) for key, value in row.items()} for row in all_rows]
        assert tables[name] == told, name


def test_who_has_nothing_gets_empty_tables(app: App, cast: Cast) -> None:
    assert set(document(app, cast.alice)["tables"]) == {table.name for table in owned()}
    assert not any(document(app, cast.alice)["tables"].values())
    assert not any(archive(app, cast.alice).values())


def test_pages_follow_one_another_without_a_gap(
    app: App, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [plant(app, cast.alice, f"Goal {number}").id for number in range(7)]
    for size in (1, 3, 7, 100):
        monkeypatch.setattr(export, "PAGE", size)
        found = document(app, cast.alice)["tables"]["goals"]
        assert [UUID(each["id"]) for each in found] == sorted(made)
