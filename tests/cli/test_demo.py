"""`milepost demo`: a believable year in an empty instance, the same on every run of a day."""

import pytest

from milepost.accounts.queries import by_email
from milepost.demo import story
from milepost.demo.life import tell
from milepost.goals import standings
from milepost.kernel.work import App, Known, Nobody
from tests.cast import Cast
from tests.cli.conftest import Terminal, as_json

EMAIL = "demo@example.com"


def test_an_empty_instance_is_filled_once(terminal: Terminal) -> None:
    filled = terminal("demo")
    assert filled.code == 0 and EMAIL in filled.out and "walk the line" in filled.out
    assert terminal("doctor").out == "Nothing is wrong.\n"
    again = terminal("demo")
    assert again.code == 1 and "Somebody has an account here already" in again.err
    assert terminal("demo", "--if-empty").out == filled.out
    tables = as_json(terminal("export", "--user", EMAIL))["tables"]
    assert len(tables["goals"]) == len(story.GOALS)
    assert len(tables["practice_sessions"]) == len(story.SESSIONS)
    assert len(tables["progress_entries"]) == sum(map(len, story.ENTRIES.values()))


def test_somebody_elses_instance_is_left_alone(terminal: Terminal) -> None:
    terminal.adds("ann@example.com")
    quiet = terminal("demo", "--if-empty")
    assert (quiet.code, quiet.out) == (0, "")
    assert terminal("demo").code == 1
    assert EMAIL not in terminal("user", "list").out


@pytest.fixture
def ada(app: App, cast: Cast) -> Known:
    """Somebody who has lived the demo's year."""
    email = f"ada-{cast.alice.user_id}@example.com"
    tell(app, email, "no hash")
    owner = app.read_now(Nobody(), lambda reading: by_email(reading, email))
    assert owner is not None
    return Known(owner)


def test_the_year_has_goals_on_and_off_their_path(app: App, ada: Known) -> None:
    found = app.read_now(ada, standings.every)
    stood = {each.goal.title: each.standing for each in found}
    assert {
        story.NOVELS: "late",
        story.RUNNING: "behind",
        story.SAVING: "on",
        story.WEIGHT: "on",
    }.items() <= stood.items()
    assert (stood[story.COURSE], stood[story.ITALIAN], stood["Sell the old car"]) == (
        "reached",
        "paused",
        "archived",
    )
    values = {each.goal.title: each.goal.current_value for each in found}
    # By hand: 87 days since it last began again; 11.4 km; 4,850 counted, and what came after.
    assert (values[story.SMOKING], values[story.RUNNING]) == (87_00, 11_40)
    assert values[story.SAVING] == 4_850_00 + (415 + 900 + 8 * 60 + 800 + 1100 + 595) * 100


def test_the_year_is_the_same_on_every_run(app: App, cast: Cast) -> None:
    def year(number: int) -> list[tuple[str, str, int, str]]:
        email = f"ada-{number}-{cast.alice.user_id}@example.com"
        tell(app, email, "no hash")
        owner = app.read_now(Nobody(), lambda reading: by_email(reading, email))
        assert owner is not None
        rows = app.read_now(Known(owner), standings.every)
        return [
            (each.goal.title, each.goal.status, each.goal.current_value, str(each.measure)) for each in rows
        ]

    assert year(1) == year(2)
