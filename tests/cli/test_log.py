"""`milepost log`: a number from a terminal, here and into an instance elsewhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from milepost.goals.queries import entries, goal
from milepost.goals.rows import goal_view
from tests.cli.conftest import Env, Terminal, as_json
from tests.instance import Instance, counter, posted

ANN = "ann@example.com"
TARGET = {"goal_type": "target_based", "unit": "dollars", "target_value": "5000", "deadline": "2999-01-31"}
YESTERDAY = date.today() - timedelta(1)


@pytest.fixture
def ann(terminal: Terminal) -> Terminal:
    """Ann's terminal, by an instance where she is alone."""
    terminal.adds(ANN)
    return terminal


def test_progress_is_logged_by_the_beginning_of_a_title(ann: Terminal) -> None:
    ann.goal(ANN, "Save for a house", **TARGET)
    ann.goal(ANN, "Save nothing")
    said = ann("log", "save f", "500")
    assert (said.code, said.out, said.err) == (0, "Save for a house: 500.00 dollars, 10.00 %\n", "")


def test_a_whole_title_wins_over_a_beginning_and_an_id_over_both(ann: Terminal) -> None:
    short, long = ann.goal(ANN, "Read"), ann.goal(ANN, "Read more")
    assert ann("log", " READ ").out == "Read: 1.00 pages\n"
    assert ann("log", long.upper(), "3").out == "Read more: 3.00 pages\n"
    assert as_json(ann("log", short, "--json"))["current_value"] == "2.00"


def test_a_title_that_fits_several_is_refused_with_the_candidates(ann: Terminal) -> None:
    ids = {title: ann.goal(ANN, title) for title in ("Read a book", "Read a paper", "Write")}
    said = ann("log", "read")
    assert (said.code, said.out) == (1, "")
    first, *candidates = said.err.splitlines()
    assert first == "milepost: 2 open goals fit 'read':"
    assert sorted(candidates) == sorted(f"  {title}  ({ids[title]})" for title in ids if title != "Write")


@pytest.mark.parametrize("goal", ["walk", "%", "_", "", str(UUID(int=7))])
def test_what_fits_no_open_goal_is_refused(ann: Terminal, goal: str) -> None:
    assert ann("log", goal).sentence == f"No open goal is called {goal!r} or begins so."


def test_a_set_a_reset_a_day_and_a_note_are_kept(ann: Terminal) -> None:
    goal_id = UUID(ann.goal(ANN, "Read"))
    dated = ("--date", YESTERDAY.isoformat(), "--note", "Åsa said so")
    assert ann("log", "read", "40", "--set", *dated).out == "Read: 40.00 pages\n"
    assert ann("log", "read", "2.5").out == "Read: 42.50 pages\n"
    assert ann("log", "read", "--reset").out == "Read: 0.00 pages\n"
    kept = ann.works(ANN, lambda work: entries(work, goal_id, 9))
    assert [(each.kind, each.value) for each in kept] == [("reset", None), ("delta", 250), ("set", 4000)]
    assert (kept[2].entry_date, kept[2].note) == (YESTERDAY, "Åsa said so")


def test_a_goal_is_printed_as_the_api_shows_it(ann: Terminal) -> None:
    goal_id = UUID(ann.goal(ANN, "Läs"))
    printed = ann("log", "läs", "--json")
    assert "Läs" in printed.out
    assert as_json(printed) == ann.works(ANN, lambda work: goal_view(goal(work, goal_id)))


