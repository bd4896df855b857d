"""Reads across all wings: they lie side by side here."""
