"""Real databases on both engines, built by the migrations once for each worker of a test run."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from milepost import bootstrap
from milepost.kernel.settings import Settings
from milepost.kernel.work import App
from milepost.migrations import history
from tests.cast import Cast
from tests.instance import Instance
from tests.postgres import Roles, Server

pytest_plugins = ["tests.postgres.plugin"]

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True, scope="session")
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of the machine reaches a test, and no file of the checkout is written."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PORT", "HOST", *(f"MILEPOST_{field.upper()}" for field in Settings.model_fields)):
            patch.delenv(name, raising=False)
        patch.chdir(tmp_path_factory.mktemp("cwd"))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database; copy it, never write to it."""
    path = tmp_path_factory.mktemp("template") / "milepost.db"
    with history.engine(f"sqlite:///{path}").begin() as connection:
        history.upgrade(connection)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, worker_id: str) -> str:
    """The name of a migrated, empty PostgreSQL database; clone it, never connect to it."""
    name = postgres.create_database(f"template_{worker_id}", owner=Roles().owner)
    engine = history.engine(postgres.owner_url(name))
    with engine.begin() as connection:
        history.upgrade(connection)
        history.let_in(connection, Roles().application)
    engine.dispose()
    return name


def fresh_settings(engine: str, request: pytest.FixtureRequest, folder: Path, **more: Any) -> Settings:
    """Settings of an instance of its own on that engine, empty and migrated; limits are off."""
    given: dict[str, Any] = {"data_dir": folder, "register_limit": "off", "sign_in_limit": "off", **more}
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "milepost.db")
    else:
        server: Server = request.getfixturevalue("postgres")
        name = server.clone(request.getfixturevalue("postgres_template"))
        given |= {"database_url": server.app_url(name), "owner_url": server.owner_url(name)}
    return Settings(**given)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def settings(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The settings of the instance that the tests of this worker share; each test makes its own people."""
    return fresh_settings(engine, request, tmp_path_factory.mktemp(engine))


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[App]:
    """The product over the shared instance."""
    opened = bootstrap.app(settings)
    yield opened
    opened.database.close()


@pytest.fixture
def cast(app: App) -> Cast:
    """People of this test's own: Alice, Bob, Charlie, Dana."""
    return Cast(app)


@pytest.fixture(scope="session")
def instance(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    """A server on data of its own, shared by the tests of this worker; PostgreSQL has two processes."""
    folder = tmp_path_factory.mktemp(f"served-{engine}")
    chosen = fresh_settings(engine, request, folder)
    with Instance(chosen, folder, workers=1 if engine == "sqlite" else 2) as running:
        yield running
