"""`milepost serve` on PostgreSQL: never as a role that could pass over the second lock."""

from pathlib import Path

import pytest

from tests.conftest import fresh_settings
from tests.instance import Instance
from tests.postgres import Server


@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_a_role_that_passes_over_the_second_lock_does_not_serve(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Server, role: str
) -> None:
    chosen = fresh_settings("postgresql", request, tmp_path)
    database = chosen.database.rsplit("/", 1)[1]
    strong = postgres.owner_url(database) if role == "owner" else postgres.url(database)
    ended = Instance(chosen, tmp_path).command("serve", "--port", "0", env={"MILEPOST_DATABASE_URL": strong})
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("milepost: MILEPOST_DATABASE_URL: the role ")
    assert ended.stderr.endswith("; serve as a role without rights of its own.\n")
    assert ("superuser" if role == "superuser" else "owns") in ended.stderr
