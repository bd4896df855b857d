"""What the running product is to its database: a role without rights of its own, readers who cannot write."""

import sqlite3
from typing import NamedTuple

import psycopg
import pytest

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.database import Door
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from milepost.kernel.work import App, utc_now
from tests.architecture.declared import scratch_change, scratch_read
from tests.postgres import Roles

load_all()
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")


class Role(NamedTuple):
    """The role of a connection, and what it may do beside what tables grant it."""

    name: str
    superuser: bool
    passes_over_policies: bool
    makes_roles: bool
    makes_databases: bool
    replicates: bool
    makes_tables: bool
    roles_it_can_become: int
    things_it_owns: int


class Grant(NamedTuple):
    """A right on a table."""

    table: str
    right: str


ROLE = scratch_read(
    Role,
    sqlite="SELECT '', 0, 0, 0, 0, 0, 0, 0, 0",
    postgres="""SELECT rolname::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
    has_schema_privilege(oid, 'public', 'CREATE')
    OR has_database_privilege(oid, current_database(), 'CREATE'),
    (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),
    (SELECT count(*) FROM pg_shdepend WHERE refobjid = r.oid AND deptype = 'o')
    FROM pg_roles r WHERE rolname = current_user AND current_user = session_user""",
)
GRANTS = scratch_read(
    Grant,
    sqlite="SELECT '', ''",
    postgres="""SELECT table_name::text, privilege_type::text FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND grantee IN (current_user, 'PUBLIC')""",
)
INSERT = scratch_change("INSERT INTO last_seen (id, seen_at) VALUES (:id, :now)", scope="machinery")


@on_postgresql
@pytest.mark.parametrize("way", ["read", "write"])
def test_the_running_role_has_no_right_but_what_tables_grant(app: App, way: str) -> None:
    (role,) = getattr(app.database, way)(lambda door: door.rows(ROLE, {})).result()
    assert role == Role(Roles().application, False, False, False, False, False, False, 0, 0)


@on_postgresql
def test_the_running_role_may_read_and_change_rows_and_nothing_more(app: App) -> None:
    grants = {
        (table, right) for table in metadata.tables for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
    }
    found = app.database.read(lambda door: door.rows(GRANTS, {})).result()
    assert set(found) == grants | {("alembic_version", "SELECT")}


def test_a_reading_cannot_write(app: App) -> None:
    def tried(door: Door) -> None:
        door.run(INSERT, {"id": new_id(), "now": utc_now()})

    with pytest.raises(
        (psycopg.errors.ReadOnlySqlTransaction, sqlite3.OperationalError), match=r"read.?only"
    ):
        app.database.read(tried).result()
