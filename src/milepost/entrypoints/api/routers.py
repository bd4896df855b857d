"""The routes of all domains."""

from milepost.entrypoints.api import (
    accounts,
    categories,
    entries,
    exchange,
    goals,
    imports,
    overview,
    practice,
)

ROUTERS = (
    *accounts.routers,
    *overview.routers,
    *goals.routers,
    *entries.routers,
    *categories.routers,
    *practice.routers,
    *exchange.routers,
    *imports.routers,
)
