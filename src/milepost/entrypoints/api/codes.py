"""The table of codes: every failure that the product can tell. Run as a program it prints the page."""

import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module

import milepost
from milepost.entrypoints.api.problems import status
from milepost.kernel.errors import Failure

HEAD = """# Errors

Every failure has a code that stays the same from version to version. The API answers it as
`application/problem+json` (RFC 9457) with the status below: `type` is `/problems/` and the code, `title`
is the first sentence here, `detail` says more about the case at hand, and where an input is wrong,
`errors` lists a JSON pointer and a sentence for each fault. On the command line the sentence goes to
standard error.

| code | status | meaning |
|---|---|---|
"""


def failures() -> list[type[Failure]]:
    """Every failure of the modules that are loaded, by code."""
    found = {failure for failure in _below(Failure) if failure.__module__.startswith("milepost.")}
    return sorted(found, key=lambda failure: (failure.code, failure.__module__, failure.__qualname__))


def meaning(failure: type[Failure]) -> str:
    """What a failure's docstring says, its title first."""
    return " ".join(inspect.cleandoc(failure.__doc__ or "").split())


def table(known: Iterable[type[Failure]]) -> str:
    """The page `docs/errors.md`."""
    rows = (f"| `{each.code}` | {status(each)} | {meaning(each)} |\n" for each in known)
    return HEAD + "".join(rows)


def load_all() -> None:
    """Load every module of the product, so that no failure is missed."""
    for each in pkgutil.walk_packages(milepost.__path__, "milepost."):
        if not each.name.startswith(("milepost.migrations.env", "milepost.migrations.versions")):
            import_module(each.name)


def _below(kind: type[Failure]) -> Iterator[type[Failure]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


if __name__ == "__main__":
    load_all()
    sys.stdout.write(table(failures()))
