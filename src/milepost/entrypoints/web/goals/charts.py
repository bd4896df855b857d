"""Where the marks of a progress line stand, in percent of the drawing, from a goal's series.

Down the drawing, 10 is the highest amount and 90 the lowest; across it, 0 is the first day and 100 the last.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from milepost.entrypoints.web.goals.axes import Side, Tick, grid, percent, ticks
from milepost.goals.rules.series import Point, Series
from milepost.kernel.amounts import half_up

TOP, BASE = 10, 90
BESIDE_GRID = 20
"""Further left than this, a label above a grid line would touch the amount that stands there."""


class Spot(NamedTuple):
    """A place in the drawing, and how a label is moved from there, in pixels."""

    x: str
    y: str
    dx: int = 0
    dy: int = 0
    anchor: Side = "start"


class GridLine(NamedTuple):
    """A line across the drawing at an amount in hundredths."""

    value: int
    y: str


class Chart(NamedTuple):
    """All marks of a progress line. What the series has not is None, and so is an end outside the drawing."""

    done: str
    area: str
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    now: Spot
    path: str | None
    path_name: Spot | None
    guess: str | None
    guess_end: Spot | None


class _Line(NamedTuple):
    """A series, and where it stands today."""

    start: int
    points: Sequence[Point]
    path: tuple[Point, Point] | None
    projection: Point | None
    now: Point

    def path_at(self, day: date) -> int:
        if self.path is None:
            return self.now.value
        first, last = self.path
        gone = min(max((day - first.date).days, 0), (last.date - first.date).days)
        return first.value + half_up((last.value - first.value) * gone, max(1, (last.date - first.date).days))

    def rises(self) -> bool:
        return self.path is None or self.path[1].value > self.path[0].value

    def is_below_path(self) -> bool:
        return self.now.value < self.path_at(self.now.date)


class _Scale(NamedTuple):
    first: date
    last: date
    low: int
    high: int

    def x(self, day: date) -> str:
        return percent((day - self.first).days, (self.last - self.first).days)

    def y(self, value: int) -> str:
        span = self.high - self.low
        return percent(BASE * span - (BASE - TOP) * (value - self.low), 100 * span)

    def at(self, mark: Point) -> str:
        return f"{self.x(mark.date)} {self.y(mark.value)}"


def progress_chart(series: Series, today: date, end: date | None = None) -> Chart | None:
    """Place the done line in steps, the path, the projection, at most three grid lines, and the days below.

    The line runs until today, or until the day at which it came to its end. None where there is nothing to
    draw yet: neither an entry nor a path.
    """
    if not series.points and not series.path:
        return None
    if end is not None:
        today = max([end, *(point.date for point in series.points[-1:])])
    now = Point(today, series.points[-1].value if series.points else series.start_value)
    line = _Line(*series, now)
    scale = _scale(line)
    guess = _guess(line, scale)
    done = _steps(line, scale)
    return Chart(
        done=done,
        area=f"{done}V{BASE}H0z",
        grid=tuple(GridLine(value, scale.y(value)) for value in grid(scale.low, scale.high)),
        ticks=ticks(scale.first, scale.last, today, has_ended=end is not None),
        now=_now(line, scale),
        path="M{}L{}".format(*map(scale.at, series.path)) if series.path else None,
        path_name=_path_name(line, scale),
        guess=f"M{scale.at(now)}L{scale.at(guess)}" if guess else None,
        guess_end=_guess_end(line, scale, guess) if guess and guess == series.projection else None,
    )


def _scale(line: _Line) -> _Scale:
    """The days and amounts that the marks take up; a projection lengthens them by a quarter at most."""
    marks = (*line.points, *(line.path or ()), line.now)
    first, last = min(mark.date for mark in marks), max(mark.date for mark in marks)
    if first == last:
        first -= timedelta(days=1)
    values = {line.start, *(mark.value for mark in marks)}
    if line.projection is not None:
        values.add(line.projection.value)
        room = min(timedelta(max(1, (last - first).days // 4)), date.max - last)
        last = max(last, min(line.projection.date, last + room))
    low, high = min(values), max(values)
    return _Scale(first, last, low, high if high > low else low + 100)


def _steps(line: _Line, scale: _Scale) -> str:
    """The done line, level between entries; days that cannot be told apart become one step."""
    steps = {scale.x(point.date): scale.y(point.value) for point in line.points}
    climbed = "".join(f"H{x}V{y}" for x, y in steps.items())
    return f"M0 {scale.y(line.start)}{climbed}H{scale.x(line.now.date)}"


def _guess(line: _Line, scale: _Scale) -> Point | None:
    """Where the projection ends inside the drawing: itself, or cut on the last day."""
    end, now = line.projection, line.now
    if end is None or end.date <= now.date:
        return None
    if end.date <= scale.last:
        return end
    share = half_up((end.value - now.value) * (scale.last - now.date).days, (end.date - now.date).days)
    return Point(scale.last, now.value + share)


def _now(line: _Line, scale: _Scale) -> Spot:
    """Today's mark, its label on the side away from both the path and what lies ahead."""
    x = scale.x(line.now.date)
    below = line.is_below_path()
    left = float(x) > 80 or (float(x) > 12 and line.rises() != below)
    y, dy = scale.y(line.now.value), 20 if below else -10
    if y == str(TOP) and float(x) < BESIDE_GRID:
        return Spot(x, y, 10, 20, "start")
    return Spot(x, y, -10, dy, "end") if left else Spot(x, y, 10, dy, "start")


def _path_name(line: _Line, scale: _Scale) -> Spot | None:
    """A place on the path for its name: ahead of today where there is room, away from the projection."""
    if line.path is None:
        return None
    first, last = line.path[0].date, line.path[1].date
    begin = min(max(first, line.now.date), last)
    day = begin + (last - begin) * 28 // 100
    if float(scale.x(day)) > 75:
        day = first + (last - first) * 55 // 100
    above = line.is_below_path()
    right = line.rises() != above
    x, y, dy = scale.x(day), scale.y(line.path_at(day)), -12 if above else 22
    return Spot(x, y, 8, dy, "start") if right else Spot(x, y, -8, dy, "end")


def _guess_end(line: _Line, scale: _Scale, end: Point) -> Spot:
    """Where the projection ends, its label clear of the line that comes in."""
    x, y = scale.x(end.date), scale.y(end.value)
    left = float(x) > 40
    if line.rises() and float(x) < BESIDE_GRID:
        return Spot(x, y, 12, 18, "start")
    if line.rises():
        return Spot(x, y, 6, -11, "end") if left else Spot(x, y, -6, -11, "start")
    return Spot(x, y, -36, -6, "end") if left else Spot(x, y, 10, -8, "start")
