CREATE TABLE imports (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    format TEXT NOT NULL,
    dry_run BOOLEAN DEFAULT false NOT NULL,
    status TEXT DEFAULT 'running' NOT NULL,
    is_open BOOLEAN NOT NULL,
    done BIGINT DEFAULT 0 NOT NULL,
    total BIGINT DEFAULT 0 NOT NULL,
    report TEXT,
    beat_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_imports PRIMARY KEY (user_id, id),
    CONSTRAINT ck_imports_format_length CHECK (length(format) BETWEEN 1 AND 40),
    CONSTRAINT ck_imports_status_known CHECK (status IN ('running', 'done', 'refused')),
    CONSTRAINT ck_imports_report_when_over CHECK ((status = 'running') = (report IS NULL)),
    CONSTRAINT fk_imports_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_imports_open ON imports (user_id) WHERE is_open;

CREATE TABLE staged_categories (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    color TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_staged_categories PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_categories_color_form CHECK (color LIKE '#______'),
    CONSTRAINT ck_staged_categories_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT fk_staged_categories_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_goal_status_intervals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    goal_id UUID NOT NULL,
    status TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    started_on DATE NOT NULL,
    ended_on DATE,
    CONSTRAINT pk_staged_goal_status_intervals PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_goal_status_intervals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT fk_staged_goal_status_intervals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_goals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT COLLATE "C" NOT NULL,
    description TEXT NOT NULL,
    description_key TEXT COLLATE "C" NOT NULL,
    goal_type TEXT NOT NULL,
    level TEXT,
    status TEXT NOT NULL,
    parent_goal_id UUID,
    priority BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    unit TEXT,
    start_value BIGINT NOT NULL,
    target_value BIGINT,
    start_date DATE NOT NULL,
    deadline DATE,
    open_ended BOOLEAN NOT NULL,
    current_value BIGINT NOT NULL,
    manual_progress BIGINT,
    progress_strategy TEXT NOT NULL,
    completion_source TEXT,
    held_open BOOLEAN NOT NULL,
    sort_order BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    newest_entry_date DATE,
    version BIGINT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    paused_at TIMESTAMP WITH TIME ZONE,
    completed_at TIMESTAMP WITH TIME ZONE,
    archived_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    practice_session_id UUID,
    category_id UUID,
    CONSTRAINT pk_staged_goals PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_goals_completion_source_known CHECK (completion_source IN ('manual', 'measure', 'review', 'children', 'import')),
    CONSTRAINT ck_staged_goals_current_value_limit CHECK (current_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_staged_goals_dates_in_order CHECK (start_date <= deadline),
    CONSTRAINT ck_staged_goals_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_staged_goals_goal_type_known CHECK (goal_type IN ('target_based', 'continuous_counter', 'milestone')),
    CONSTRAINT ck_staged_goals_level_known CHECK (level IN ('ultimate', 'long_term', 'mid_term', 'short_term', 'immediate', 'micro', 'nano')),
    CONSTRAINT ck_staged_goals_manual_progress_range CHECK (manual_progress BETWEEN 0 AND 10000),
    CONSTRAINT ck_staged_goals_not_its_own_parent CHECK (parent_goal_id <> id),
    CONSTRAINT ck_staged_goals_one_parent CHECK (parent_goal_id IS NULL OR practice_session_id IS NULL),
    CONSTRAINT ck_staged_goals_progress_strategy_known CHECK (progress_strategy IN ('auto', 'measure', 'outcomes', 'spaces', 'children', 'manual')),
    CONSTRAINT ck_staged_goals_start_value_limit CHECK (start_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_staged_goals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT ck_staged_goals_target_value_limit CHECK (target_value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT ck_staged_goals_title_length CHECK (length(title) BETWEEN 1 AND 255),
    CONSTRAINT ck_staged_goals_type_has_its_measure CHECK (CASE goal_type WHEN 'target_based' THEN unit IS NOT NULL AND target_value IS NOT NULL AND start_value <> target_value AND (deadline IS NOT NULL OR open_ended) WHEN 'continuous_counter' THEN unit IS NOT NULL AND target_value IS NULL AND deadline IS NULL ELSE unit IS NULL AND target_value IS NULL AND start_value = 0 END),
    CONSTRAINT ck_staged_goals_unit_length CHECK (length(unit) BETWEEN 1 AND 50),
    CONSTRAINT ck_staged_goals_weight_range CHECK (weight BETWEEN 0 AND 100000),
    CONSTRAINT fk_staged_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_gone_ids (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    fingerprint BYTEA,
    gone_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_staged_gone_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_staged_gone_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_practice_session_goals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    practice_session_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_staged_practice_session_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_staged_practice_session_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_practice_sessions (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    completed BOOLEAN NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    planned_minutes BIGINT,
    fingerprint BYTEA,
    version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_staged_practice_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_practice_sessions_completed_at_fits CHECK (completed_at IS NULL OR completed),
    CONSTRAINT ck_staged_practice_sessions_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_staged_practice_sessions_name_length CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT ck_staged_practice_sessions_planned_minutes_range CHECK (planned_minutes BETWEEN 1 AND 1440),
    CONSTRAINT fk_staged_practice_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE staged_progress_entries (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    goal_id UUID NOT NULL,
    kind TEXT NOT NULL,
    value BIGINT,
    entry_date DATE NOT NULL,
    seq BIGINT NOT NULL,
    note TEXT,
    source TEXT,
    fingerprint BYTEA,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_staged_progress_entries PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_progress_entries_delta_moves CHECK (kind <> 'delta' OR value <> 0),
    CONSTRAINT ck_staged_progress_entries_kind_known CHECK (kind IN ('delta', 'set', 'reset')),
    CONSTRAINT ck_staged_progress_entries_note_length CHECK (length(note) BETWEEN 0 AND 500),
    CONSTRAINT ck_staged_progress_entries_value_fits_kind CHECK ((kind = 'reset') = (value IS NULL)),
    CONSTRAINT ck_staged_progress_entries_value_limit CHECK (value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT fk_staged_progress_entries_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE import_ids (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    import_id UUID NOT NULL,
    kind TEXT NOT NULL,
    row_id UUID NOT NULL,
    CONSTRAINT pk_import_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_import_ids_import FOREIGN KEY(user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_import_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_import_ids_user_id_import_id ON import_ids (user_id, import_id);

ALTER TABLE imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE imports FORCE ROW LEVEL SECURITY;

CREATE POLICY imports_operator ON imports FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY imports_select ON imports FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY imports_insert ON imports FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY imports_update ON imports FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY imports_delete ON imports FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_categories FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_categories_operator ON staged_categories FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_categories_select ON staged_categories FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_categories_insert ON staged_categories FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_categories_update ON staged_categories FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_categories_delete ON staged_categories FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_goal_status_intervals ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_goal_status_intervals FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_goal_status_intervals_operator ON staged_goal_status_intervals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_goal_status_intervals_select ON staged_goal_status_intervals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_goal_status_intervals_insert ON staged_goal_status_intervals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_goal_status_intervals_update ON staged_goal_status_intervals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_goal_status_intervals_delete ON staged_goal_status_intervals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_goals ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_goals FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_goals_operator ON staged_goals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_goals_select ON staged_goals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_goals_insert ON staged_goals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_goals_update ON staged_goals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_goals_delete ON staged_goals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_gone_ids ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_gone_ids FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_gone_ids_operator ON staged_gone_ids FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_gone_ids_select ON staged_gone_ids FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_gone_ids_insert ON staged_gone_ids FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_gone_ids_update ON staged_gone_ids FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_gone_ids_delete ON staged_gone_ids FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_practice_session_goals ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_practice_session_goals FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_practice_session_goals_operator ON staged_practice_session_goals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_practice_session_goals_select ON staged_practice_session_goals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_session_goals_insert ON staged_practice_session_goals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_session_goals_update ON staged_practice_session_goals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_session_goals_delete ON staged_practice_session_goals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_practice_sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_practice_sessions FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_practice_sessions_operator ON staged_practice_sessions FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_practice_sessions_select ON staged_practice_sessions FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_sessions_insert ON staged_practice_sessions FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_sessions_update ON staged_practice_sessions FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_practice_sessions_delete ON staged_practice_sessions FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE staged_progress_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE staged_progress_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY staged_progress_entries_operator ON staged_progress_entries FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY staged_progress_entries_select ON staged_progress_entries FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY staged_progress_entries_insert ON staged_progress_entries FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_progress_entries_update ON staged_progress_entries FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY staged_progress_entries_delete ON staged_progress_entries FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

ALTER TABLE import_ids ENABLE ROW LEVEL SECURITY;

ALTER TABLE import_ids FORCE ROW LEVEL SECURITY;

CREATE POLICY import_ids_operator ON import_ids FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY import_ids_select ON import_ids FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY import_ids_insert ON import_ids FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY import_ids_update ON import_ids FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY import_ids_delete ON import_ids FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));
