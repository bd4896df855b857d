"""How progress is rolled up: shares with weights make a number, exact until it is shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

WHOLE = (1, 1)
NOTHING = (0, 1)

Part = tuple[int, int]
"""An exact part of a whole: numerator and denominator, which is above 0. Not reduced."""


class Share(NamedTuple):
    """One thing that counts towards a goal: how far it is, None if that is unknown, and its weight.

    The weight is in hundredths. `kind` is the word for it, `id` and `title` say which it is.
    """

    kind: str
    id: UUID
    title: str
    weight: int
    part: Part | None


class Sum(NamedTuple):
    """What shares come to: Σ weight x part, and Σ weight in hundredths, over those that are known."""

    gone: Part
    weight: int

    @property
    def part(self) -> Part | None:
        """The weighted mean, None where the weights come to nothing."""
        return (self.gone[0], self.gone[1] * self.weight) if self.weight else None


def cut(part: Part) -> Part:
    """A part within 0 and 1.

    >>> cut((-1, 4)), cut((3, 4)), cut((5, 4))
    ((0, 1), (3, 4), (1, 1))
    """
    numerator, denominator = part
    if numerator <= 0:
        return NOTHING
    return part if numerator < denominator else WHOLE


def summed(shares: Iterable[Share]) -> Sum:
    """Add shares up; one whose part is unknown is left out with its weight.

    Parts of the same denominator are added first, and of the others always two of about the same size,
    so that thousands of different denominators stay affordable.

    >>> half, known, unknown = (Share("goal", UUID(int=0), "", 100, part) for part in ((1, 2), (1, 1), None))
    >>> summed([half, known, unknown]).part, summed([unknown]).part
    ((300, 400), None)
    """
    by_denominator: defaultdict[int, int] = defaultdict(int)
    weight = 0
    for share in shares:
        if share.part is not None and share.weight:
            by_denominator[share.part[1]] += share.weight * share.part[0]
            weight += share.weight
    parts = [(numerator, denominator) for denominator, numerator in by_denominator.items()]
    return Sum(_added(parts), weight)


def _added(parts: Sequence[Part]) -> Part:
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    (one, of), (other, by) = _added(parts[:half]), _added(parts[half:])
    return (one * by + other * of, of * by)
