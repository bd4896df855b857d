"""A wrong setting stops every command with its name and what is allowed."""

from pathlib import Path

import pytest

from milepost.kernel.settings import WrongSetting
from tests.cli.conftest import Env, Terminal
from tests.conftest import fresh_settings

WRONG = [
    ("PORT", "abc", "a whole number from 0 to 65535"),
    ("PORT", "65536", "a whole number from 0 to 65535"),
    ("PORT", "-1", "a whole number from 0 to 65535"),
    ("MILEPOST_REGISTRATION", "maybe", "open or closed"),
    ("MILEPOST_SIGN_IN_LIMIT", "10/min", "off, or a number and a time such as 10/minute"),
    ("MILEPOST_REGISTER_LIMIT", "0/minute", "off, or a number and a time such as 10/minute"),
    ("MILEPOST_DATABASE_URL", "mysql://x", "sqlite:///PATH or postgresql://"),
    ("MILEPOST_DATABASE_URL", "data.db", "sqlite:///PATH or postgresql://"),
    ("MILEPOST_DATABASE_URL", "sqlite://x", "sqlite:///PATH or postgresql://"),
    ("MILEPOST_DATABASE_URL", "sqlite:///", "sqlite:///PATH or postgresql://"),
    ("MILEPOST_DATABASE_URL", "sqlite:///:memory:", "sqlite:///PATH or postgresql://"),
    ("MILEPOST_OWNER_URL", "sqlite:///x.db", "postgresql://"),
    ("MILEPOST_OWNER_URL", "postgresql://a:b@127.0.0.1:1/x", "only beside a MILEPOST_DATABASE_URL"),
    ("MILEPOST_PUBLIC_URL", "goals.example.com", "https://goals.example.com"),
    ("MILEPOST_PUBLIC_URL", "http://[::1", "https://goals.example.com"),
    ("MILEPOST_MAIL_URL", "mail.example.com:25", "smtp://USER:PASSWORD@HOST:PORT"),
    ("MILEPOST_TRUSTED_PROXIES", "10.0.0.1, proxy", "10.0.0.5, 192.168.0.0/16"),
    ("MILEPOST_TRUSTED_PROXIES", "10.0.0.1/8", "10.0.0.5, 192.168.0.0/16"),
]
RIGHT = [
    ("PORT", "0"),
    ("MILEPOST_SIGN_IN_LIMIT", "off"),
    ("MILEPOST_REGISTER_LIMIT", "5/hour"),
    ("MILEPOST_REGISTRATION", ""),
    ("MILEPOST_PUBLIC_URL", "https://goals.example.com/"),
    ("MILEPOST_MAIL_URL", "smtps://me:secret@mail.example.com:465"),
    ("MILEPOST_TRUSTED_PROXIES", "10.0.0.5, 192.168.0.0/16, ::1"),
]


@pytest.fixture
def terminal(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(fresh_settings("sqlite", request, tmp_path), tmp_path)


@pytest.mark.parametrize(("name", "value", "allowed"), WRONG)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    terminal: Terminal, name: str, value: str, allowed: str
) -> None:
    told = terminal("doctor", env={name: value}).sentence
    assert told.startswith(f"{name}: ") and allowed in told


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_right_setting_is_taken(terminal: Terminal, name: str, value: str) -> None:
    assert terminal("doctor", env={name: value}).code == 0


def test_every_wrong_setting_is_named_at_once(terminal: Terminal) -> None:
    told = terminal("doctor", env={"PORT": "x", "MILEPOST_REGISTRATION": "x"}).sentence
    assert "PORT: " in told and "MILEPOST_REGISTRATION: " in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('registraton = "closed"', "registraton: there is no such setting; there are host, port, data_dir"),
        ('registration = "maybe"', "MILEPOST_REGISTRATION: must be open or closed."),
        ("register_limit = 5", "MILEPOST_REGISTER_LIMIT: must be text."),
        ("port = true", "PORT: allowed: a whole number from 0 to 65535."),
        ("port = ", "milepost.toml: Invalid value"),
    ],
)
def test_a_wrong_line_in_the_file_is_named(terminal: Terminal, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "milepost.toml").write_text(text)
    without: Env = {"MILEPOST_REGISTRATION": None, "MILEPOST_REGISTER_LIMIT": None}
    assert terminal("doctor", env=without).sentence.startswith(told)


def test_the_environment_wins_over_the_file(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "milepost.toml").write_text('registration = "maybe"\nport = 8123\n')
    assert terminal("doctor", env={"MILEPOST_REGISTRATION": "closed"}).code == 0


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("MILEPOST_DATA_DIR", "/dev/null/data", "Not a directory"),
        ("MILEPOST_DATABASE_URL", "sqlite:///notes.txt", "file is not a database"),
        ("MILEPOST_DATABASE_URL", "postgresql://x:secret@127.0.0.1:1/x", "Connection refused"),
    ],
)
def test_a_database_out_of_reach_is_told_with_the_setting_and_without_the_password(
    terminal: Terminal, tmp_path: Path, name: str, value: str, why: str
) -> None:
    (tmp_path / "notes.txt").write_text("not a database\n" * 100)
    env: Env = {"MILEPOST_DATABASE_URL": None, "MILEPOST_OWNER_URL": None, name: value}
    if value.startswith("postgresql"):
        env["MILEPOST_OWNER_URL"] = value
    told = terminal("migrate", env=env).sentence
    assert told.startswith(f"{'MILEPOST_OWNER_URL' if 'secret' in value else name}: ")
    assert why in told and "secret" not in told


def test_without_debug_there_is_no_traceback_and_with_it_there_is(terminal: Terminal) -> None:
    assert terminal("doctor", env={"PORT": "x"}).code == 1
    with pytest.raises(WrongSetting):
        terminal("--debug", "doctor", env={"PORT": "x"})
