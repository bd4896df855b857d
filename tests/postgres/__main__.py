"""Run a PostgreSQL in the foreground until Ctrl-C: `python -m tests.postgres --durable > server.env`."""

import argparse
import shlex
import signal
from pathlib import Path

from tests.postgres.cluster import Cluster


def main() -> None:
    """Start the server with an empty database of the product and print its addresses as shell exports."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres", description=__doc__)
    parser.add_argument("--durable", action="store_true", help="sync every commit to disk, as in production")
    parser.add_argument("--database", default="milepost", help="name of the database (milepost)")
    parser.add_argument("--under", type=Path, help="directory to keep its files in (a temporary one)")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Cluster(durable=chosen.durable, under=chosen.under) as cluster:
            cluster.create_database(chosen.database, owner=cluster.make_roles().owner)
            print(exports(cluster, chosen.database), flush=True)
            while True:
                signal.pause()
    except KeyboardInterrupt:
        pass


def exports(cluster: Cluster, database: str) -> str:
    """Return lines for a shell to read."""
    addresses = {
        "MILEPOST_DATABASE_URL": cluster.app_url(database),
        "MILEPOST_OWNER_URL": cluster.owner_url(database),
        "MILEPOST_SUPERUSER_URL": cluster.url(database),
    }
    return "\n".join(f"export {name}={shlex.quote(address)}" for name, address in addresses.items())


if __name__ == "__main__":
    main()
