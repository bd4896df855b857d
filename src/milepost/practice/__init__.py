"""Practice sessions: work on several goals at once, and the immediate goals that it brought."""