def test_a_value_below_zero_is_no_option(ann: Terminal) -> None:
    ann.goal(ANN, "Weigh less")
    assert ann("log", "weigh", "-0.5", "--note", "at last").out == "Weigh less: -0.50 pages\n"
    assert ann("log", "--date", "2026-01-01", "weigh", "-1").out == "Weigh less: -1.50 pages\n"
    assert ann("log", "weigh", "--", "-0.5").out == "Weigh less: -2.00 pages\n"
    assert ann("log", "weigh", "--rest").sentence.startswith("value: must be a number")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--set", "--reset"], 2, "--set and --reset exclude one another."),
        (["five"], 2, "value: must be a number"),
        (["1.005"], 2, "value: must be a number"),
        (["0"], 2, "value: must not be 0"),
        (["--set"], 2, "value: is needed"),
        (["5", "--reset"], 2, "value: a reset takes no value"),
        (["--date", "2026-02-30"], 2, "entry_date: there is no such date"),
        (["--date", "2999-01-01"], 1, "entry_date: must not be in the future."),
        (["--note", "x" * 501], 2, "note: must have at most 500 characters"),
        (["99999999.99"], 1, "The sum would be too large"),
        (["--user", "x@example.com"], 1, "There is no account for x@example.com."),
    ],
)
def test_what_cannot_be_logged_is_refused_in_a_sentence(
    ann: Terminal, arguments: list[str], code: int, told: str
) -> None:
    ann.goal(ANN, "Read", start_value="0.01")
    said = ann("log", "read", *arguments)
    assert said.code == code and said.sentence.startswith(told)


def test_among_several_people_one_says_who_it_is(ann: Terminal) -> None:
    ann.goal(ANN, "Read")
    ann.adds("bob@example.com")
    ann.goal("bob@example.com", "Read")
    assert ann("log", "read").sentence == "There are 2 accounts; say whose goal it is with --user EMAIL."
    assert ann("log", "read", "7", "--user", "Bob@Example.com").out == "Read: 7.00 pages\n"
    assert ann("log", "read", "--user", ANN).out == "Read: 1.00 pages\n"


def test_without_accounts_there_is_nobody_to_log_for(terminal: Terminal) -> None:
    assert terminal("log", "read").sentence.startswith("There are 0 accounts")


class Elsewhere:
    """An instance over the network, where somebody has a token."""

    def __init__(self, instance: Instance) -> None:
        self.caller = instance.sign_up()
        self.env: Env = {
            "MILEPOST_URL": f"{instance.url}/",
            "MILEPOST_TOKEN": posted(self.caller, "/me/tokens", name="terminal")["token"],
            "MILEPOST_DATA_DIR": "/nowhere",
            "MILEPOST_DATABASE_URL": None,
        }


@pytest.fixture
def elsewhere(instance: Instance) -> Iterator[Elsewhere]:
    there = Elsewhere(instance)
    yield there
    there.caller.close()


def test_progress_is_logged_elsewhere_by_address_and_token(terminal: Terminal, elsewhere: Elsewhere) -> None:
    goal_id = counter(elsewhere.caller, "Read")
    counter(elsewhere.caller)
    said = terminal("log", "rea", "--set", "7.5", "--note", "é", env=elsewhere.env)
    assert (said.code, said.out) == (0, "Read: 7.50 pages\n")
    (entry,) = elsewhere.caller.get(f"/goals/{goal_id}/entries").json()["items"]
    assert (entry["kind"], entry["note"]) == ("set", "é")


def test_what_another_instance_refuses_is_told_in_a_sentence(
    terminal: Terminal, elsewhere: Elsewhere
) -> None:
    counter(elsewhere.caller, "Read")
    assert "/value must be a number" in terminal("log", "read", "x", env=elsewhere.env).sentence
    assert terminal("log", "walk", env=elsewhere.env).sentence.startswith("No open goal is called")
    without: Env = {**elsewhere.env, "MILEPOST_TOKEN": None}
    assert terminal("log", "read", env=without).sentence.startswith(
        "MILEPOST_TOKEN: needed with MILEPOST_URL"
    )
    wrong: Env = {**elsewhere.env, "MILEPOST_TOKEN": "mpt_wrong"}
    assert terminal("log", "read", env=wrong).sentence == "Not signed in"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "nonsense", "ftp://x", "http://[::1", "https://", "http://x:y"]
)
def test_an_address_that_does_not_answer_is_told_in_a_sentence(terminal: Terminal, url: str) -> None:
    env: Env = {"MILEPOST_URL": url, "MILEPOST_TOKEN": "mpt_x"}
    assert "does not answer" in terminal("log", "read", env=env).sentence


def test_an_address_of_something_else_is_told_in_a_sentence(terminal: Terminal, instance: Instance) -> None:
    env: Env = {"MILEPOST_URL": f"{instance.url}/sign-in?next=", "MILEPOST_TOKEN": "mpt_x"}
    assert "is no Milepost" in terminal("log", "read", env=env).sentence
