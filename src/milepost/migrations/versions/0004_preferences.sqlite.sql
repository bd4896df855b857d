CREATE TABLE user_preferences (
    user_id BLOB NOT NULL,
    id BLOB NOT NULL,
    theme TEXT DEFAULT 'system' NOT NULL,
    language TEXT DEFAULT 'en' NOT NULL,
    ai_model TEXT DEFAULT 'auto' NOT NULL,
    notify_by_email INTEGER DEFAULT 1 NOT NULL,
    notify_by_push INTEGER DEFAULT 1 NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_user_preferences PRIMARY KEY (user_id, id),
    CONSTRAINT ck_user_preferences_theme_known CHECK (theme IN ('system', 'light', 'dark')),
    CONSTRAINT ck_user_preferences_language_length CHECK (length(language) BETWEEN 2 AND 20),
    CONSTRAINT ck_user_preferences_ai_model_length CHECK (length(ai_model) BETWEEN 1 AND 100),
    CONSTRAINT fk_user_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_user_preferences_user_id_size CHECK (length(user_id) = 16),
    CONSTRAINT ck_user_preferences_id_size CHECK (length(id) = 16),
    CONSTRAINT ck_user_preferences_notify_by_email_flag CHECK (notify_by_email IN (0, 1)),
    CONSTRAINT ck_user_preferences_notify_by_push_flag CHECK (notify_by_push IN (0, 1))
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_user_preferences_user_id ON user_preferences (user_id);
