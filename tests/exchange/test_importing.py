"""The course of an import: cut files, changes and deaths on the way, two at once; nothing by halves."""

import io
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from milepost.bootstrap import FORMATS
from milepost.exchange.errand import Errand, Interrupted
from milepost.exchange.errors import ImportRunning
from milepost.exchange.importing import STOPPED, begin_import, carry_out
from milepost.exchange.queries import SILENCE, course
from milepost.exchange.rows import import_view
from milepost.exchange.runner import Runner
from milepost.exchange.schemas import NewImport
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.exchange.fractal_files import big, grown
from tests.exchange.homes import Home, node
from tests.exchange.importing import bring, once, written
from tests.goals.planting import plant

NEW = NewImport(format="fractal")


def errand(app: App, who: Known, document: Any) -> Errand:
    import_id = app.write_now(who, lambda work: begin_import(work, NEW))
    return Errand(app, who, import_id, NEW, io.BytesIO(json.dumps(document).encode()))


def left(settings: Settings, who: Known) -> dict[str, int]:
    """How many rows there are in each table that an import fills on its way."""
    with rows(settings) as there:
        found = there.everything_of(who.user_id)
    on_the_way = [name for name in found if name.startswith(("staged_", "import_"))]
    return {name: len(found[name]) for name in on_the_way if found[name]}


@pytest.mark.parametrize("spaced", [None, 1])
def test_a_file_cut_anywhere_is_refused_with_the_place_where_it_ends(
    app: App, cast: Cast, tmp_path: Path, settings: Settings, spaced: int | None
) -> None:
    raw = json.dumps(grown(3, 60), ensure_ascii=False, indent=spaced).encode()
    chosen = random.Random(30)
    for cut in [0, 1, len(raw) - 1, *(chosen.randrange(len(raw)) for _ in range(27))]:
        report = bring(app, cast.alice, "fractal", written(tmp_path, raw[:cut])).report
        text = raw[:cut].decode(errors="ignore")
        assert report["written"] is False
        line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
        assert (report["error"]["line"], report["error"]["column"]) == (line, column), cut
    with rows(settings) as there:
        kept = there.everything_of(cast.alice.user_id)
    assert not kept["goals"] and not kept["import_ids"] and not left(settings, cast.alice)


def test_a_bad_last_node_changes_nothing(app: App, cast: Cast, tmp_path: Path, settings: Settings) -> None:
    raw = json.dumps(big(1500)).encode()
    report = bring(app, cast.alice, "fractal", written(tmp_path, raw[:-1] + b',{"name":tru}]')).report
    assert report["error"]["column"] == len(raw) + len(',{"name":tru') and report["error"]["line"] == 1
    deep = [*big(1500), *json.loads('[{"children":' * 65 + "[]" + "}]" * 65)]
    assert "error" in bring(app, cast.alice, "fractal", written(tmp_path, deep)).report
    with rows(settings) as there:
        assert not there.everything_of(cast.alice.user_id)["goals"]
    assert not left(settings, cast.alice)


def test_nothing_is_left_on_the_way_when_it_is_done(home: Home, settings: Settings) -> None:
    home.bring(node("A"))
    assert left(settings, home.who) == {"import_ids": 1}
    home.bring(node("B"), dry_run=True)
    assert left(settings, home.who) == {"import_ids": 1}


def test_a_title_taken_while_it_is_staged_is_seen_and_the_file_is_read_again(home: Home) -> None:
    under_way = errand(home.app, home.who, [node("Run")])
    under_way.tell = once(lambda: plant(home.app, home.who, "Run"))
    outcome = carry_out(under_way, FORMATS)
    assert outcome.report["created"] == {"goals": 1} and set(home.goals()) == {"Run", "Run (2)"}


def test_one_import_at_a_time_but_one_that_fell_silent_is_over(home: Home, settings: Settings) -> None:
    earlier = replace(home.app, clock=lambda: home.app.clock() - 2 * SILENCE)
    dead = errand(earlier, home.who, [node("Old", "UltimateGoal", node("Child", "LongTermGoal"))])
    FORMATS["fractal"](dead)
    assert left(settings, home.who)["staged_goals"] == 2
    seen = home.app.read_now(home.who, lambda reading: import_view(reading, course(reading, dead.import_id)))
    assert (seen["status"], seen["report"]) == ("refused", STOPPED.report)
    live = errand(home.app, home.who, [node("Old")])
    with pytest.raises(ImportRunning):
        errand(home.app, home.who, [])
    # What the dead one put into the map is not taken for what was imported.
    assert carry_out(live, FORMATS).report["created"] == {"goals": 1}
    assert set(home.goals()) == {"Old"} and left(settings, home.who) == {"import_ids": 1}
    # Should it wake up, it does nothing.
    with pytest.raises(Interrupted):
        dead.stage("goals", [])
        dead.expect(1)
    assert carry_out(dead, FORMATS).status == "refused" and set(home.goals()) == {"Old"}


def test_a_server_that_stops_gives_up_what_is_under_way(home: Home, settings: Settings) -> None:
    runner = Runner(FORMATS)
    under_way = errand(home.app, home.who, big(100))
    runner.stop()
    under_way.is_over = lambda: True
    assert carry_out(under_way, FORMATS) == STOPPED
    assert home.goals() == {} and not left(settings, home.who)
    assert home.bring(*big(1))["written"]


def test_what_goes_wrong_unforeseen_is_told_and_nothing_is_left(home: Home, settings: Settings) -> None:
    def broken(each: Errand) -> Any:
        FORMATS["fractal"](each)
        raise ZeroDivisionError

    under_way = errand(home.app, home.who, [node("A")])
    with pytest.raises(ZeroDivisionError):
        carry_out(under_way, {"fractal": broken})
    seen = home.app.read_now(
        home.who, lambda reading: import_view(reading, course(reading, under_way.import_id))
    )
    assert seen["status"] == "refused" and "no fault of the file" in str(seen["report"])
    assert not left(settings, home.who) and home.bring(node("A"))["written"]
