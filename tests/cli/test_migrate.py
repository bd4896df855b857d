"""`milepost migrate`, and what commands say of a database that is not in this version."""

from pathlib import Path

import pytest

from milepost.kernel.settings import Settings
from milepost.migrations.version import VERSION
from tests.cli.conftest import Change, Terminal
from tests.postgres import Roles, Server


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    """A terminal by an instance without a database, or with an empty one."""
    if engine == "sqlite":
        return Terminal(Settings(data_dir=tmp_path / "data"), tmp_path)
    server: Server = request.getfixturevalue("postgres")
    name = server.create_database(f"empty_{tmp_path.parent.name}_{tmp_path.name}"[-60:], owner=Roles().owner)
    chosen = Settings(data_dir=tmp_path, database_url=server.app_url(name), owner_url=server.owner_url(name))
    return Terminal(chosen, tmp_path)


@pytest.mark.parametrize(
    "command", [["doctor"], ["log", "read"], ["user", "list"], ["token", "add", "a@b.c", "x"]]
)
def test_before_it_commands_say_what_to_run(empty: Terminal, command: list[str]) -> None:
    assert empty(*command).sentence.endswith("Run: milepost migrate")


def test_it_makes_the_database_and_says_so_when_there_is_nothing_to_do(empty: Terminal) -> None:
    first, second = empty("migrate"), empty("migrate")
    assert (first.code, first.err) == (second.code, second.err) == (0, "")
    assert first.out.startswith(f"The database is now in version {VERSION}; ")
    assert second.out == f"The database is in version {VERSION} already.\n"
    empty.adds("ann@example.com")
    assert empty("doctor").out == "Nothing is wrong.\n"


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_on_postgresql_it_needs_the_owner(empty: Terminal) -> None:
    told = empty("migrate", env={"MILEPOST_OWNER_URL": None}).sentence
    assert told.startswith("MILEPOST_OWNER_URL: needed")


def test_a_database_of_a_later_version_is_refused(terminal: Terminal, past_the_product: Change) -> None:
    past_the_product("UPDATE alembic_version SET version_num = '9999'")
    for command in (["migrate"], ["doctor"], ["log", "read"], ["serve", "--port", "0"]):
        assert "later version of Milepost (9999)" in terminal(*command).sentence


def test_an_unknown_command_or_option_is_a_usage_error(terminal: Terminal) -> None:
    for command in (["frobnicate"], ["doctor", "--hard"], ["log"], ["serve", "--workers", "0"]):
        said = terminal(*command)
        assert said.code == 2 and "Traceback" not in said.err
