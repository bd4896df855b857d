"""The routes of all domains."""

from milepost.entrypoints.api import accounts, goals

ROUTERS = (*accounts.routers, *goals.routers)
