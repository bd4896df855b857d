CREATE TABLE attempts (
    key TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    count BIGINT NOT NULL,
    CONSTRAINT pk_attempts PRIMARY KEY (key, started_at)
);

CREATE TABLE last_seen (
    id UUID NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_last_seen PRIMARY KEY (id)
);

CREATE TABLE outbox (
    id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    user_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    tries BIGINT NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id)
);

CREATE INDEX ix_outbox_due_at ON outbox (due_at);

CREATE TABLE users (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    password_hash TEXT,
    full_name TEXT DEFAULT '' NOT NULL,
    avatar_url TEXT,
    handle TEXT,
    timezone TEXT DEFAULT 'UTC' NOT NULL,
    day_start TEXT DEFAULT '00:00' NOT NULL,
    week_start TEXT DEFAULT 'mon' NOT NULL,
    strict_levels BOOLEAN DEFAULT false NOT NULL,
    is_admin BOOLEAN DEFAULT false NOT NULL,
    is_author BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT ck_users_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT ck_users_full_name_length CHECK (length(full_name) BETWEEN 0 AND 255),
    CONSTRAINT ck_users_week_start_known CHECK (week_start IN ('mon', 'sun', 'sat')),
    CONSTRAINT ck_users_day_start_range CHECK (length(day_start) = 5 AND day_start BETWEEN '00:00' AND '11:59')
);

