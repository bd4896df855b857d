"""`milepost export` puts everything that a person owns into their hands."""

import json
from pathlib import Path
from zipfile import ZipFile

from tests.cli.conftest import Terminal


def test_a_person_takes_everything_away(terminal: Terminal, tmp_path: Path) -> None:
    assert (
        terminal("user", "add", "a@example.com", "--password-stdin", stdin="correct horse battery").code == 0
    )
    said = terminal("export", "--user", "a@example.com")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["profile"]["email"] == "a@example.com"
    out = tmp_path / "mine.json"
    assert terminal("export", "--user", "a@example.com", "--out", str(out)).code == 0
    assert json.loads(out.read_text())["tables"]["goals"] == []
    assert out.stat().st_mode & 0o077 == 0
    again = terminal("export", "--user", "a@example.com", "--out", str(out))
    assert (again.code, again.err) == (1, f"milepost: {out}: File exists.\n")
    zipped = tmp_path / "mine.zip"
    assert terminal("export", "--user", "a@example.com", "--format", "csv", "--out", str(zipped)).code == 0
    with ZipFile(zipped) as opened:
        assert {"goals.csv", "progress_entries.csv"} <= set(opened.namelist())


def test_what_cannot_be_taken_away_is_told(terminal: Terminal) -> None:
    assert terminal("export", "--user", "nobody@example.com").code == 1
    assert terminal("export").code == 2
    assert terminal("export", "--user", "nobody@example.com", "--format", "xml").code == 2
