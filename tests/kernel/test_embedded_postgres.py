"""The PostgreSQL that the tests bring along: closed to strangers, true to production, shared by one run."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster, NotStarted, Server, program
from tests.postgres.places import server_account

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as running:
        running.make_roles()
        yield running


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def test_a_password_opens_the_server_on_loopback_and_on_its_socket(cluster: Cluster) -> None:
    assert value(cluster.url(), "SHOW listen_addresses") == "127.0.0.1"
    methods = "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules"
    assert value(cluster.url(), methods) == ["scram-sha-256"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url(password="wrong"))
    socket = f"host={cluster.socket_directory} port={cluster.port} user=postgres dbname=postgres"
    assert value(f"{socket} password={cluster.password('postgres')}", "SELECT 1") == 1


def test_a_password_is_left_neither_in_the_arguments_of_a_process_nor_in_a_file(cluster: Cluster) -> None:
    secret = cluster.password("postgres").encode()
    arguments = list(Path("/proc").glob(f"{cluster.pid}/cmdline"))
    files = [path for path in cluster.directory.iterdir() if path.is_file()]
    assert files
    assert not any(secret in path.read_bytes() for path in [*arguments, *files])


def test_the_server_never_runs_as_root(cluster: Cluster) -> None:
    owner = cluster.data_directory.stat().st_uid
    assert owner == server_account().uid != 0
    assert cluster.data_directory.stat().st_mode & 0o077 == 0


def test_the_roles_of_the_product_cannot_pass_over_row_security(cluster: Cluster) -> None:
    query = (
        "SELECT json_agg((rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication))"
        " FROM pg_roles WHERE rolname LIKE 'milepost%'"
    )
    rights = value(cluster.url(), query)
    assert isinstance(rights, list)
    assert [list(right.values()) for right in rights] == [[True, False, False, False, False, False]] * 2


def test_the_owner_role_owns_its_database_and_the_application_role_may_make_nothing_there(
    cluster: Cluster,
) -> None:
    name = cluster.create_database("owned", owner=cluster.make_roles().owner)
    with psycopg.connect(cluster.owner_url(name)) as owner:
        owner.execute("CREATE TABLE thing (id int)")
    with psycopg.connect(cluster.app_url(name)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE another (id int)")
    with psycopg.connect(cluster.app_url(name)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT * FROM thing")


def test_many_workers_may_ask_for_the_roles_at_once() -> None:
    with Cluster() as fresh:
        workers = [Server(**fresh.handle) for _ in range(6)]
        with ThreadPoolExecutor(len(workers)) as pool:
            assert len(set(pool.map(Server.make_roles, workers))) == 1
        assert value(fresh.app_url("postgres"), "SELECT current_user") == "milepost_app"


def test_a_clone_has_the_content_the_rights_and_the_owner_of_its_template(cluster: Cluster) -> None:
    template = cluster.create_database("template_of_clones", owner="milepost_owner")
    with psycopg.connect(cluster.owner_url(template)) as owner:
        owner.execute("CREATE TABLE thing AS SELECT 42 AS id")
        owner.execute("GRANT SELECT ON thing TO milepost_app")
    first, second = cluster.clone(template), cluster.clone(template)
    assert len({template, first, second}) == 3
    for copy in (first, second):
        assert value(cluster.app_url(copy), "SELECT id FROM thing") == 42
        owners = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        assert value(cluster.url(copy), owners) == "milepost_owner"
    cluster.drop_database(first)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(cluster.app_url(first))
    with pytest.raises(psycopg.errors.InvalidCatalogName):
        cluster.clone(first)


def test_a_durable_server_syncs_every_commit_and_an_ordinary_one_does_not(cluster: Cluster) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    with Cluster(durable=True, settings={"work_mem": "7MB"}) as durable:
        assert [value(durable.url(), f"SHOW {name}") for name in names] == ["on", "on", "on"]
        assert value(durable.url(), "SHOW work_mem") == "7MB"
    assert [value(cluster.url(), f"SHOW {name}") for name in names] == ["off", "off", "off"]
    assert value(cluster.url(), "SHOW max_connections") == "200"


def test_a_server_that_cannot_start_says_why_and_leaves_nothing() -> None:
    broken = Cluster(settings={"shared_buffers": "much"})
    with pytest.raises(NotStarted, match='invalid value for parameter "shared_buffers": "much"'), broken:
        pytest.fail("It should not have started.")
    assert not broken.directory.exists()


@pytest.mark.parametrize(
    "command", [["pgbench", "-i", "-q"], ["psql", "-c", "SELECT 1"], ["pg_dump", "--schema-only"]]
)
def test_the_client_programs_of_the_same_version_reach_the_server(
    cluster: Cluster, command: list[str]
) -> None:
    surroundings = {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(cluster.port),
        "PGDATABASE": "postgres",
        "PGUSER": "postgres",
        "PGPASSWORD": cluster.password("postgres"),
    }
    name, *arguments = command
    subprocess.run(
        [str(program(name)), *arguments], check=True, capture_output=True, env=os.environ | surroundings
    )


def test_a_cluster_in_the_foreground_prints_the_products_addresses_and_ends_with_its_signal() -> None:
    command = [sys.executable, "-m", "tests.postgres", "--durable", "--database", "shown"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = [shlex.split(process.stdout.readline())[1].partition("=") for _ in range(3)]
    urls = {name: url for name, _, url in lines}
    assert value(urls["MILEPOST_DATABASE_URL"], "SELECT current_user") == "milepost_app"
    owned = "SELECT current_user = pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'shown'"
    assert value(urls["MILEPOST_OWNER_URL"], owned) is True
    directory = Path(str(value(urls["MILEPOST_SUPERUSER_URL"], "SHOW data_directory"))).parent
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not directory.exists()


def test_the_workers_of_one_run_share_one_server(tmp_path: Path) -> None:
    (tmp_path / "test_shared.py").write_text(
        "import pathlib, pytest\n"
        "@pytest.mark.parametrize('turn', range(4))\n"
        "def test_one(postgres, worker_id, turn):\n"
        "    name = postgres.create_database(f'of_{worker_id}_{turn}', owner='milepost_owner')\n"
        "    seen = f'{worker_id} {postgres.pid} {postgres.directory}'\n"
        "    pathlib.Path(__file__).with_name(name).write_text(seen)\n"
    )
    plugins = ["-p", "xdist", "-p", "tests.postgres.plugin", "-p", "no:cacheprovider"]
    where = ["--rootdir", str(tmp_path), "-c", os.devnull, str(tmp_path)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n2", "--dist=each", *plugins, *where],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    seen = [path.read_text().split() for path in tmp_path.glob("of_*")]
    assert {worker for worker, _, _ in seen} == {"gw0", "gw1"}
    servers = {(int(pid), Path(directory)) for _, pid, directory in seen}
    assert len(servers) == 1
    assert not servers.pop()[1].exists()
