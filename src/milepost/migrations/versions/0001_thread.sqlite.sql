CREATE TABLE attempts (
    "key" TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_attempts PRIMARY KEY ("key", started_at)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE last_seen (
    id BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    CONSTRAINT pk_last_seen PRIMARY KEY (id),
    CONSTRAINT ck_last_seen_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE outbox (
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT ck_outbox_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_outbox_user_id_size CHECK (length(user_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_outbox_due_at ON outbox (due_at);

CREATE TABLE users (
    id BLOB NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    password_hash TEXT,
    full_name TEXT DEFAULT '' NOT NULL,
    avatar_url TEXT,
    handle TEXT,
    timezone TEXT DEFAULT 'UTC' NOT NULL,
    day_start TEXT DEFAULT '00:00' NOT NULL,
    week_start TEXT DEFAULT 'mon' NOT NULL,
    strict_levels INTEGER DEFAULT 0 NOT NULL,
    is_admin INTEGER DEFAULT 0 NOT NULL,
    is_author INTEGER DEFAULT 0 NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT ck_users_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT ck_users_full_name_length CHECK (length(full_name) BETWEEN 0 AND 255),
    CONSTRAINT ck_users_week_start_known CHECK (week_start IN ('mon', 'sun', 'sat')),
    CONSTRAINT ck_users_day_start_range CHECK (length(day_start) = 5 AND day_start BETWEEN '00:00' AND '11:59'),
    CONSTRAINT ck_users_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_users_strict_levels_flag CHECK (strict_levels IN (0, 1)),
    CONSTRAINT ck_users_is_admin_flag CHECK (is_admin IN (0, 1)),
    CONSTRAINT ck_users_is_author_flag CHECK (is_author IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE api_tokens (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    can_read INTEGER NOT NULL,
    can_write INTEGER NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (user_id, id),
    CONSTRAINT ck_api_tokens_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT fk_api_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_api_tokens_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_api_tokens_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_api_tokens_can_read_flag CHECK (can_read IN (0, 1)),
    CONSTRAINT ck_api_tokens_can_write_flag CHECK (can_write IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_api_tokens_user_id_hash ON api_tokens (user_id, hash);

CREATE TABLE directory (
    "key" TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT pk_directory PRIMARY KEY ("key"),
    CONSTRAINT fk_directory_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_directory_key_length CHECK (length(key) BETWEEN 1 AND 400),
    CONSTRAINT ck_directory_user_id_size CHECK (length(user_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_directory_user_id ON directory (user_id);

CREATE TABLE goals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    description_key TEXT DEFAULT '' NOT NULL,
    goal_type TEXT NOT NULL,
    level TEXT,
    status TEXT DEFAULT 'active' NOT NULL,
    parent_goal_id BLOB,
    priority INTEGER DEFAULT 0 NOT NULL,
    weight INTEGER DEFAULT 100 NOT NULL,
    unit TEXT,
    start_value INTEGER DEFAULT 0 NOT NULL,
    target_value INTEGER,
    start_date TEXT NOT NULL,
    deadline TEXT,
    open_ended INTEGER DEFAULT 0 NOT NULL,
    current_value INTEGER DEFAULT 0 NOT NULL,
    manual_progress INTEGER,
    progress_strategy TEXT DEFAULT 'auto' NOT NULL,
    completion_source TEXT,
    held_open INTEGER DEFAULT 0 NOT NULL,
    sort_order INTEGER DEFAULT 0 NOT NULL,
    last_seq INTEGER DEFAULT 0 NOT NULL,
    newest_entry_date TEXT,
    version INTEGER DEFAULT 1 NOT NULL,
    started_at INTEGER,
    paused_at INTEGER,
    completed_at INTEGER,
    archived_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_goals_parent FOREIGN KEY(user_id, parent_goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_goals_title_length CHECK (length(title) BETWEEN 1 AND 255),
    CONSTRAINT ck_goals_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_goals_unit_length CHECK (length(unit) BETWEEN 1 AND 50),
    CONSTRAINT ck_goals_goal_type_known CHECK (goal_type IN ('target_based', 'continuous_counter', 'milestone')),
    CONSTRAINT ck_goals_level_known CHECK (level IN ('ultimate', 'long_term', 'mid_term', 'short_term', 'immediate', 'micro', 'nano')),
    CONSTRAINT ck_goals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT ck_goals_progress_strategy_known CHECK (progress_strategy IN ('auto', 'measure', 'outcomes', 'spaces', 'children', 'manual')),
    CONSTRAINT ck_goals_completion_source_known CHECK (completion_source IN ('manual', 'measure', 'review', 'children', 'import')),
    CONSTRAINT ck_goals_start_value_limit CHECK (start_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_goals_target_value_limit CHECK (target_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_goals_current_value_limit CHECK (current_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_goals_weight_range CHECK (weight BETWEEN 0 AND 100000),
    CONSTRAINT ck_goals_manual_progress_range CHECK (manual_progress BETWEEN 0 AND 10000),
    CONSTRAINT ck_goals_dates_in_order CHECK (start_date <= deadline),
    CONSTRAINT ck_goals_not_its_own_parent CHECK (parent_goal_id <> id),
    CONSTRAINT ck_goals_type_has_its_measure CHECK (CASE goal_type WHEN 'target_based' THEN unit IS NOT NULL AND target_value IS NOT NULL AND start_value <> target_value AND (deadline IS NOT NULL OR open_ended) WHEN 'continuous_counter' THEN unit IS NOT NULL AND target_value IS NULL AND deadline IS NULL ELSE unit IS NULL AND target_value IS NULL AND start_value = 0 END),
    CONSTRAINT fk_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_goals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_goals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_goals_parent_goal_id_size CHECK (length(parent_goal_id) = 16),
    CONSTRAINT ck_goals_start_date_day CHECK (start_date IS date(start_date)),
    CONSTRAINT ck_goals_deadline_day CHECK (deadline IS date(deadline)),
    CONSTRAINT ck_goals_open_ended_flag CHECK (open_ended IN (0, 1)),
    CONSTRAINT ck_goals_held_open_flag CHECK (held_open IN (0, 1)),
    CONSTRAINT ck_goals_newest_entry_date_day CHECK (newest_entry_date IS date(newest_entry_date))
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_goals_user_id_created_at ON goals (user_id, created_at);

CREATE INDEX ix_goals_user_id_goal_type ON goals (user_id, goal_type);

CREATE INDEX ix_goals_user_id_level ON goals (user_id, level);

CREATE INDEX ix_goals_user_id_parent_goal_id ON goals (user_id, parent_goal_id, sort_order);

CREATE INDEX ix_goals_user_id_sort_order ON goals (user_id, sort_order, id);

CREATE INDEX ix_goals_user_id_status ON goals (user_id, status);

CREATE UNIQUE INDEX uq_goals_open_root_title ON goals (user_id, title_key) WHERE status IN ('active', 'paused') AND parent_goal_id IS NULL;

CREATE TABLE gone_ids (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    fingerprint BLOB,
    gone_at INTEGER NOT NULL,
    CONSTRAINT pk_gone_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_gone_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_gone_ids_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_gone_ids_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE idempotency_keys (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    "key" TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    answer BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, id),
    CONSTRAINT ck_idempotency_keys_key_length CHECK (length(key) BETWEEN 1 AND 255),
    CONSTRAINT fk_idempotency_keys_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_idempotency_keys_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_idempotency_keys_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_idempotency_keys_user_id_created_at ON idempotency_keys (user_id, created_at);

CREATE UNIQUE INDEX uq_idempotency_keys_user_id_key ON idempotency_keys (user_id, "key");

CREATE TABLE password_resets (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT pk_password_resets PRIMARY KEY (user_id, id),
    CONSTRAINT fk_password_resets_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_password_resets_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_password_resets_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_password_resets_user_id_hash ON password_resets (user_id, hash);

CREATE TABLE sessions (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    hash BLOB NOT NULL,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_sessions_device_length CHECK (length(device) BETWEEN 0 AND 255),
    CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_sessions_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_sessions_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_sessions_user_id_hash ON sessions (user_id, hash);

CREATE TABLE goal_status_intervals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    started_on TEXT NOT NULL,
    ended_on TEXT,
    CONSTRAINT pk_goal_status_intervals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_goal_status_intervals_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_goal_status_intervals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT fk_goal_status_intervals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_goal_status_intervals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_goal_status_intervals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_goal_status_intervals_goal_id_size CHECK (length(goal_id) = 16),
    CONSTRAINT ck_goal_status_intervals_started_on_day CHECK (started_on IS date(started_on)),
    CONSTRAINT ck_goal_status_intervals_ended_on_day CHECK (ended_on IS date(ended_on))
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_goal_status_intervals_goal ON goal_status_intervals (user_id, goal_id, started_at);

CREATE UNIQUE INDEX uq_goal_status_intervals_open ON goal_status_intervals (user_id, goal_id) WHERE ended_at IS NULL;

CREATE TABLE progress_entries (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    kind TEXT DEFAULT 'delta' NOT NULL,
    value INTEGER,
    entry_date TEXT NOT NULL,
    seq INTEGER NOT NULL,
    note TEXT,
    source TEXT,
    fingerprint BLOB,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_progress_entries PRIMARY KEY (user_id, id),
    CONSTRAINT fk_progress_entries_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_progress_entries_kind_known CHECK (kind IN ('delta', 'set', 'reset')),
    CONSTRAINT ck_progress_entries_value_limit CHECK (value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_progress_entries_note_length CHECK (length(note) BETWEEN 0 AND 500),
    CONSTRAINT ck_progress_entries_value_fits_kind CHECK ((kind = 'reset') = (value IS NULL)),
    CONSTRAINT ck_progress_entries_delta_moves CHECK (kind <> 'delta' OR value <> 0),
    CONSTRAINT fk_progress_entries_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_progress_entries_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_progress_entries_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_progress_entries_goal_id_size CHECK (length(goal_id) = 16),
    CONSTRAINT ck_progress_entries_entry_date_day CHECK (entry_date IS date(entry_date))
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_progress_entries_goal_order ON progress_entries (user_id, goal_id, entry_date, seq);
