"""Tables of people and of the ways they come in."""

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, false, true

from milepost.accounts.errors import EmailTaken
from milepost.kernel.schema import Bytes, Flag, Id, Instant, Key, Text, at_most, one_of, owned, table
from milepost.kernel.storage import directory

users = table(
    "users",
    Column("id", Id, nullable=False),
    Column("email", Text, nullable=False),
    Column("email_key", Key, nullable=False),
    Column("password_hash", Text),
    Column("full_name", Text, nullable=False, server_default=""),
    Column("avatar_url", Text),
    Column("handle", Text),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    Column("day_start", Text, nullable=False, server_default="00:00"),
    Column("week_start", Text, nullable=False, server_default="mon"),
    Column("strict_levels", Flag, nullable=False, server_default=false()),
    Column("is_admin", Flag, nullable=False, server_default=false()),
    Column("is_author", Flag, nullable=False, server_default=false()),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    PrimaryKeyConstraint("id"),
    at_most("email", 254, least=3),
    at_most("full_name", 255),
    one_of("week_start", ("mon", "sun", "sat")),
    CheckConstraint(
        "length(day_start) = 5 AND day_start BETWEEN '00:00' AND '11:59'", name="day_start_range"
    ),
    kind="owned",
    area="self",
    owner="id",
)

sessions = owned(
    "sessions",
    Column("hash", Bytes, nullable=False),
    Column("device", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("uq_sessions_user_id_hash", "user_id", "hash", unique=True),
    at_most("device", 255),
    area="self",
    called="sessions",
)

api_tokens = owned(
    "api_tokens",
    Column("hash", Bytes, nullable=False),
    Column("name", Text, nullable=False),
    Column("can_read", Flag, nullable=False),
    Column("can_write", Flag, nullable=False),
    Column("expires_at", Instant),
    Column("created_at", Instant, nullable=False),
    Index("uq_api_tokens_user_id_hash", "user_id", "hash", unique=True),
    at_most("name", 100, least=1),
    area="self",
    called="tokens",
)

password_resets = owned(
    "password_resets",
    Column("hash", Bytes, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("uq_password_resets_user_id_hash", "user_id", "hash", unique=True),
    area="self",
)

user_preferences = owned(
    "user_preferences",
    Column("theme", Text, nullable=False, server_default="system"),
    Column("language", Text, nullable=False, server_default="en"),
    Column("ai_model", Text, nullable=False, server_default="auto"),
    Column("notify_by_email", Flag, nullable=False, server_default=true()),
    Column("notify_by_push", Flag, nullable=False, server_default=true()),
    Column("updated_at", Instant, nullable=False),
    one_of("theme", ("system", "light", "dark")),
    at_most("language", 20, least=2),
    at_most("ai_model", 100, least=1),
    Index("uq_user_preferences_user_id", "user_id", unique=True),
    area="self",
)

# Of all that the directory leads from, only an e-mail address can be chosen twice: secrets are random.
directory.info["taken"] = EmailTaken
