"""Trees once more, slow and plain: every way up is walked, nothing is remembered, numbers are fractions."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

LEVELS = ["ultimate", "long_term", "mid_term", "short_term", "immediate", "micro", "nano"]


class World:
    """Goals and sessions by name, sessions beginning with S: who stands under whom, and with which level."""

    def __init__(self) -> None:
        self.parents: dict[str, set[str]] = {}
        self.levels: dict[str, str | None] = {}

    def copy(self) -> "World":
        other = World()
        other.parents = {name: set(above) for name, above in self.parents.items()}
        other.levels = dict(self.levels)
        return other

    def ways_up(self, name: str, walked: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """Every way from here to the top, the nearest first; a way that comes back to itself ends there."""
        if name in walked:
            yield (*walked, name)
            return
        if not self.parents[name]:
            yield (*walked, name)
        for above in self.parents[name]:
            yield from self.ways_up(above, (*walked, name))

    def goes_round(self) -> bool:
        return any(len(set(way)) < len(way) for name in self.parents for way in self.ways_up(name))

    def depth(self) -> int:
        return max(len(way) for name in self.parents for way in self.ways_up(name))

    def offenders(self) -> set[str]:
        """Goals with a level that is not deeper than the nearest above, on any way."""
        return {name for name in self.parents if self.levels.get(name) and not self._is_deep_enough(name)}

    def _is_deep_enough(self, name: str) -> bool:
        own = LEVELS.index(self.levels[name] or "")
        for way in self.ways_up(name):
            for above in way[1:]:
                if above.startswith("S") and own <= LEVELS.index("short_term"):
                    return False
                level = self.levels.get(above)
                if level is not None:
                    if own <= LEVELS.index(level):
                        return False
                    break
        return True


class Sum(NamedTuple):
    """Σ w·p ÷ 100 and Σ w, and what they come to in percent, None where the weights come to nothing."""

    numerator: Fraction
    denominator: Fraction
    percent: Fraction | None


def rolled_up(shares: list[tuple[Fraction, Fraction | None]]) -> Sum:
    """Weights and percentages; an unknown percentage is left out with its weight."""
    known = [(weight, value) for weight, value in shares if value is not None]
    numerator = sum((weight * value / 100 for weight, value in known), Fraction(0))
    denominator = sum((weight for weight, _ in known), Fraction(0))
    return Sum(numerator, denominator, 100 * numerator / denominator if denominator else None)


def within(percent: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(100), percent))
