"""One test server for a whole run of pytest, shared by its workers; started when a test first asks for it."""

from typing import Any

import pytest

from tests.postgres.cluster import Cluster
from tests.postgres.server import Server

CLUSTER = pytest.StashKey[Cluster]()
WORKER_INPUT = "milepost_postgres"


def server(config: pytest.Config) -> Server:
    """Return the server of this run, beginning to start it if it has none; a worker uses its controller's."""
    given: dict[str, Any] = getattr(config, "workerinput", {})
    if WORKER_INPUT in given:
        return Server(**given[WORKER_INPUT])
    if CLUSTER not in config.stash:
        config.stash[CLUSTER] = Cluster()
        config.stash[CLUSTER].start()
    return config.stash[CLUSTER]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the server will be, without waiting for it."""
    node.workerinput[WORKER_INPUT] = server(node.config).handle


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server of this run."""
    if CLUSTER in config.stash:
        config.stash[CLUSTER].stop()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Server:
    """Return the running test server with the product's roles in it; make databases of your own there."""
    found = server(pytestconfig)
    found.make_roles()
    return found
