"""Goals with a target, to measure in tests."""

from datetime import date

from milepost.goals.rules.measure import Measured
from milepost.kernel.amounts import amount

TODAY = date(2026, 11, 25)


def on_the_way(start: str, target: str, current: str, start_date: date, deadline: date | None) -> Measured:
    return Measured(
        start_value=amount(start),
        target_value=amount(target),
        current_value=amount(current),
        start_date=start_date,
        deadline=deadline,
        open_ended=deadline is None,
        status="active",
    )
