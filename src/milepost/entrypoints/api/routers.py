"""The routes of all domains."""

from milepost.entrypoints.api import accounts, entries, goals

ROUTERS = (*accounts.routers, *goals.routers, *entries.routers)
