"""What an export says of the person: taken where the account owns nothing yet."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel

from milepost.accounts.actions import change_preferences, change_profile
from milepost.accounts.queries import me
from milepost.accounts.schemas import PreferencesChange, ProfileChange
from milepost.exchange.export import BEFORE_ALL
from milepost.exchange.own_export.contents import Contents
from milepost.exchange.owned import owned
from milepost.exchange.report import Report
from milepost.kernel.errors import Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading, Work

ChangeT = TypeVar("ChangeT", bound=BaseModel)

PROFILE = ("timezone", "day_start", "week_start", "strict_levels")
"""What of the profile an account takes that owns nothing yet,"""
IF_NONE = ("full_name", "avatar_url")
"""and what besides, where it has none of its own."""


def takes_of(reading: Reading) -> tuple[str, ...]:
    """What of an export's profile the account takes; nothing where it owns something already."""
    if any(reading.all(each.read, after=BEFORE_ALL, limit=1) for each in owned()):
        return ()
    person = me(reading)
    return PROFILE + tuple(name for name in IF_NONE if not getattr(person, name))


def person_of(found: Contents, takes: tuple[str, ...], report: Report) -> Callable[[Work], None]:
    """What is to be done for the profile and the preferences; what cannot be read is reported and left."""
    given = {name: found.profile[name] for name in takes if name in found.profile}
    profile = _change(ProfileChange, given, "profile", report)
    preferences = _change(PreferencesChange, found.preferences if takes else {}, "preferences", report)

    def settle(work: Work) -> None:
        if profile is not None:
            change_profile(work, profile)
        if preferences is not None:
            change_preferences(work, preferences)

    return settle


def _change(model: type[ChangeT], given: dict[str, object], what: str, report: Report) -> ChangeT | None:
    try:
        return typed(model, given) if given else None
    except Invalid as wrong:
        report.repair(f"/{what}", what, wrong.detail, None)
        return None
