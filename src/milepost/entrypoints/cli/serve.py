"""`milepost serve`: migrate if needed, then serve."""

import os
import socket
import sys
from typing import Annotated

import typer
import uvicorn

from milepost import bootstrap
from milepost.entrypoints.cli.terminal import Stop, plain_errors
from milepost.entrypoints.protocol import Protocol
from milepost.kernel.settings import settings, variable

STOPPING_SECONDS = 10


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; more than one on PostgreSQL.")] = 1,
) -> None:
    """Serve the pages and the API. SQLite is migrated first; PostgreSQL only where it is empty."""
    with plain_errors():
        for name, given in (("host", host), ("port", port)):
            if given is not None:
                os.environ[variable(name)] = str(given)
        chosen = settings()
        if workers > 1 and bootstrap.sqlite_path(chosen.database) is not None:
            raise Stop(
                "SQLite has one writer, so it is served by one process; --workers needs PostgreSQL.", 2
            )
        _require_free(chosen.host, chosen.port)
        bootstrap.prepare(chosen)
        for lock in bootstrap.opened_locks(chosen):
            raise Stop(f"MILEPOST_DATABASE_URL: the {lock.place} {lock.found}; serve as {lock.expected}.")
        sys.stderr.write(f"Milepost on http://{chosen.host}:{chosen.port}\n")
    uvicorn.run(
        "milepost.entrypoints.server:application",
        factory=True,
        http=Protocol,
        host=chosen.host,
        port=chosen.port,
        workers=workers,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=STOPPING_SECONDS,
    )


def _require_free(host: str, port: int) -> None:
    """See that one can listen there, before anything is started.

    Raises:
        Stop: if not.
    """
    try:
        for family, *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            socket.create_server(address[:2], family=family).close()
    except OSError as refused:
        raise Stop(f"HOST, PORT: cannot listen on {host}:{port}: {refused.strerror}.") from refused
