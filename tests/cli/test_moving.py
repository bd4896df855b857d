"""`milepost backup`, `restore` and `copy` from a terminal."""

from pathlib import Path

from milepost.goals.queries import open_goals
from tests.cli.conftest import Terminal


def titles(terminal: Terminal, email: str) -> list[str]:
    return terminal.works(email, lambda work: [goal.title for goal in open_goals(work)])


def test_an_instance_goes_into_a_file_and_comes_back_elsewhere(terminal: Terminal, tmp_path: Path) -> None:
    email = terminal.adds("a@example.com")
    terminal.goal(email, "Read")
    file = tmp_path / "backup.db"
    said = terminal("backup", str(file))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f" rows are in {file}.\n")
    assert file.stat().st_mode & 0o077 == 0
    assert terminal("backup", str(file)).sentence == f"{file} is there already."
    assert "must be empty" in terminal("restore", str(file)).sentence
    elsewhere = {
        "MILEPOST_DATA_DIR": str(tmp_path / "elsewhere"),
        "MILEPOST_DATABASE_URL": None,
        "MILEPOST_OWNER_URL": None,
    }
    assert terminal("restore", str(file), env=elsewhere).code == 0
    assert terminal("user", "list", env=elsewhere).out.startswith("a@example.com")
    assert terminal("doctor", env=elsewhere).out == "Nothing is wrong.\n"
    assert titles(terminal, email) == ["Read"]


def test_an_instance_is_carried_into_another_database(terminal: Terminal, tmp_path: Path) -> None:
    terminal.adds("a@example.com")
    source = terminal.settings.owner_url or terminal.settings.database
    target = f"sqlite:///{tmp_path}/other.db"
    said = terminal("copy", "--from", source, "--to", target)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("rows were carried over and compared.\n")
    again = terminal("copy", "--from", source, "--to", target)
    assert again.sentence == "The target has rows already; it must be empty."


def test_what_cannot_be_carried_is_told(terminal: Terminal, tmp_path: Path) -> None:
    assert (
        "is neither sqlite:///PATH nor"
        in terminal("copy", "--from", "mysql://x", "--to", "sqlite:///y").sentence
    )
    assert "is no backup of an instance" in terminal("restore", str(tmp_path / "none.db")).sentence
    assert not (tmp_path / "none.db").exists()
    missing = tmp_path / "missing" / "backup.db"
    assert str(missing.parent) in terminal("backup", str(missing)).sentence
