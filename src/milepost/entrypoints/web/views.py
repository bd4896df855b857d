"""What every page takes: what stands round it, and forms as they stand.

`Frame` goes into every template as `frame`, the page's own view as `page`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from milepost.goals.schemas import Kind

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands: what was typed, and what is wrong, by field; wrong with the whole is under ""."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


BLANK = Form()


@dataclass(frozen=True, slots=True)
class Toast:
    """What was just done to a goal, and where to post to undo it, if it can be undone."""

    kind: Kind | Literal["deleted", "completed"]
    title: str
    value: int | None = None
    unit: str = ""
    undo: str | None = None


class Person(NamedTuple):
    """Who is signed in, and by what their day is counted."""

    id: str
    zone: str
    day_start: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page; `csrf` goes into every form."""

    csrf: str = ""
    place: Literal["today", "goals", "practice", "find", "settings", "more", ""] = ""
    theme: Theme = "system"
    language: str = "en"
    toast: Toast | None = None
    person: Person | None = None
