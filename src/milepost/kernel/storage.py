"""The kernel's own tables: directory, attempts, last-seen marks, outbox, idempotency keys, gone ids."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint

from milepost.kernel.schema import Bytes, Id, Instant, Key, Text, Whole, at_most, owned, table

directory = table(
    "directory",
    Column("key", Key, nullable=False),
    Column("user_id", Id, nullable=False),
    PrimaryKeyConstraint("key"),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    Index("ix_directory_user_id", "user_id"),
    at_most("key", 400, least=1),
    kind="directory",
    owner="user_id",
)

attempts = table(
    "attempts",
    Column("key", Key, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("count", Whole, nullable=False),
    PrimaryKeyConstraint("key", "started_at"),
    kind="machinery",
)

last_seen = table(
    "last_seen",
    Column("id", Id, nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("id"),
    kind="machinery",
)

outbox = table(
    "outbox",
    Column("id", Id, nullable=False),
    Column("kind", Key, nullable=False),
    Column("user_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tries", Whole, nullable=False),
    PrimaryKeyConstraint("id"),
    Index("ix_outbox_due_at", "due_at"),
    kind="machinery",
)

idempotency_keys = owned(
    "idempotency_keys",
    Column("key", Key, nullable=False),
    Column("fingerprint", Bytes, nullable=False),
    Column("status", Whole, nullable=False),
    Column("location", Text),
    Column("etag", Text),
    Column("answer", Bytes, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("uq_idempotency_keys_user_id_key", "user_id", "key", unique=True),
    Index("ix_idempotency_keys_user_id_created_at", "user_id", "created_at"),
    at_most("key", 255, least=1),
    area="self",
)

gone_ids = owned(
    "gone_ids",
    Column("fingerprint", Bytes),
    Column("gone_at", Instant, nullable=False),
    area="record",
)
