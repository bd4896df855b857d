"""People: sign-in, sessions, tokens."""
