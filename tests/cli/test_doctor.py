"""`milepost doctor`: what is not as it should be is named, and mended where it can be."""

import pytest

from tests.api.writers import wait_for, writing
from tests.cli.conftest import Change, Terminal, as_json
from tests.instance import Instance, counter

ANN = "ann@example.com"


@pytest.fixture
def goal_id(terminal: Terminal) -> str:
    """A counter that stands at 3."""
    terminal.adds(ANN)
    made = terminal.goal(ANN, "Read")
    for value in ("2", "1"):
        assert terminal("log", "read", value).code == 0
    return made


def test_a_healthy_instance_is_clean(terminal: Terminal, goal_id: str) -> None:
    said = terminal("doctor")
    assert (said.code, said.out, said.err) == (0, "Nothing is wrong.\n", "")
    assert as_json(terminal("doctor", "--json")) == {"findings": []}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("current_value", "777"),
        ("last_seq", "1"),
        ("newest_entry_date", "'2020-01-01'"),
        ("newest_entry_date", "NULL"),
    ],
)
def test_a_number_that_its_entries_do_not_make_is_named_and_mended(
    terminal: Terminal, goal_id: str, past_the_product: Change, column: str, value: str
) -> None:
    past_the_product(f"UPDATE goals SET {column} = {value}")
    said = terminal("doctor")
    assert said.code == 1
    assert said.out.startswith(f"current_value: goals {goal_id}: expected 3.00 after entry 2 on ")
    assert said.out.endswith("1 found.\n")
    (found,) = as_json(terminal("doctor", "--json"))["findings"]
    assert (found["check"], found["place"], found["mended"]) == ("current_value", f"goals {goal_id}", False)
    mended = terminal("doctor", "--fix")
    assert (mended.code, mended.out.count("Mended.")) == (0, 1)
    assert terminal("doctor").out == "Nothing is wrong.\n"
    assert terminal("log", "read").out == "Read: 4.00 pages\n"


def test_entries_beyond_any_amount_are_named_and_left_to_a_person(
    terminal: Terminal, goal_id: str, past_the_product: Change
) -> None:
    past_the_product("UPDATE progress_entries SET value = 9999999999")
    for command in (["doctor"], ["doctor", "--fix"]):
        said = terminal(*command)
        assert said.code == 1 and f"goals {goal_id}: expected at most 99,999,999.99" in said.out


def test_rows_that_point_nowhere_are_named(
    terminal: Terminal, goal_id: str, past_the_product: Change, engine: str
) -> None:
    if engine == "sqlite":
        past_the_product("PRAGMA foreign_keys = OFF; DELETE FROM goals")
        told = "foreign keys: progress_entries: "
    else:
        name = "fk_nobody_looked"
        past_the_product(
            f"ALTER TABLE progress_entries ADD CONSTRAINT {name} FOREIGN KEY (user_id, goal_id)"
            " REFERENCES goals (user_id, id) NOT VALID"
        )
        told = "foreign keys: progress_entries: "
    said = terminal("doctor")
    assert said.code == 1 and told in said.out
    assert terminal("doctor", "--fix").code == 1


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "opened",
    [
        "ALTER TABLE goals DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE goals NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY everybody ON goals USING (true)",
    ],
)
def test_a_table_outside_of_the_second_lock_is_named(
    terminal: Terminal, past_the_product: Change, opened: str
) -> None:
    past_the_product(opened)
    said = terminal("doctor")
    assert said.code == 1 and "isolation: " in said.out and "goals" in said.out


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_it_looks_as_the_owner_of_the_database(terminal: Terminal) -> None:
    told = terminal("doctor", env={"MILEPOST_OWNER_URL": None}).sentence
    assert told.startswith("MILEPOST_OWNER_URL: needed for this command on PostgreSQL")


def test_beside_a_busy_server_it_takes_no_number_on_its_way_for_a_wrong_one(
    instance: Instance,
) -> None:
    with instance.sign_up() as caller:
        made = [counter(caller) for _ in range(2)]
        token = caller.headers["authorization"].removeprefix("Bearer ")
        beside = Terminal(instance.settings, instance.folder)
        with writing(instance, token, made, 8) as writers:
            wait_for(writers, 50)
            for _ in range(5):
                assert beside("doctor").out == "Nothing is wrong.\n"
                assert beside("doctor", "--fix").out == "Nothing is wrong.\n"
        assert not any(each.refused or each.unsure for each in writers)
