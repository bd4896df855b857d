CREATE TABLE imports (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    format TEXT NOT NULL,
    dry_run INTEGER DEFAULT 0 NOT NULL,
    status TEXT DEFAULT 'running' NOT NULL,
    is_open INTEGER NOT NULL,
    done INTEGER DEFAULT 0 NOT NULL,
    total INTEGER DEFAULT 0 NOT NULL,
    report TEXT,
    beat_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_imports PRIMARY KEY (user_id, id),
    CONSTRAINT ck_imports_format_length CHECK (length(format) BETWEEN 1 AND 40),
    CONSTRAINT ck_imports_status_known CHECK (status IN ('running', 'done', 'refused')),
    CONSTRAINT ck_imports_report_when_over CHECK ((status = 'running') = (report IS NULL)),
    CONSTRAINT fk_imports_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_imports_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_imports_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_imports_dry_run_flag CHECK (dry_run IN (0, 1)),
    CONSTRAINT ck_imports_is_open_flag CHECK (is_open IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_imports_open ON imports (user_id) WHERE is_open;

CREATE TABLE staged_categories (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    color TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_staged_categories PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_categories_color_form CHECK (color LIKE '#______'),
    CONSTRAINT ck_staged_categories_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT fk_staged_categories_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_categories_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_categories_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_goal_status_intervals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    started_on TEXT NOT NULL,
    ended_on TEXT,
    CONSTRAINT pk_staged_goal_status_intervals PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_goal_status_intervals_status_known CHECK (status IN ('active', 'paused', 'completed', 'archived')),
    CONSTRAINT fk_staged_goal_status_intervals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_goal_status_intervals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_goal_status_intervals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_staged_goal_status_intervals_goal_id_size CHECK (length(goal_id) = 16),
    CONSTRAINT ck_staged_goal_status_intervals_started_on_day CHECK (started_on IS date(started_on)),
    CONSTRAINT ck_staged_goal_status_intervals_ended_on_day CHECK (ended_on IS date(ended_on))
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_goals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    description TEXT NOT NULL,
    description_key TEXT NOT NULL,
    goal_type TEXT NOT NULL,
    level TEXT,
    status TEXT NOT NULL,
    parent_goal_id BLOB,
    priority INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    unit TEXT,
    start_value INTEGER NOT NULL,
    target_value INTEGER,
    start_date TEXT NOT NULL,
    deadline TEXT,
    open_ended INTEGER NOT NULL,
    current_value INTEGER NOT NULL,
    manual_progress INTEGER,
    progress_strategy TEXT NOT NULL,
    completion_source TEXT,
    held_open INTEGER NOT NULL,
    sort_order INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    newest_entry_date TEXT,
    version INTEGER NOT NULL,
    started_at INTEGER,
    paused_at INTEGER,
    completed_at INTEGER,
    archived_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    practice_session_id BLOB,
    category_id BLOB,
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
    CONSTRAINT fk_staged_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_goals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_goals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_staged_goals_parent_goal_id_size CHECK (length(parent_goal_id) = 16),
    CONSTRAINT ck_staged_goals_start_date_day CHECK (start_date IS date(start_date)),
    CONSTRAINT ck_staged_goals_deadline_day CHECK (deadline IS date(deadline)),
    CONSTRAINT ck_staged_goals_open_ended_flag CHECK (open_ended IN (0, 1)),
    CONSTRAINT ck_staged_goals_held_open_flag CHECK (held_open IN (0, 1)),
    CONSTRAINT ck_staged_goals_newest_entry_date_day CHECK (newest_entry_date IS date(newest_entry_date)),
    CONSTRAINT ck_staged_goals_practice_session_id_size CHECK (length(practice_session_id) = 16),
    CONSTRAINT ck_staged_goals_category_id_size CHECK (length(category_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_gone_ids (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    fingerprint BLOB,
    gone_at INTEGER NOT NULL,
    CONSTRAINT pk_staged_gone_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_staged_gone_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_gone_ids_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_gone_ids_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_practice_session_goals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    practice_session_id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_staged_practice_session_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_staged_practice_session_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_practice_session_goals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_practice_session_goals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_staged_practice_session_goals_practice_session_id_size CHECK (length(practice_session_id) = 16),
    CONSTRAINT ck_staged_practice_session_goals_goal_id_size CHECK (length(goal_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_practice_sessions (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    completed INTEGER NOT NULL,
    completed_at INTEGER,
    planned_minutes INTEGER,
    fingerprint BLOB,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_staged_practice_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_practice_sessions_completed_at_fits CHECK (completed_at IS NULL OR completed),
    CONSTRAINT ck_staged_practice_sessions_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_staged_practice_sessions_name_length CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT ck_staged_practice_sessions_planned_minutes_range CHECK (planned_minutes BETWEEN 1 AND 1440),
    CONSTRAINT fk_staged_practice_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_practice_sessions_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_practice_sessions_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_staged_practice_sessions_completed_flag CHECK (completed IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE staged_progress_entries (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value INTEGER,
    entry_date TEXT NOT NULL,
    seq INTEGER NOT NULL,
    note TEXT,
    source TEXT,
    fingerprint BLOB,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_staged_progress_entries PRIMARY KEY (user_id, id),
    CONSTRAINT ck_staged_progress_entries_delta_moves CHECK (kind <> 'delta' OR value <> 0),
    CONSTRAINT ck_staged_progress_entries_kind_known CHECK (kind IN ('delta', 'set', 'reset')),
    CONSTRAINT ck_staged_progress_entries_note_length CHECK (length(note) BETWEEN 0 AND 500),
    CONSTRAINT ck_staged_progress_entries_value_fits_kind CHECK ((kind = 'reset') = (value IS NULL)),
    CONSTRAINT ck_staged_progress_entries_value_limit CHECK (value BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT fk_staged_progress_entries_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_staged_progress_entries_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_staged_progress_entries_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_staged_progress_entries_goal_id_size CHECK (length(goal_id) = 16),
    CONSTRAINT ck_staged_progress_entries_entry_date_day CHECK (entry_date IS date(entry_date))
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE import_ids (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    import_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    row_id BLOB NOT NULL,
    CONSTRAINT pk_import_ids PRIMARY KEY (user_id, id),
    CONSTRAINT fk_import_ids_import FOREIGN KEY(user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_import_ids_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_import_ids_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_import_ids_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_import_ids_import_id_size CHECK (length(import_id) = 16),
    CONSTRAINT ck_import_ids_row_id_size CHECK (length(row_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_import_ids_user_id_import_id ON import_ids (user_id, import_id);
