CREATE TABLE user_preferences (
    user_id UUID NOT NULL,
    id UUID NOT NULL,
    theme TEXT DEFAULT 'system' NOT NULL,
    language TEXT DEFAULT 'en' NOT NULL,
    ai_model TEXT DEFAULT 'auto' NOT NULL,
    notify_by_email BOOLEAN DEFAULT true NOT NULL,
    notify_by_push BOOLEAN DEFAULT true NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_user_preferences PRIMARY KEY (user_id, id),
    CONSTRAINT ck_user_preferences_theme_known CHECK (theme IN ('system', 'light', 'dark')),
    CONSTRAINT ck_user_preferences_language_length CHECK (length(language) BETWEEN 2 AND 20),
    CONSTRAINT ck_user_preferences_ai_model_length CHECK (length(ai_model) BETWEEN 1 AND 100),
    CONSTRAINT fk_user_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_user_preferences_user_id ON user_preferences (user_id);

ALTER TABLE user_preferences ENABLE ROW LEVEL SECURITY;

ALTER TABLE user_preferences FORCE ROW LEVEL SECURITY;

CREATE POLICY user_preferences_operator ON user_preferences FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY user_preferences_select ON user_preferences FOR SELECT USING (user_id = ANY ((SELECT readable_owners('self'))::uuid[]));

CREATE POLICY user_preferences_insert ON user_preferences FOR INSERT WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY user_preferences_update ON user_preferences FOR UPDATE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[])) WITH CHECK (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));

CREATE POLICY user_preferences_delete ON user_preferences FOR DELETE USING (user_id = ANY ((SELECT writable_owners('self'))::uuid[]));