CREATE TABLE api_tokens (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    can_read BOOLEAN NOT NULL,
    can_write BOOLEAN NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (user_id, id),
    CONSTRAINT ck_api_tokens_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT fk_api_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_api_tokens_user_id_hash ON api_tokens (user_id, hash);

CREATE TABLE directory (
    key TEXT COLLATE "C" NOT NULL,
    user_id UUID NOT NULL,
    CONSTRAINT pk_directory PRIMARY KEY (key),
    CONSTRAINT fk_directory_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_directory_key_length CHECK (length(key) BETWEEN 1 AND 400)
);

CREATE INDEX ix_directory_user_id ON directory (user_id);

CREATE TABLE goals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT COLLATE "C" NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    description_key TEXT COLLATE "C" DEFAULT '' NOT NULL,
    goal_type TEXT NOT NULL,
    level TEXT,
    status TEXT DEFAULT 'active' NOT NULL,
    parent_goal_id UUID,
    priority BIGINT DEFAULT 0 NOT NULL,
    weight BIGINT DEFAULT 100 NOT NULL,
    unit TEXT,
    start_value BIGINT DEFAULT 0 NOT NULL,
    target_value BIGINT,
    start_date DATE NOT NULL,
    deadline DATE,
    open_ended BOOLEAN DEFAULT false NOT NULL,
    current_value BIGINT DEFAULT 0 NOT NULL,
    manual_progress BIGINT,
    progress_strategy TEXT DEFAULT 'auto' NOT NULL,
    completion_source TEXT,
    held_open BOOLEAN DEFAULT false NOT NULL,
    sort_order BIGINT DEFAULT 0 NOT NULL,
    last_seq BIGINT DEFAULT 0 NOT NULL,
    newest_entry_date DATE,
    version BIGINT DEFAULT 1 NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    paused_at TIMESTAMP WITH TIME ZONE,
    completed_at TIMESTAMP WITH TIME ZONE,
    archived_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
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
    CONSTRAINT fk_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_goals_user_id_created_at ON goals (user_id, created_at);

CREATE INDEX ix_goals_user_id_goal_type ON goals (user_id, goal_type);

CREATE INDEX ix_goals_user_id_level ON goals (user_id, level);

CREATE INDEX ix_goals_user_id_parent_goal_id ON goals (user_id, parent_goal_id, sort_order);

CREATE INDEX ix_goals_user_id_sort_order ON goals (user_id, sort_order, id);

CREATE INDEX ix_goals_user_id_status ON goals (user_id, status);

CREATE UNIQUE INDEX uq_goals_open_root_title ON goals (user_id, title_key) WHERE status IN ('active', 'paused') AND parent_goal_id IS NULL;

CREATE TABLE gone_ids (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    fingerprint BYTEA,
    gone_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_gone_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_gone_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE idempotency_keys (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint BYTEA NOT NULL,
    status BIGINT NOT NULL,
    location TEXT,
    etag TEXT,
    answer BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, id),
    CONSTRAINT ck_idempotency_keys_key_length CHECK (length(key) BETWEEN 1 AND 255),
    CONSTRAINT fk_idempotency_keys_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_idempotency_keys_user_id_created_at ON idempotency_keys (user_id, created_at);

CREATE UNIQUE INDEX uq_idempotency_keys_user_id_key ON idempotency_keys (user_id, key);

CREATE TABLE password_resets (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_password_resets PRIMARY KEY (user_id, id),
    CONSTRAINT fk_password_resets_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_password_resets_user_id_hash ON password_resets (user_id, hash);

CREATE TABLE sessions (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    device TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_sessions_device_length CHECK (length(device) BETWEEN 0 AND 255),
    CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_sessions_user_id_hash ON sessions (user_id, hash);

CREATE TABLE goal_status_intervals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    goal_id UUID NOT NULL,
    status TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    started_on DATE NOT NULL,
    ended_on DATE,
    CONSTRAINT pk_goal_status_intervals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_goal_status_intervals_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_goal_status_intervals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT fk_goal_status_intervals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_goal_status_intervals_goal ON goal_status_intervals (user_id, goal_id, started_at);

CREATE UNIQUE INDEX uq_goal_status_intervals_open ON goal_status_intervals (user_id, goal_id) WHERE ended_at IS NULL;

CREATE TABLE progress_entries (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    goal_id UUID NOT NULL,
    kind TEXT DEFAULT 'delta' NOT NULL,
    value BIGINT,
    entry_date DATE NOT NULL,
    seq BIGINT NOT NULL,
    note TEXT,
    source TEXT,
    fingerprint BYTEA,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_progress_entries PRIMARY KEY (user_id, id),
    CONSTRAINT fk_progress_entries_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_progress_entries_kind_known CHECK (kind IN ('delta', 'set', 'reset')),
    CONSTRAINT ck_progress_entries_value_limit CHECK (value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_progress_entries_note_length CHECK (length(note) BETWEEN 0 AND 500),
    CONSTRAINT ck_progress_entries_value_fits_kind CHECK ((kind = 'reset') = (value IS NULL)),
    CONSTRAINT ck_progress_entries_delta_moves CHECK (kind <> 'delta' OR value <> 0),
    CONSTRAINT fk_progress_entries_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_progress_entries_goal_order ON progress_entries (user_id, goal_id, entry_date, seq);

CREATE FUNCTION readable_owners(area text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT ARRAY[nullif(current_setting('milepost.actor', true), '')::uuid]
$$;

CREATE FUNCTION writable_owners(area text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT ARRAY[nullif(current_setting('milepost.actor', true), '')::uuid]
$$;

ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;

ALTER TABLE attempts FORCE ROW LEVEL SECURITY;

CREATE POLICY attempts_operator ON attempts FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY attempts_machinery ON attempts FOR ALL USING (true) WITH CHECK (true);

ALTER TABLE last_seen ENABLE ROW LEVEL SECURITY;

ALTER TABLE last_seen FORCE ROW LEVEL SECURITY;

CREATE POLICY last_seen_operator ON last_seen FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY last_seen_machinery ON last_seen FOR ALL USING (true) WITH CHECK (true);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE outbox FORCE ROW LEVEL SECURITY;

CREATE POLICY outbox_operator ON outbox FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY outbox_machinery ON outbox FOR ALL USING (true) WITH CHECK (true);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;

ALTER TABLE users FORCE ROW LEVEL SECURITY;

CREATE POLICY users_operator ON users FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY users_select ON users FOR SELECT USING (id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY users_insert ON users FOR INSERT WITH CHECK (id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY users_update ON users FOR UPDATE USING (id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY users_delete ON users FOR DELETE USING (id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY;

CREATE POLICY api_tokens_operator ON api_tokens FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY api_tokens_select ON api_tokens FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY api_tokens_insert ON api_tokens FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY api_tokens_update ON api_tokens FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY api_tokens_delete ON api_tokens FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE directory ENABLE ROW LEVEL SECURITY;

ALTER TABLE directory FORCE ROW LEVEL SECURITY;

CREATE POLICY directory_operator ON directory FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY directory_presented ON directory FOR SELECT USING (key = nullif(current_setting('milepost.presented', true), ''));

CREATE POLICY directory_select ON directory FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY directory_insert ON directory FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY directory_update ON directory FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY directory_delete ON directory FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE goals ENABLE ROW LEVEL SECURITY;

ALTER TABLE goals FORCE ROW LEVEL SECURITY;

CREATE POLICY goals_operator ON goals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY goals_select ON goals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY goals_insert ON goals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY goals_update ON goals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY goals_delete ON goals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

ALTER TABLE gone_ids ENABLE ROW LEVEL SECURITY;

ALTER TABLE gone_ids FORCE ROW LEVEL SECURITY;

CREATE POLICY gone_ids_operator ON gone_ids FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY gone_ids_select ON gone_ids FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY gone_ids_insert ON gone_ids FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY gone_ids_update ON gone_ids FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY gone_ids_delete ON gone_ids FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;

CREATE POLICY idempotency_keys_operator ON idempotency_keys FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY idempotency_keys_select ON idempotency_keys FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY idempotency_keys_insert ON idempotency_keys FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY idempotency_keys_update ON idempotency_keys FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY idempotency_keys_delete ON idempotency_keys FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE password_resets ENABLE ROW LEVEL SECURITY;

ALTER TABLE password_resets FORCE ROW LEVEL SECURITY;

CREATE POLICY password_resets_operator ON password_resets FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY password_resets_select ON password_resets FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY password_resets_insert ON password_resets FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY password_resets_update ON password_resets FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY password_resets_delete ON password_resets FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE sessions FORCE ROW LEVEL SECURITY;

CREATE POLICY sessions_operator ON sessions FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY sessions_select ON sessions FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY sessions_insert ON sessions FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY sessions_update ON sessions FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY sessions_delete ON sessions FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE goal_status_intervals ENABLE ROW LEVEL SECURITY;

ALTER TABLE goal_status_intervals FORCE ROW LEVEL SECURITY;

CREATE POLICY goal_status_intervals_operator ON goal_status_intervals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY goal_status_intervals_select ON goal_status_intervals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY goal_status_intervals_insert ON goal_status_intervals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY goal_status_intervals_update ON goal_status_intervals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY goal_status_intervals_delete ON goal_status_intervals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

ALTER TABLE progress_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE progress_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY progress_entries_operator ON progress_entries FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY progress_entries_select ON progress_entries FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY progress_entries_insert ON progress_entries FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY progress_entries_update ON progress_entries FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY progress_entries_delete ON progress_entries FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));
