"""What a person prefers, read and shown."""

from typing import NamedTuple

from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class Preferences(NamedTuple):
    """How a person likes the product to be; who has said nothing has these."""

    theme: str = "system"
    language: str = "en"
    ai_model: str = "auto"
    notify_by_email: bool = True
    notify_by_push: bool = True


_PREFERENCES = statement(
    "accounts.preferences", Preferences, "SELECT {columns} FROM user_preferences WHERE user_id = :owner"
)


def preferences(reading: Reading) -> Preferences:
    """The preferences of the person who acts."""
    return reading.first(_PREFERENCES) or Preferences()


def preferences_view(found: Preferences) -> dict[str, object]:
    """Preferences as every entrance shows them."""
    return {
        "theme": found.theme,
        "language": found.language,
        "ai_model": found.ai_model,
        "notification_settings": {"email": found.notify_by_email, "push": found.notify_by_push},
    }
