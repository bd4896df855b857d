CREATE TABLE categories (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    color TEXT,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_categories PRIMARY KEY (user_id, id),
    CONSTRAINT ck_categories_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT ck_categories_color_form CHECK (color LIKE '#______'),
    CONSTRAINT fk_categories_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_categories_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_categories_id_size CHECK (length(id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_categories_user_id_name_key ON categories (user_id, name_key);

CREATE TABLE practice_sessions (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    completed INTEGER DEFAULT 0 NOT NULL,
    completed_at INTEGER,
    planned_minutes INTEGER,
    fingerprint BLOB,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_practice_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_practice_sessions_name_length CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT ck_practice_sessions_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_practice_sessions_planned_minutes_range CHECK (planned_minutes BETWEEN 1 AND 1440),
    CONSTRAINT ck_practice_sessions_completed_at_fits CHECK (completed_at IS NULL OR completed),
    CONSTRAINT fk_practice_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_practice_sessions_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_practice_sessions_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_practice_sessions_completed_flag CHECK (completed IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_practice_sessions_user_id_completed ON practice_sessions (user_id, completed);

CREATE INDEX ix_practice_sessions_user_id_created_at ON practice_sessions (user_id, created_at, id);

CREATE TEMPORARY TABLE goals_before AS SELECT * FROM goals;

DROP TABLE goals;

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
    practice_session_id BLOB,
    category_id BLOB,
    CONSTRAINT pk_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_goals_parent FOREIGN KEY(user_id, parent_goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_goals_practice_session FOREIGN KEY(user_id, practice_session_id) REFERENCES practice_sessions (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_goals_category FOREIGN KEY(user_id, category_id) REFERENCES categories (user_id, id),
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
    CONSTRAINT ck_goals_one_parent CHECK (parent_goal_id IS NULL OR practice_session_id IS NULL),
    CONSTRAINT ck_goals_type_has_its_measure CHECK (CASE goal_type WHEN 'target_based' THEN unit IS NOT NULL AND target_value IS NOT NULL AND start_value <> target_value AND (deadline IS NOT NULL OR open_ended) WHEN 'continuous_counter' THEN unit IS NOT NULL AND target_value IS NULL AND deadline IS NULL ELSE unit IS NULL AND target_value IS NULL AND start_value = 0 END),
    CONSTRAINT fk_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_goals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_goals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_goals_parent_goal_id_size CHECK (length(parent_goal_id) = 16),
    CONSTRAINT ck_goals_start_date_day CHECK (start_date IS date(start_date)),
    CONSTRAINT ck_goals_deadline_day CHECK (deadline IS date(deadline)),
    CONSTRAINT ck_goals_open_ended_flag CHECK (open_ended IN (0, 1)),
    CONSTRAINT ck_goals_held_open_flag CHECK (held_open IN (0, 1)),
    CONSTRAINT ck_goals_newest_entry_date_day CHECK (newest_entry_date IS date(newest_entry_date)),
    CONSTRAINT ck_goals_practice_session_id_size CHECK (length(practice_session_id) = 16),
    CONSTRAINT ck_goals_category_id_size CHECK (length(category_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

INSERT INTO goals (user_id, id, title, title_key, description, description_key, goal_type, level, status, parent_goal_id, priority, weight, unit, start_value, target_value, start_date, deadline, open_ended, current_value, manual_progress, progress_strategy, completion_source, held_open, sort_order, last_seq, newest_entry_date, version, started_at, paused_at, completed_at, archived_at, created_at, updated_at)
SELECT user_id, id, title, title_key, description, description_key, goal_type, level, status, parent_goal_id, priority, weight, unit, start_value, target_value, start_date, deadline, open_ended, current_value, manual_progress, progress_strategy, completion_source, held_open, sort_order, last_seq, newest_entry_date, version, started_at, paused_at, completed_at, archived_at, created_at, updated_at FROM goals_before;

DROP TABLE goals_before;

CREATE INDEX ix_goals_user_id_category_id ON goals (user_id, category_id);

CREATE INDEX ix_goals_user_id_created_at ON goals (user_id, created_at);

CREATE INDEX ix_goals_user_id_goal_type ON goals (user_id, goal_type);

CREATE INDEX ix_goals_user_id_level ON goals (user_id, level);

CREATE INDEX ix_goals_user_id_parent_goal_id ON goals (user_id, parent_goal_id, sort_order);

CREATE INDEX ix_goals_user_id_practice_session_id ON goals (user_id, practice_session_id, sort_order);

CREATE INDEX ix_goals_user_id_sort_order ON goals (user_id, sort_order, id);

CREATE INDEX ix_goals_user_id_status ON goals (user_id, status);

CREATE UNIQUE INDEX uq_goals_open_root_title ON goals (user_id, title_key) WHERE status IN ('active', 'paused') AND parent_goal_id IS NULL AND practice_session_id IS NULL;

CREATE TABLE practice_session_goals (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    practice_session_id BLOB NOT NULL,
    goal_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_practice_session_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_practice_session_goals_session FOREIGN KEY(user_id, practice_session_id) REFERENCES practice_sessions (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_practice_session_goals_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_practice_session_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_practice_session_goals_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_practice_session_goals_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_practice_session_goals_practice_session_id_size CHECK (length(practice_session_id) = 16),
    CONSTRAINT ck_practice_session_goals_goal_id_size CHECK (length(goal_id) = 16)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_practice_session_goals_user_id_goal_id ON practice_session_goals (user_id, goal_id, practice_session_id);

CREATE UNIQUE INDEX uq_practice_session_goals_pair ON practice_session_goals (user_id, practice_session_id, goal_id);
