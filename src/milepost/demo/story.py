"""The story of the demo's person: what was set, logged and practised, by days before today.

Pure data. A deadline lies so many days after today, before it where the number is negative.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from milepost.goals.rules.lifecycle import Verb
from milepost.goals.schemas import GoalType, Kind, Level

TIMEZONE = "Europe/Berlin"
FULL_NAME = "Ada Winter"


class Goal(NamedTuple):
    """A goal, set so many days ago, under another by title, or under a practice session by name."""

    title: str
    ago: int
    goal_type: GoalType = "milestone"
    level: Level | None = None
    under: str = ""
    session: str = ""
    category: str = ""
    unit: str = ""
    start: str = "0"
    target: str = ""
    until: int | None = None
    description: str = ""


class Entry(NamedTuple):
    """What was logged so many days ago."""

    ago: int
    kind: Kind
    value: str | None
    note: str = ""


class Session(NamedTuple):
    """A practice session that was planned so many days ago, and done then or not yet."""

    name: str
    ago: int
    goals: Sequence[str]
    minutes: int
    done: bool = True


class Turn(NamedTuple):
    """A goal's status changed so many days ago."""

    title: str
    ago: int
    verb: Verb


CATEGORIES: Mapping[str, str] = {
    "Bakery": "#b0562b",
    "Music": "#7a5aa6",
    "Health": "#17694f",
    "Home": "#a88421",
}

BAKERY, BACH, SUITE = "Open a bakery", "Play Bach in public", "First suite from memory"
PRELUDE, SHIFTS, ALLEMANDE = "Prelude at 66 beats", "Clean shifts to fourth position", "Allemande by heart"
SAVING, RUNNING, WEIGHT, SMOKING = (
    "Save for the bakery",
    "Run a half marathon",
    "Weigh 72 kg",
    "Days without smoking",
)
PLACE, COURSE, NOVELS, ITALIAN = (
    "Find the place",
    "Pass the food hygiene course",
    "Read twelve novels",
    "Learn Italian",
)
BOWS, EYES = "Slow bows and shifts", "Shifts with eyes closed"

GOALS: Sequence[Goal] = (
    Goal(BAKERY, 360, level="ultimate", category="Bakery",
         description="Bread that people cross the town for, and a window seat for those who wait."),
    Goal(SAVING, 269, "target_based", "long_term", BAKERY, category="Bakery", unit="euros", target="18000",
         until=279, description="Half of what the oven and three months of rent cost."),
    Goal(PLACE, 200, level="long_term", under=BAKERY, category="Bakery", until=120),
    Goal("Talk to three landlords", 180, level="mid_term", under=PLACE),
    Goal("Walk every street within ten minutes", 170, level="mid_term", under=PLACE),
    Goal("Sign the lease", 160, level="mid_term", under=PLACE, until=110),
    Goal(COURSE, 290, "target_based", "long_term", BAKERY, category="Bakery", unit="units", target="12",
         until=-140),
    Goal(BACH, 350, level="ultimate", category="Music"),
    Goal(SUITE, 300, level="long_term", under=BACH, category="Music", until=205),
    Goal(PRELUDE, 120, level="short_term", under=SUITE, category="Music", until=25),
    Goal(SHIFTS, 100, level="short_term", under=SUITE, category="Music", until=67),
    Goal(ALLEMANDE, 40, level="short_term", under=SUITE, category="Music", until=156),
    Goal("Shift from D to F without a slide", 12, level="immediate", session=BOWS),
    Goal("Thumb free in bar 12", 12, level="micro", under="Shift from D to F without a slide"),
    Goal(RUNNING, 116, "target_based", "mid_term", category="Health", unit="km", start="5", target="21.1",
         until=137),
    Goal(WEIGHT, 84, "target_based", category="Health", unit="kg", start="78", target="72", until=95),
    Goal(SMOKING, 340, "continuous_counter", category="Health", unit="days"),
    Goal(NOVELS, 327, "target_based", category="Home", unit="novels", target="12", until=-3),
    Goal(ITALIAN, 210, "target_based", category="Home", unit="words", target="1000", until=240),
    Goal("Paint the kitchen", 230, category="Home", until=-150),
    Goal("Sell the old car", 320, category="Home"),
)  # fmt: skip

