"""Which goal a few typed words mean."""

from typing import Any, NamedTuple
from uuid import UUID

from milepost.entrypoints.cli.terminal import Stop
from milepost.kernel.text import text_key


class Logged(NamedTuple):
    """What `log` prints: the goal as the API shows it, and its percentage if it has one."""

    goal: dict[str, Any]
    percent: str | None


class Candidate(NamedTuple):
    """An open goal that a title may mean."""

    id: UUID
    title: str


def one_of(text: str, goals: list[Candidate]) -> UUID:
    """The goal that a text means: by id, by whole title, or by the beginning of one title alone.

    Raises:
        Stop: if none or several fit; these are named.
    """
    key = text_key(text)
    by_id = [each for each in goals if str(each.id) == text.lower()]
    whole = [each for each in goals if text_key(each.title) == key]
    begun = [each for each in goals if text_key(each.title).startswith(key)]
    fitting = by_id or whole or begun
    if len(fitting) == 1:
        return fitting[0].id
    if not fitting:
        raise Stop(f"No open goal is called {text!r} or begins so.")
    named = "".join(f"\n  {each.title}  ({each.id})" for each in fitting)
    raise Stop(f"{len(fitting)} open goals fit {text!r}:{named}")
