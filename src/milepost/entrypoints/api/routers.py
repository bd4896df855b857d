"""The routes of all domains."""

from milepost.entrypoints.api import accounts, entries, goals, overview

ROUTERS = (*accounts.routers, *overview.routers, *goals.routers, *entries.routers)
