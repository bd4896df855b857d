"""What an import says of itself: how much came in, what was put right on the way, what was refused."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

COUNTED = ("created", "merged", "unchanged", "deleted")
"""What a report counts, by kind."""
LONGEST = 300
"""How much of a value that was in the file is told, in code points."""


class Broken(Exception):
    """The file cannot be taken at all; line and column, from 1 and in code points, say where it breaks."""

    def __init__(self, detail: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(detail)
        self.detail, self.line, self.column = detail, line, column


class Repair(NamedTuple):
    """Something that was put right: where, what, what it was and what it is now."""

    path: str
    what: str
    was: Any
    now: Any


class Refusal(NamedTuple):
    """Something that was left out, and why."""

    path: str
    why: str


@dataclass
class Report:
    """What one import did, or would do."""

    format: str
    dry_run: bool
    created: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    deleted: Counter[str] = field(default_factory=Counter)
    """What an earlier import brought and was deleted here since: it stays deleted."""
    repaired: list[Repair] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def repair(self, path: str, what: str, was: Any, now: Any) -> None:
        """Note that something was put right."""
        self.repaired.append(Repair(path, what, _told(was), _told(now)))

    def refuse(self, path: str, why: str) -> None:
        """Note that something was left out."""
        self.refused.append(Refusal(path, why))

    def view(self, written: bool) -> dict[str, Any]:
        """The report as every entrance shows it; kinds with nothing are left out."""
        return {
            "format": self.format,
            "dry_run": self.dry_run,
            **{each: _counts(getattr(self, each)) for each in COUNTED},
            "repaired": [each._asdict() for each in self.repaired],
            "refused": [each._asdict() for each in self.refused],
            "written": written,
        }


def is_all_refused(report: Mapping[str, Any]) -> bool:
    """Whether there was something in the file, and every row of it was refused."""
    return bool(report["refused"]) and not any(report[each] for each in COUNTED)


def refusal_view(broken: Broken) -> dict[str, Any]:
    """What is told of a file that was refused whole."""
    error = {"detail": broken.detail, "line": broken.line, "column": broken.column}
    return {"written": False, "error": error}


def _counts(counted: Counter[str]) -> dict[str, int]:
    return {kind: number for kind, number in counted.items() if number}


def _told(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    if isinstance(value, dict | list):
        return _told(str(value))
    return value
