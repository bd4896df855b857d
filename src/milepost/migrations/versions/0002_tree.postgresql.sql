CREATE TABLE categories (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    color TEXT,
    version BIGINT DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_categories PRIMARY KEY (user_id, id),
    CONSTRAINT ck_categories_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT ck_categories_color_form CHECK (color LIKE '#______'),
    CONSTRAINT fk_categories_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_categories_user_id_name_key ON categories (user_id, name_key);

CREATE TABLE practice_sessions (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    completed BOOLEAN DEFAULT false NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    planned_minutes BIGINT,
    fingerprint BYTEA,
    version BIGINT DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_practice_sessions PRIMARY KEY (user_id, id),
    CONSTRAINT ck_practice_sessions_name_length CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT ck_practice_sessions_description_length CHECK (length(description) BETWEEN 0 AND 5000),
    CONSTRAINT ck_practice_sessions_planned_minutes_range CHECK (planned_minutes BETWEEN 1 AND 1440),
    CONSTRAINT ck_practice_sessions_completed_at_fits CHECK (completed_at IS NULL OR completed),
    CONSTRAINT fk_practice_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_practice_sessions_user_id_completed ON practice_sessions (user_id, completed);

CREATE INDEX ix_practice_sessions_user_id_created_at ON practice_sessions (user_id, created_at, id);

ALTER TABLE goals ADD COLUMN practice_session_id UUID;

ALTER TABLE goals ADD COLUMN category_id UUID;

ALTER TABLE goals ADD CONSTRAINT fk_goals_practice_session FOREIGN KEY(user_id, practice_session_id) REFERENCES practice_sessions (user_id, id) ON DELETE CASCADE;

ALTER TABLE goals ADD CONSTRAINT fk_goals_category FOREIGN KEY(user_id, category_id) REFERENCES categories (user_id, id);

ALTER TABLE goals ADD CONSTRAINT ck_goals_one_parent CHECK (parent_goal_id IS NULL OR practice_session_id IS NULL);

DROP INDEX uq_goals_open_root_title;

CREATE INDEX ix_goals_user_id_category_id ON goals (user_id, category_id);

CREATE INDEX ix_goals_user_id_practice_session_id ON goals (user_id, practice_session_id, sort_order);

CREATE UNIQUE INDEX uq_goals_open_root_title ON goals (user_id, title_key) WHERE status IN ('active', 'paused') AND parent_goal_id IS NULL AND practice_session_id IS NULL;

CREATE TABLE practice_session_goals (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    practice_session_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_practice_session_goals PRIMARY KEY (user_id, id),
    CONSTRAINT fk_practice_session_goals_session FOREIGN KEY(user_id, practice_session_id) REFERENCES practice_sessions (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_practice_session_goals_goal FOREIGN KEY(user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_practice_session_goals_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_practice_session_goals_user_id_goal_id ON practice_session_goals (user_id, goal_id, practice_session_id);

CREATE UNIQUE INDEX uq_practice_session_goals_pair ON practice_session_goals (user_id, practice_session_id, goal_id);

ALTER TABLE categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE categories FORCE ROW LEVEL SECURITY;

CREATE POLICY categories_operator ON categories FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY categories_select ON categories FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY categories_insert ON categories FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY categories_update ON categories FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY categories_delete ON categories FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

ALTER TABLE practice_sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE practice_sessions FORCE ROW LEVEL SECURITY;

CREATE POLICY practice_sessions_operator ON practice_sessions FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY practice_sessions_select ON practice_sessions FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY practice_sessions_insert ON practice_sessions FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY practice_sessions_update ON practice_sessions FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY practice_sessions_delete ON practice_sessions FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

ALTER TABLE practice_session_goals ENABLE ROW LEVEL SECURITY;

ALTER TABLE practice_session_goals FORCE ROW LEVEL SECURITY;

CREATE POLICY practice_session_goals_operator ON practice_session_goals FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY practice_session_goals_select ON practice_session_goals FOR SELECT USING (user_id = ANY ((SELECT readable_owners('record'))::uuid[]));

CREATE POLICY practice_session_goals_insert ON practice_session_goals FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY practice_session_goals_update ON practice_session_goals FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));

CREATE POLICY practice_session_goals_delete ON practice_session_goals FOR DELETE USING (user_id = ANY ((SELECT writable_owners('record'))::uuid[]));
