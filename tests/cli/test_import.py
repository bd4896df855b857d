"""`milepost import` from a terminal: by itself, by a running server, and cut off in the middle."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from milepost.accounts.queries import tokens
from milepost.goals.queries import open_goals
from milepost.kernel.work import Work
from tests.cli.conftest import Change, Env, Terminal, as_json
from tests.exchange.fractal_files import big
from tests.exchange.homes import node
from tests.instance import PROGRAM, Instance

ANN = "ann@example.com"
TREE = [node("A", "UltimateGoal", node("B", "LongTermGoal", completed="yes"))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tree.json"
    path.write_text(json.dumps(TREE))
    return path


def titles(terminal: Terminal) -> set[str]:
    return terminal.works(ANN, lambda work: {goal.title for goal in open_goals(work)})


def test_a_file_comes_in_and_the_terminal_says_what_it_did(terminal: Terminal, file: Path) -> None:
    terminal.adds(ANN)
    dry = terminal("import", "fractal", str(file), "--user", ANN, "--dry-run")
    assert dry.code == 0 and dry.out.splitlines()[:2] == [
        "A dry run: nothing was written.",
        "Created: 2 goals.",
    ]
    assert titles(terminal) == set()
    said = terminal("import", "fractal", str(file), "--user", ANN)
    assert (said.code, said.err) == (0, "")
    assert said.out == "Created: 2 goals.\nRepaired: /0/children/0: completed: 'yes' is now False.\n"
    again = as_json(terminal("import", "fractal", str(file), "--user", ANN, "--json"))
    assert (again["created"], again["written"], again["unchanged"]) == ({}, False, {"goals": 2})
    file.write_text("[]")
    assert terminal("import", "fractal", str(file), "--user", ANN).out == "There is nothing in the file.\n"


def test_a_broken_file_and_one_of_refused_rows_alone_end_with_1(terminal: Terminal, file: Path) -> None:
    terminal.adds(ANN)
    file.write_text('[{"name"')
    told = terminal("import", "fractal", str(file), "--user", ANN).sentence
    assert told == f"{file}: line 1, column 9: The file ends before it is whole."
    said = terminal("import", "fractal", str(file), "--user", ANN, "--json")
    assert said.code == 1 and as_json(said)["error"] == {
        "detail": "The file ends before it is whole.", "line": 1, "column": 9,
    }  # fmt: skip
    file.write_text("[5]")
    said = terminal("import", "fractal", str(file), "--user", ANN)
    assert (said.code, said.out) == (1, "Refused: /0: is not an object that says anything of a goal.\n")


def test_what_was_typed_wrong_is_told(terminal: Terminal, file: Path) -> None:
    terminal.adds(ANN)
    nobody = terminal("import", "fractal", str(file), "--user", "nobody@example.com")
    assert nobody.sentence == "There is no account for nobody@example.com."
    gone = terminal("import", "fractal", str(file) + "x", "--user", ANN)
    assert gone.sentence.endswith("No such file or directory.")
    for arguments, told in (
        (("odd", str(file), "--user", ANN), "format: must be entries-csv, fractal or milepost."),
        (("fractal", str(file)), "--user: needed"),
        (("entries-csv", str(file), "--user", ANN), "goal_id: is required for entries-csv."),
        (("fractal", str(file), "--user", ANN, "--goal", "x"), "goal_id: must be a UUID."),
    ):
        said = terminal("import", *arguments)
        assert said.code == 2 and told in said.sentence


def test_a_sheet_and_an_export_come_in(terminal: Terminal, tmp_path: Path) -> None:
    terminal.adds(ANN)
    goal_id, sheet, out = terminal.goal(ANN, "Read"), tmp_path / "sheet.csv", tmp_path / "out.json"
    sheet.write_text("date,value\n2026-01-01,5\n2026-01-02,x\n")
    said = terminal("import", "entries-csv", str(sheet), "--user", ANN, "--goal", goal_id)
    assert said.code == 0 and said.out.startswith("Created: 1 entries.\nRefused: line 3: its value must be")
    assert terminal("export", "--user", ANN, "--out", str(out)).code == 0
    terminal.adds("bob@example.com")
    said = terminal("import", "milepost", str(out), "--user", "bob@example.com")
    assert said.out == "Created: 1 goals, 1 entries.\n"


@pytest.fixture
def served(terminal: Terminal, tmp_path: Path) -> Instance:
    return Instance(terminal.settings, tmp_path)


def test_a_running_server_is_asked_to_do_it(
    terminal: Terminal, file: Path, served: Instance, engine: str
) -> None:
    terminal.adds(ANN)
    place = terminal.settings.data_dir / "serving"
    with served:
        assert place.exists() == (engine == "sqlite")
        said = terminal("import", "fractal", str(file), "--user", ANN, env={"PORT": str(served.port)})
        assert said.out.startswith("Created: 2 goals.\n"), said
        asked = '"route":"/api/v1/imports"' in served.log.read_text()
        assert asked == (engine == "sqlite")
        remote: Env = {"MILEPOST_URL": served.url, "MILEPOST_TOKEN": _token(terminal)}
        again = terminal("import", "fractal", str(file), env=remote)
        assert again.out == "Unchanged: 2 goals.\n"
        file.write_text("[")
        assert "line 1, column 2" in terminal("import", "fractal", str(file), env=remote).sentence
    assert not place.exists()
    tokens = terminal.works(ANN, _token_names)
    assert tokens == ["mine"]


def _token(terminal: Terminal) -> str:
    return terminal("token", "add", ANN, "mine").out.strip()


def _token_names(work: Work) -> list[str]:
    return [each.name for each in tokens(work, 100)]


def test_a_server_that_is_gone_without_a_word_is_not_waited_for(terminal: Terminal, file: Path) -> None:
    terminal.adds(ANN)
    (terminal.settings.data_dir / "serving").write_text(f"{os.getpid()} http://127.0.0.1:9\n")
    assert terminal("import", "fractal", str(file), "--user", ANN).code == 0


def test_killed_in_the_middle_all_of_it_is_there_or_nothing(
    terminal: Terminal, tmp_path: Path, past_the_product: Change
) -> None:
    terminal.adds(ANN)
    path = tmp_path / "big.json"
    path.write_text(json.dumps(big(3000)))
    command = [PROGRAM, "import", "fractal", str(path), "--user", ANN]
    env = os.environ | {name: value for name, value in terminal.env.items() if value is not None}
    counts = set()
    for _ in range(2):
        process = subprocess.Popen(command, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.8, 3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        counts.add(len(titles(terminal)))
        past_the_product(_aged(terminal))
    said = terminal("import", "fractal", str(path), "--user", ANN)
    assert said.code == 0, said
    whole = len(titles(terminal))
    assert whole > 1500 and counts <= {0, whole}
    assert terminal("doctor").out == "Nothing is wrong.\n"


def _aged(terminal: Terminal) -> str:
    """As if it had been long ago."""
    is_sqlite = terminal.settings.database.startswith("sqlite")
    hour = "3600000000" if is_sqlite else "interval '1 hour'"
    return f"UPDATE imports SET beat_at = beat_at - {hour}"
