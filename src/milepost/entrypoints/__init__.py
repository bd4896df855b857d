"""The ways in; no rule lives here."""
