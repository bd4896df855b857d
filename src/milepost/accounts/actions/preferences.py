"""Changing what a person prefers."""

from typing import Any

from milepost.accounts.preferences import Preferences, preferences
from milepost.accounts.schemas import PreferencesChange
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.work import Work

_KEEP = change(
    "accounts.keep_preferences",
    """INSERT INTO user_preferences (user_id, id, theme, language, ai_model, notify_by_email, notify_by_push,
    updated_at)
    VALUES (:owner, :id, :theme, :language, :ai_model, :notify_by_email, :notify_by_push, :now)
    ON CONFLICT (user_id) DO UPDATE SET theme = excluded.theme, language = excluded.language,
    ai_model = excluded.ai_model, notify_by_email = excluded.notify_by_email,
    notify_by_push = excluded.notify_by_push, updated_at = excluded.updated_at""",
)


def change_preferences(work: Work, change: PreferencesChange) -> Preferences:
    """Change what is sent of the person's preferences."""
    work.lock_owner()
    sent: dict[str, Any] = change.model_dump(exclude_unset=True)
    ways = sent.pop("notification_settings", {})
    told = {f"notify_by_{way}": is_told for way, is_told in ways.items()}
    after = preferences(work)._replace(**sent, **told)
    work.run(_KEEP, id=new_id(), **after._asdict())
    return after
