"""Answers about goals have the form that the document promises, at the ends of amounts and dates."""

from datetime import date

import pytest

from milepost.goals.progress import line_view, progress, progress_view
from milepost.goals.queries import line
from milepost.goals.views import ProgressView, SeriesView
from milepost.kernel.work import App
from tests.cast import Cast
from tests.goals.test_logging import goal, log

LEAST, MOST = "-99999999.99", "99999999.99"
FIRST, LAST = date.min.isoformat(), date.max.isoformat()


@pytest.mark.parametrize(
    ("start", "target", "start_date"),
    [(LEAST, MOST, FIRST), (MOST, LEAST, FIRST), ("0", "0.01", LAST), ("0.01", "0", FIRST)],
)
def test_progress_at_the_ends_of_amounts_and_dates_has_the_form_it_promises(
    app: App, cast: Cast, start: str, target: str, start_date: str
) -> None:
    made = goal(app, cast.alice, start_value=start, target_value=target, start_date=start_date, deadline=LAST)
    for value in (MOST, LEAST, "0", start, target):
        log(app, cast.alice, made.id, kind="set", value=value)
        shown = app.read_now(cast.alice, lambda reading: progress_view(progress(reading, made.id)))
        drawn = app.read_now(cast.alice, lambda reading: line_view(line(reading, made.id)))
        ProgressView.model_validate(shown)
        SeriesView.model_validate(drawn)