_SAVED = (
    (269, "1800", "What was there"), (239, "600", ""), (209, "600", ""), (193, "320", "Sold the bicycle"),
    (178, "600", ""), (166, "-450", "The washing machine"), (148, "600", ""), (117, "700", ""),
    (81, "415", "Bread stall at the street fair"), (56, "900", "With the tax refund"), (49, "60", ""),
    (42, "60", ""), (35, "60", ""), (28, "60", ""), (25, "800", ""), (21, "60", ""), (14, "60", ""),
    (11, "1100", "Forty stollen, paid ahead"), (7, "60", ""), (4, "595", "Second stall day"),
    (0, "60", "Out of the bakery jar"),
)  # fmt: skip
_RUN = (
    "5.2",
    "5",
    "6",
    "6.4",
    "6.1",
    "7",
    "7.5",
    "8",
    "8.2",
    "7.8",
    "9",
    "9.6",
    "10.1",
    "10.5",
    "11",
    "11.4",
)
_WEIGHED = ("77.8", "77.4", "77.5", "77", "76.6", "76.7", "76.2", "75.9", "75.4", "75.5", "75", "74.6")
_RELAPSES = (338, 212, 87)
_READ = (("The Magic Mountain", 300), ("Middlemarch", 262), ("Beloved", 231), ("Stoner", 205),
         ("Austerlitz", 170), ("The Leopard", 141),
         ("Gilead", 103), ("My Ántonia", 64), ("Disgrace", 30))  # fmt: skip


def _smoke_free() -> Sequence[Entry]:
    """A day is added on each day but those on which it began again."""
    days = range(_RELAPSES[0], -1, -1)
    again = {ago: Entry(ago, "reset", None, "Began again") for ago in _RELAPSES[1:]}
    return [again.get(ago, Entry(ago, "delta", "1")) for ago in days]


ENTRIES: Mapping[str, Sequence[Entry]] = {
    SAVING: [
        *(Entry(ago, "delta", value, note) for ago, value, note in _SAVED),
        Entry(103, "set", "4850", "Counted the account, with interest"),
    ],
    COURSE: [Entry(285 - 9 * unit, "delta", "1") for unit in range(12)],
    RUNNING: [Entry(112 - 7 * week, "set", km) for week, km in enumerate(_RUN)],
    WEIGHT: [Entry(81 - 7 * week, "set", kg) for week, kg in enumerate(_WEIGHED)],
    SMOKING: _smoke_free(),
    NOVELS: [Entry(ago, "delta", "1", title) for title, ago in _READ],
    ITALIAN: [Entry(205 - 5 * lesson, "delta", "12") for lesson in range(18)],
}

SESSIONS: Sequence[Session] = (
    Session("Prelude, bars 1 to 16", 18, (PRELUDE,), 30),
    Session(BOWS, 14, (PRELUDE, SHIFTS), 45),
    Session("Prelude, bars 17 to 32", 5, (PRELUDE,), 30),
    Session(EYES, 1, (SHIFTS,), 20, done=False),
    Session("Prelude with the metronome", 0, (PRELUDE, SHIFTS), 30, done=False),
)

TURNS: Sequence[Turn] = (
    Turn("Talk to three landlords", 90, "complete"),
    Turn("Walk every street within ten minutes", 60, "complete"),
    Turn("Paint the kitchen", 155, "complete"),
    Turn(ITALIAN, 110, "pause"),
    Turn("Sell the old car", 280, "complete"),
    Turn("Sell the old car", 250, "archive"),
)
