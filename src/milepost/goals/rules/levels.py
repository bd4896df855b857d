"""Levels from `ultimate` down to `nano`, and how they follow one another."""

from typing import NamedTuple

LEVELS = ("ultimate", "long_term", "mid_term", "short_term", "immediate", "micro", "nano")
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}

OF_SESSIONS = "short_term"
"""The level of goals that are practised for."""

ROOT, SESSION, NO_LEVEL = "root", "practice_session", "none"
"""What may be above a goal beside a level: nothing, a practice session, a goal without level."""

_PLACES = {
    ROOT: "as a root",
    SESSION: "under a practice session of short_term goals",
    NO_LEVEL: "under a goal without level",
}
_STRICTLY_UNDER = {"ultimate": ROOT, "immediate": SESSION} | {
    level: LEVELS[_RANKS[level] - 1] for level in ("long_term", "mid_term", "short_term", "micro", "nano")
}


class Step(NamedTuple):
    """How far down something stands: what is under it must be deeper. `said` names it."""

    rank: int
    said: str


TOP = Step(-1, "the top")
UNDER_A_SESSION = Step(_RANKS[OF_SESSIONS], "short_term, as which a practice session counts")


def step_of(level: str, title: str) -> Step:
    """That of a goal with a level."""
    return Step(_RANKS[level], f"{level}, the level of “{title}” above it")


def is_below(level: str, step: Step) -> bool:
    """Whether a level is deeper than a step.

    >>> is_below("micro", UNDER_A_SESSION), is_below("short_term", UNDER_A_SESSION), is_below("ultimate", TOP)
    (True, False, True)
    """
    return _RANKS[level] > step.rank


def carries_sessions(level: str | None, strict: bool) -> bool:
    """Whether a goal of this level may have practice sessions.

    >>> carries_sessions(None, strict=False), carries_sessions(None, strict=True)
    (True, False)
    """
    return level == OF_SESSIONS or (level is None and not strict)


def misplaced(level: str | None, above: str) -> str | None:
    """What the strict rule says against a level under `above`, naming both; None if nothing.

    Each level stands exactly under the one before it, roots are ultimate to short_term, and immediate
    goals stand under practice sessions alone. A goal without level fits anywhere. `above` is a level,
    ROOT, SESSION or NO_LEVEL.

    >>> misplaced("micro", "immediate"), misplaced("immediate", SESSION), misplaced("mid_term", ROOT)
    (None, None, None)
    >>> misplaced("micro", "short_term")
    'a micro goal stands under an immediate goal, not under a short_term goal'
    """
    if level is None or above == _STRICTLY_UNDER[level]:
        return None
    if above == ROOT and _RANKS[level] <= _RANKS[OF_SESSIONS]:
        return None
    return f"{_a(level)} goal stands {_place(_STRICTLY_UNDER[level])}, not {_place(above)}"


def _a(level: str) -> str:
    return f"{'an' if level[0] in 'aeiou' else 'a'} {level}"


def _place(above: str) -> str:
    return _PLACES.get(above) or f"under {_a(above)} goal"
