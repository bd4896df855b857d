"""What a person changes about themselves."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from milepost.accounts import queries
from milepost.accounts.actions import change_preferences, change_profile
from milepost.accounts.preferences import Preferences, preferences
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import PreferencesChange, ProfileChange
from milepost.kernel.work import App
from tests.accounts.visiting import credential


def test_a_profile_changes_by_what_is_sent_and_no_more(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    changes: list[dict[str, object]] = [
        {"full_name": "  Alice  ", "avatar_url": "https://example.com/a.png", "strict_levels": True},
        {"week_start": "sun", "day_start": "11:59"},
        {"avatar_url": None},
        {},
    ]
    for change in changes:
        wanted = ProfileChange.model_validate(change)
        changed = app.write_now(key, partial(change_profile, change=wanted))
        assert changed == app.read_now(key, queries.me)
    assert (changed.full_name, changed.avatar_url, changed.strict_levels) == ("Alice", None, True)
    assert (changed.week_start, changed.day_start, changed.timezone) == ("sun", "11:59", "Europe/Berlin")


def test_changes_of_a_profile_at_once_all_hold(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    changes = [
        ProfileChange(full_name="Alice"),
        ProfileChange(week_start="sat"),
        ProfileChange(strict_levels=True),
    ]

    def change(wanted: ProfileChange) -> None:
        app.write_now(key, partial(change_profile, change=wanted))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(change, changes))
    me = app.read_now(key, queries.me)
    assert (me.full_name, me.week_start, me.strict_levels) == ("Alice", "sat", True)


def test_preferences_are_the_usual_ones_until_something_is_said(app: App, alice: Opened) -> None:
    key = credential(alice.secret)
    assert app.read_now(key, preferences) == Preferences("system", "en", "auto", True, True)
    changes: list[tuple[dict[str, object], Preferences]] = [
        ({"theme": "dark"}, Preferences("dark", "en", "auto", True, True)),
        ({"notification_settings": {"push": False}}, Preferences("dark", "en", "auto", True, False)),
        ({"notification_settings": {"email": False}}, Preferences("dark", "en", "auto", False, False)),
        ({"ai_model": " large "}, Preferences("dark", "en", "large", False, False)),
        ({}, Preferences("dark", "en", "large", False, False)),
    ]
    for change, expected in changes:
        wanted = PreferencesChange.model_validate(change)
        assert app.write_now(key, partial(change_preferences, change=wanted)) == expected
        assert app.read_now(key, preferences) == expected
