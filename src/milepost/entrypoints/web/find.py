"""Finding anything: places, goals, practice sessions, categories; also what the palette shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.visit import Visit
from milepost.goals import listing
from milepost.goals.categories import FIRST, categories
from milepost.goals.listing import Wanted
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import Status
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading
from milepost.practice import queries as practice

places = Places()

MOST = 20
"""How many of each kind are shown."""
_OPEN: tuple[Status, ...] = ("active", "paused")
_OVER: tuple[Status, ...] = ("completed", "archived")


@dataclass(frozen=True, slots=True)
class FindPage:
    """`find.html`: what was looked for and, by kind, where it leads: pairs of an id and a title.

    `key` is what was looked for as titles are searched by; open goals stand before those that are over.
    """

    words: str = ""
    key: str = ""
    goals: Sequence[tuple[str, str]] = ()
    sessions: Sequence[tuple[str, str]] = ()
    categories: Sequence[tuple[str, str]] = ()


@places.get("/more")
async def more(visit: Visit) -> Response:
    """The places that the bar of a phone has no room for."""
    await visit.read(lambda reading: reading.owner)
    return visit.show("more.html", None, "more")


@places.get("/find")
async def find(visit: Visit) -> Response:
    """Everything of one's own that has these words."""
    words = visit.asked("q")[:255]
    return visit.show("find.html", await visit.read(lambda reading: _page(reading, words)), "find")


def _page(reading: Reading, words: str) -> FindPage:
    key = text_key(words)
    if not key:
        return FindPage()
    goals = [*_goals(reading, words, _OPEN), *_goals(reading, words, _OVER)]
    return FindPage(
        words,
        key,
        [(str(goal.id), goal.title) for goal in goals[:MOST]],
        [(str(row.id), row.name) for row in practice.named(reading, words, MOST)],
        [(str(row.id), row.name) for row in categories(reading, MOST, FIRST, words)],
    )


def _goals(reading: Reading, words: str, statuses: tuple[Status, ...]) -> list[GoalRow]:
    return listing.goals(reading, MOST, wanted=Wanted(statuses=statuses, words=words))
