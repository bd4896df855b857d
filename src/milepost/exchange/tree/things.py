"""A goal or a session on its way into the tree, or in it already."""

from typing import Protocol
from uuid import UUID

from milepost.goals.rules.levels import TOP

GOALS, SESSIONS, LINKS = "goals", "practice_sessions", "links"


class Origin(Protocol):
    """Where in a file something stands, and under which id."""

    @property
    def path(self) -> str:
        """As a JSON pointer."""

    @property
    def named(self) -> str:
        """What the file calls it."""


class Thing:
    """A goal or a session: of a file, of the record, or of both."""

    __slots__ = ("below", "depth", "id", "is_here", "is_session", "level", "old_parents", "origin", "parents")

    def __init__(self, is_session: bool, level: str | None, origin: Origin | None = None) -> None:
        self.origin = origin
        self.is_session = is_session
        self.level = level
        self.id: UUID | None = None
        self.is_here = False
        """Whether it is in the record already, so that nothing of it is changed."""
        self.parents: list[Thing] = []
        """What it stands under, or is to: one at most for a goal."""
        self.old_parents: list[Thing] = []
        """Of these, those that it stands under here already."""
        self.below = TOP
        """What stands under it must be deeper."""
        self.depth = 0

    @property
    def kind(self) -> str:
        """The word of the paths for it."""
        return SESSIONS if self.is_session else GOALS

    @property
    def named(self) -> str:
        """What the file calls it, or its id here."""
        return str(self.id) if self.origin is None else self.origin.named
