"""`milepost demo`: an account with a believable year, for looking around."""

from typing import Annotated

import typer

from milepost import bootstrap
from milepost.accounts import queries
from milepost.accounts.passwords import hashed
from milepost.demo.life import tell
from milepost.entrypoints.cli.terminal import Stop, opened, owner_settings, plain_errors
from milepost.kernel.work import Nobody

EMAIL, PASSWORD = "demo@example.com", "walk the line"


def demo(
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Where it is not empty, do nothing.")] = False,
) -> None:
    """Fill an empty instance with a person and their year. Anybody who reads this can sign in as them."""
    with plain_errors():
        bootstrap.prepare(owner_settings())
        with opened(operator=True) as app:
            is_empty = not app.read_now(Nobody(), queries.accounts)
        if is_empty:
            with opened() as app:
                tell(app, EMAIL, hashed(PASSWORD))
        elif not if_empty:
            raise Stop("Somebody has an account here already. The demo is for an empty instance.")
        if is_empty or _is_there():
            print(f"Sign in as {EMAIL} with the password: {PASSWORD}")


def _is_there() -> bool:
    with opened() as app:
        return app.read_now(Nobody(), lambda reading: queries.by_email(reading, EMAIL)) is not None
