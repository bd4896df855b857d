"""Databases to migrate: empty ones, and ones that are there already."""

import secrets
from pathlib import Path

import pytest

from milepost.kernel.settings import Settings
from tests.conftest import fresh_settings
from tests.postgres import Roles, Server


def empty_settings(engine: str, request: pytest.FixtureRequest, folder: Path) -> Settings:
    """Settings of an instance of its own whose database has nothing in it."""
    if engine == "sqlite":
        return Settings(data_dir=folder / "empty")
    server: Server = request.getfixturevalue("postgres")
    name = server.create_database(f"empty_{secrets.token_hex(6)}", owner=Roles().owner)
    return Settings(data_dir=folder, database_url=server.app_url(name), owner_url=server.owner_url(name))


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of an instance whose database has nothing in it."""
    return empty_settings(engine, request, tmp_path)


@pytest.fixture
def migrated(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The settings of an instance of its own in this version."""
    return fresh_settings(engine, request, tmp_path)
