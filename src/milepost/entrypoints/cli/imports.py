"""`milepost import`: a file into a person's record, by a running server where there is one."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from milepost import bootstrap
from milepost.accounts import actions
from milepost.accounts.schemas import NewToken
from milepost.entrypoints import serving
from milepost.entrypoints.cli import remote
from milepost.entrypoints.cli.accounts import account
from milepost.entrypoints.cli.terminal import Stop, first_fault, opened, plain_errors
from milepost.exchange.errand import Errand
from milepost.exchange.importing import begin_import, carry_out
from milepost.exchange.report import COUNTED, is_all_refused
from milepost.exchange.schemas import NewImport
from milepost.kernel.calendar import instant_shown
from milepost.kernel.settings import settings
from milepost.kernel.work import App, Known, utc_now

Tell = Callable[[int, int], None]
KEY_LIVES = timedelta(hours=12)
"""How long the token is good by which the command asks a server; it is revoked when it is done."""


def import_file(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="fractal, entries-csv or milepost.")],
    file: Annotated[Path, typer.Argument(help="The file to bring in.")],
    user: Annotated[str | None, typer.Option("--user", help="Into whose record, by e-mail address.")] = None,
    goal: Annotated[str | None, typer.Option("--goal", help="Id of the goal, for entries-csv.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would come in.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring a file into a person's record: all of it that can be taken, or nothing."""
    with plain_errors():
        new = _asked(form, goal, dry_run)
        try:
            with file.open("rb") as opened_file, _bar() as tell:
                report = _report(new, opened_file, user, tell)
        except OSError as refused:
            raise Stop(f"{file}: {refused.strerror}.") from refused
        if as_json:
            print(json.dumps(report, indent=1, ensure_ascii=False))
        error = report.get("error")
        if error is not None:
            raise Stop(_where(str(file), error))
        if not as_json:
            print("\n".join(_told(report)))
        if is_all_refused(report):
            raise typer.Exit(1)


def _asked(form: str, goal: str | None, dry_run: bool) -> NewImport:
    fields = {"format": form, "goal_id": goal, "dry_run": "true" if dry_run else None}
    try:
        return NewImport.model_validate({name: given for name, given in fields.items() if given is not None})
    except ValidationError as wrong:
        raise first_fault(wrong) from wrong


def _report(new: NewImport, file: IO[bytes], user: str | None, tell: Tell) -> dict[str, Any]:
    if remote.is_set():
        return remote.bring(remote.here(), _fields(new), file, tell)
    if user is None:
        raise Stop("--user: needed, the e-mail address of the person into whose record the file goes.", 2)
    with opened() as app:
        owner = Known(account(app, user))
        address = serving.address(settings())
        if address is not None:
            with _key(app, owner) as token:
                return remote.bring(remote.Server(address, token), _fields(new), file, tell)
        import_id = app.write_now(owner, lambda work: begin_import(work, new))
        errand = Errand(app, owner, import_id, new, file, tell)
        return carry_out(errand, bootstrap.FORMATS).report


def _fields(new: NewImport) -> dict[str, str]:
    given = {"format": new.format, "dry_run": "true" if new.dry_run else "false"}
    return given if new.goal_id is None else given | {"goal_id": str(new.goal_id)}


@contextmanager
def _key(app: App, owner: Known) -> Iterator[str]:
    """A token of the person's, for as long as it is needed."""
    until = instant_shown(utc_now() + KEY_LIVES)
    new = NewToken.model_validate({"name": "milepost import", "scopes": ["write"], "expires_at": until})
    made = app.write_now(owner, lambda work: actions.make_token(work, new))
    try:
        yield made.secret
    finally:
        app.write_now(owner, lambda work: actions.revoke_token(work, made.token.id))


@contextmanager
def _bar() -> Iterator[Tell]:
    """A progress bar, where there is a terminal to see it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, description="Importing", completed=done, total=total or None)

        yield tell


def _where(file: str, error: Mapping[str, Any]) -> str:
    if error["line"] is None:
        return f"{file}: {error['detail']}"
    return f"{file}: line {error['line']}, column {error['column']}: {error['detail']}"


def _told(report: Mapping[str, Any]) -> Iterator[str]:
    if report["dry_run"]:
        yield "A dry run: nothing was written."
    for kind in COUNTED:
        counts = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in report[kind].items())
        if counts:
            yield f"{kind.capitalize()}: {counts}."
    for each in report["repaired"]:
        yield f"Repaired: {each['path']}: {each['what']}: {each['was']!r} is now {each['now']!r}."
    for each in report["refused"]:
        yield f"Refused: {each['path']}: {each['why']}."
    if not any(report[kind] for kind in (*COUNTED, "repaired", "refused")):
        yield "There is nothing in the file."
