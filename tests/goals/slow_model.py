"""The rules of goals once more, slow and plain, with fractions, day by day, to hold the real ones against."""

import math
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

Happened = tuple[date, int, str, Fraction | None]
"""An entry: its date, its number, its kind, its value."""

LARGEST = Fraction("99999999.99")


def two_places(value: Fraction) -> str:
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        text = str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
    return "0.00" if text == "-0.00" else text


def days_between(earlier: date, later: date) -> int:
    return later.toordinal() - earlier.toordinal()


def in_order(entries: list[Happened]) -> list[Happened]:
    """Always takes out the entry that nothing else comes before."""
    waiting, ordered = list(entries), []
    while waiting:
        ordered.append(min(waiting, key=lambda entry: entry[:2]))
        waiting.remove(ordered[-1])
    return ordered


def value_after(ordered: list[Happened], start: Fraction) -> Fraction:
    """Begins anew at the newest entry that forgets what was before it, then adds the rest."""
    base, added = start, []
    for _, _, kind, value in ordered:
        if kind == "delta":
            assert value is not None
            added.append(value)
        else:
            base, added = start if kind == "reset" or value is None else value, []
    return base + sum(added)


def values(entries: list[Happened], start: Fraction) -> list[tuple[Happened, Fraction]]:
    ordered = in_order(entries)
    found = [(entry, value_after(ordered[: place + 1], start)) for place, entry in enumerate(ordered)]
    if any(not -LARGEST <= value <= LARGEST for _, value in found):
        raise OverflowError
    return found


def first_reached(entries: list[Happened], start: Fraction, target: Fraction) -> date | None:
    upwards = target > start
    dates = [
        entry[0]
        for entry, value in values(entries, start)
        if (upwards and value >= target) or (not upwards and value <= target)
    ]
    return dates[0] if dates else None


def ends_of_days(
    entries: list[Happened], start: Fraction, first: date, last: date
) -> list[tuple[date, Fraction]]:
    """Asks of every date in the window whether it has an entry, and what all up to it come to."""
    points, day = [], first
    while day <= last:
        if any(entry[0] == day for entry in entries):
            points.append((day, value_after(in_order([e for e in entries if e[0] <= day]), start)))
        day += timedelta(1)
    return points


def counter(
    entries: list[Happened], start: Fraction, start_date: date, today: date
) -> tuple[int, int, tuple[Fraction, date, date] | None]:
    """Days since the start, days since the newest reset, and the best run."""
    found = values(entries, start)
    resets = [entry[0] for entry, _ in found if entry[2] == "reset"]
    since = max(resets) if resets else start_date
    runs: list[tuple[date, list[tuple[date, Fraction]]]] = [
        (min([start_date, *[entry[0] for entry in entries]]), [])
    ]
    for entry, value in found:
        if entry[2] == "reset":
            runs.append((entry[0], []))
        runs[-1][1].append((entry[0], value))
    best = max((value for _, value in found), default=None)
    for began, reached in runs:
        for day, value in reached:
            if value == best:
                return (
                    max(0, days_between(start_date, today)),
                    max(0, days_between(since, today)),
                    (value, began, day),
                )
    return max(0, days_between(start_date, today)), max(0, days_between(since, today)), None


class Target:
    """A goal with a target on one day; every figure is a property of its own."""

    def __init__(
        self,
        start: Fraction,
        target: Fraction,
        current: Fraction,
        *,
        start_date: date,
        deadline: date | None,
        status: str,
        today: date,
    ) -> None:
        """Without a deadline the goal is open-ended."""
        self.start, self.target, self.current = start, target, current
        self.start_date, self.deadline = start_date, deadline
        self.status, self.today = status, today

    @property
    def fraction(self) -> Fraction:
        return (self.current - self.start) / (self.target - self.start)

    @property
    def done(self) -> bool:
        return self.status == "completed" or self.fraction >= 1

    @property
    def distance_to_go(self) -> Fraction:
        return abs(self.target - self.start) * max(Fraction(0), 1 - self.fraction)

    @property
    def days_remaining(self) -> int | None:
        if self.deadline is None or self.done or self.status == "archived":
            return None
        return days_between(self.today, self.deadline)

    @property
    def overdue_by(self) -> int | None:
        days = self.days_remaining
        return None if days is None or days >= 0 else -days

    @property
    def required_daily_rate(self) -> str | None:
        days = self.days_remaining
        if days is None or days < 0:
            return None
        return two_places(self.distance_to_go if days == 0 else self.distance_to_go / days)

    @property
    def expected(self) -> Fraction | None:
        if self.deadline is None:
            return None
        if self.today >= self.deadline:
            return Fraction(1)
        if self.today <= self.start_date:
            return Fraction(0)
        return Fraction(
            days_between(self.start_date, self.today), days_between(self.start_date, self.deadline)
        )

    @property
    def on_track(self) -> bool | None:
        if self.status != "active" or self.expected is None:
            return None
        return self.fraction >= self.expected

    @property
    def buffer_days(self) -> int | None:
        if not self.on_track or self.done or self.overdue_by or self.deadline is None:
            return None
        earned = min(Fraction(1), self.fraction) * days_between(self.start_date, self.deadline)
        return math.floor(earned) - days_between(self.start_date, self.today)

    @property
    def days_to_go(self) -> int | None:
        if self.status != "active":
            return None
        towards = 1 if self.target > self.start else -1
        rate = (self.current - self.start) * towards / max(1, days_between(self.start_date, self.today))
        if rate <= 0:
            return None
        days = math.ceil(self.distance_to_go / rate)
        return None if self.today.toordinal() + days > date(9999, 12, 31).toordinal() else days

    @property
    def projection(self) -> date | None:
        return None if self.days_to_go is None else date.fromordinal(self.today.toordinal() + self.days_to_go)

    @property
    def confidence(self) -> str | None:
        if self.days_to_go is None or self.days_remaining is None:
            return None
        if self.days_to_go <= Fraction(7, 10) * self.days_remaining:
            return "high"
        return "medium" if self.days_to_go <= self.days_remaining else "low"

    def figures(self) -> dict[str, object]:
        whole = abs(self.target - self.start)
        return {
            "value": two_places(100 * self.fraction),
            "shown": two_places(100 * min(Fraction(1), max(Fraction(0), self.fraction))),
            "numerator": two_places(whole * self.fraction),
            "denominator": two_places(whole),
            "remaining": two_places(self.distance_to_go),
            "days_remaining": self.days_remaining,
            "overdue_by": self.overdue_by,
            "required_daily_rate": self.required_daily_rate,
            "expected": None if self.expected is None else two_places(100 * self.expected),
            "on_track": self.on_track,
            "buffer_days": self.buffer_days,
            "projection": self.projection,
            "confidence": self.confidence,
        }


def days_active(stays: list[tuple[str, date, date | None]], start_date: date, end: date) -> int:
    """Looks at each night from the start date to the end: was the goal active over it?

    The stays follow one another without a gap; nights before the first count as active.
    """
    count, day = 0, start_date
    while day < end:
        over = [status for status, first, last in stays if first <= day and (last is None or day < last)]
        count += not over or over == ["active"]
        day += timedelta(1)
    return count
