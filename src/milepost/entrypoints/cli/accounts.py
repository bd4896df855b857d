"""`milepost user …` and `milepost token …`: accounts from the operator's terminal."""

import sys
from datetime import UTC, datetime, time
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError

from milepost.accounts import actions, queries
from milepost.accounts.passwords import hashed
from milepost.accounts.schemas import NewAccount, NewToken
from milepost.entrypoints.cli.terminal import Stop, first_fault, opened, owner_settings, plain_errors
from milepost.kernel.calendar import instant_shown
from milepost.kernel.settings import settings
from milepost.kernel.work import App, Known, Nobody

users = typer.Typer(no_args_is_help=True, help="Accounts of this instance.")
tokens = typer.Typer(no_args_is_help=True, help="API tokens.")

PasswordFromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")]


@users.command("add")
def add(
    email: str,
    timezone: Annotated[str, typer.Option(help="IANA name, such as Europe/Berlin.")] = "UTC",
    admin: Annotated[bool, typer.Option("--admin", help="May look after the instance.")] = False,
    password_stdin: PasswordFromStdin = False,
) -> None:
    """Make an account."""
    with plain_errors():
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
        try:
            new = NewAccount(email=email, password=password, timezone=timezone)
        except ValidationError as wrong:
            raise first_fault(wrong) from wrong
        password_hash = hashed(new.password)
        with opened() as app:
            made = app.write_now(Nobody(), lambda work: actions.add_account(work, new, password_hash, admin))
        print(f"{made.email} has an account.")


@users.command("list")
def list_all() -> None:
    """List accounts: address, zone, since when, last seen."""
    with plain_errors():
        owner_settings()
        with opened(operator=True) as app:
            for each in app.read_now(Nobody(), queries.accounts):
                seen = instant_shown(each.last_active_at)[:10] if each.last_active_at else "never"
                mark = "  admin" if each.is_admin else ""
                print(f"{each.email}  {each.timezone}  since {each.created_at:%Y-%m-%d}  seen {seen}{mark}")


@users.command("reset")
def reset(email: str) -> None:
    """Print a one-time link with which a person sets a new password within a day."""
    with plain_errors(), opened() as app:
        owner = account(app, email)
        secret = app.write_now(Known(owner), actions.make_reset)
        chosen = settings()
        base = chosen.public_url.rstrip("/") or f"http://{chosen.host}:{chosen.port}"
        print(f"{base}/new-password?token={secret}")


@tokens.command("add")
def add_token(
    email: str,
    name: str,
    scope: Annotated[list[str] | None, typer.Option(help="read or write; both without a choice.")] = None,
    expires: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")] = None,
) -> None:
    """Make an API token and print it once."""
    with plain_errors():
        ends = expires and datetime.combine(expires, time.max, UTC).isoformat()
        try:
            new = NewToken.model_validate({"name": name, "scopes": scope or None, "expires_at": ends})
        except ValidationError as wrong:
            raise first_fault(wrong) from wrong
        with opened() as app:
            owner = account(app, email)
            print(app.write_now(Known(owner), lambda work: actions.make_token(work, new)).secret)


def account(app: App, email: str) -> UUID:
    """Whose address this is.

    Raises:
        Stop: if nobody has it.
    """
    found = app.read_now(Nobody(), lambda reading: queries.by_email(reading, email))
    if found is None:
        raise Stop(f"There is no account for {email}.")
    return found


def _asked() -> str:
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
