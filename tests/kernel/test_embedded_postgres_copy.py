"""Our copy of the PostgreSQL programs: whole, readable by the server's account, changed by nobody else."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import Cluster, program
from tests.postgres.installation import PROGRAMS, copied_to, installed
from tests.postgres.places import LONGEST_DIRECTORY, Account, NoPlace, is_fit, is_ours, server_account

ROOT = Path(__file__).parents[2]


def contents(copy: Path) -> dict[Path, int]:
    return {path.relative_to(copy): path.stat().st_size for path in copy.rglob("*") if path.is_file()}


def test_the_servers_account_can_run_our_copy_which_is_not_in_the_virtual_environment() -> None:
    account = server_account()
    assert not program("postgres").is_relative_to(sys.prefix)
    for name in ("postgres", "psql"):
        subprocess.run(
            [str(program(name)), "--version"],
            check=True,
            cwd="/",
            capture_output=True,
            user=account.uid if account.is_other else None,
            group=account.gid if account.is_other else None,
        )


def test_a_program_that_the_wheel_lacks_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="pg_nonsense"):
        program("pg_nonsense")


def test_several_processes_make_one_whole_copy_at_once(tmp_path: Path) -> None:
    code = "from tests.postgres.installation import *; import sys; print(copied_to(Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    makers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    copies = {maker.communicate()[0].strip() for maker in makers}
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    assert len(copies) == 1
    copy = Path(copies.pop())
    assert contents(copy) == contents(installed())
    assert {stat.S_IMODE(path.stat().st_mode) for path in copy.rglob("*")} == {0o755, 0o644}


def test_a_copy_of_which_files_are_missing_or_cut_short_is_made_whole(tmp_path: Path) -> None:
    copy = copied_to(tmp_path)
    assert copy is not None
    before = contents(copy)
    (copy / PROGRAMS / "pgbench").unlink()
    (copy / PROGRAMS / "psql").write_bytes(b"cut short")
    assert copied_to(tmp_path) == copy
    assert contents(copy) == before


def test_a_copy_that_somebody_else_owns_or_may_change_is_not_trusted(tmp_path: Path) -> None:
    copy = tmp_path / installed().name
    copy.mkdir()
    copy.chmod(0o777)
    assert copied_to(tmp_path) is None
    assert not list(copy.iterdir())
    copy.chmod(0o755)
    if os.getuid() == 0:
        os.chown(copy, 65534, 65534)
        assert copied_to(tmp_path) is None
    copy.rename(tmp_path / "elsewhere")
    copy.symlink_to(tmp_path / "elsewhere")
    assert not is_ours(copy)
    assert copied_to(tmp_path) is None


def test_a_directory_that_others_could_tamper_with_or_that_is_too_long_is_refused(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    account = Account(os.getuid(), os.getgid())
    assert not is_fit(shared, account)
    shared.chmod(0o1777)
    assert is_fit(shared, account)
    long = tmp_path / ("l" * LONGEST_DIRECTORY)
    long.mkdir()
    for unfit in (long, tmp_path / "absent"):
        with pytest.raises(NoPlace):
            Cluster(under=unfit)


def test_a_directory_through_which_the_servers_account_cannot_pass_is_refused(tmp_path: Path) -> None:
    private = tmp_path / "private" / "open"
    private.mkdir(parents=True)
    private.parent.chmod(0o700)
    somebody_else = Account(os.getuid() + 1, os.getgid())
    assert not is_fit(private, somebody_else)
    assert is_fit(private, Account(os.getuid(), os.getgid()))
