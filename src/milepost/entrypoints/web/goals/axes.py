"""The round amounts across a chart and the days below it, as many as fit."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from milepost.kernel.amounts import ratio_shown

DESK, PHONE, GAP = 600, 335, 8
"""How wide a chart is on a desk and on a phone, and how far apart two labels stay, in pixels."""

Form = Literal["today", "day", "month", "year"]
Side = Literal["start", "middle", "end"]
WIDTHS: dict[Form, int] = {"today": 40, "day": 44, "month": 27, "year": 31}
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 120000)
NICE = (100, 200, 250, 500)


class Tick(NamedTuple):
    """A day below a chart: where it stands and how it is written; `anchor` is the part of the label there."""

    x: str
    day: date
    form: Form
    anchor: Side = "middle"
    only_desk: bool = False


def grid(low: int, high: int) -> tuple[int, ...]:
    """At most three round amounts above the lowest, the highest among them where that divides roundly.

    >>> grid(0, 1_800_000), grid(0, 500_000), grid(0, 2_110), grid(7_200, 7_800)
    ((600000, 1200000, 1800000), (250000, 500000), (1000, 2000), (7400, 7600, 7800))
    """
    for parts in (3, 2):
        step, rest = divmod(high - low, parts)
        if rest == 0 and low % step == 0 and _is_round(step):
            return tuple(range(low + step, high + 1, step))
    step = next(step for step in _round_steps() if high // step - low // step <= 3)
    return tuple(range((low // step + 1) * step, high + 1, step))


def ticks(first: date, last: date, today: date, has_ended: bool = False) -> tuple[Tick, ...]:
    """Name today, the last day, the first, then what lies between, leaving out what would touch another.

    From left to right. A label that has room on a desk but not on a phone is marked. Where the line has
    ended, its last day stands in the place of today.
    """
    kept: list[Tick] = []
    for tick in _wanted(first, last, today, "day" if has_ended else "today"):
        if _clear(tick, kept, DESK):
            on_phone = [other for other in kept if not other.only_desk]
            kept.append(tick._replace(only_desk=not _clear(tick, on_phone, PHONE)))
    return tuple(sorted(kept, key=lambda tick: tick.day))


def percent(part: int, whole: int) -> str:
    """A share as a position in percent, two places at most.

    >>> percent(269, 548), percent(1, 2)
    ('49.09', '50')
    """
    return ratio_shown(100 * part, whole).rstrip("0").rstrip(".")


def _is_round(step: int) -> bool:
    return len(str(step).rstrip("0")) <= 2 and (step % 100 == 0 or step < 100)


def _round_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (nice * power // 100 for nice in NICE if nice * power % 100 == 0)
        power *= 10


def _wanted(first: date, last: date, today: date, form: Form) -> Iterator[Tick]:
    """The labels that could stand there, the most useful first."""
    span = (last - first).days
    yield _at(today, form, first, span)
    yield _at(last, "day", first, span)
    yield _at(first, "month" if first.day == 1 and span > 45 else "day", first, span)
    yield from (_at(day, named, first, span) for day, named in _between(first, last))


def _at(day: date, form: Form, first: date, span: int) -> Tick:
    gone = (day - first).days
    anchor: Side = "middle"
    if 100 * gone < 6 * span:
        anchor = "start"
    elif 100 * gone > 94 * span:
        anchor = "end"
    return Tick(percent(gone, span), day, form, anchor)


def _between(first: date, last: date) -> Iterator[tuple[date, Form]]:
    """Weeks on a chart shorter than seven of them, else first days of months or years, at most seven."""
    if (last - first).days <= 45:
        for days in range(7, (last - first).days, 7):
            yield first + timedelta(days), "day"
        return
    months = 12 * (last.year - first.year) + last.month - first.month
    step = next(step for step in MONTH_STEPS if months <= 6.5 * step)
    start = 12 * first.year + first.month - 1
    if step >= 12:
        start -= start % 12
    for month in range(start + step, 12 * last.year + last.month, step):
        yield date(month // 12, month % 12 + 1, 1), "year" if step >= 12 else "month"


def _clear(tick: Tick, others: list[Tick], width: int) -> bool:
    left, right = _extent(tick, width)
    return all(
        right + GAP <= other_left or other_right + GAP <= left
        for other_left, other_right in (_extent(other, width) for other in others)
    )


def _extent(tick: Tick, width: int) -> tuple[float, float]:
    """Where the label begins and ends, in pixels."""
    wide = WIDTHS[tick.form]
    left = float(tick.x) * width / 100 - {"start": 0, "middle": wide / 2, "end": wide}[tick.anchor]
    return left, left + wide
