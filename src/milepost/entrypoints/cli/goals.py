"""`milepost log`: a number from a terminal, into this instance or into one elsewhere."""

import json
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError

from milepost.accounts import queries as people
from milepost.entrypoints.cli import remote
from milepost.entrypoints.cli.accounts import account
from milepost.entrypoints.cli.matching import Candidate, Logged, one_of
from milepost.entrypoints.cli.terminal import Stop, first_fault, opened, plain_errors
from milepost.goals import actions, queries
from milepost.goals.progress import progress_of
from milepost.goals.rows import goal_view
from milepost.goals.schemas import NewEntry
from milepost.kernel.work import App, Known, Nobody, Work


def log(
    goal: Annotated[str, typer.Argument(help="Id, or title or its beginning, of an open goal.")],
    value: Annotated[str | None, typer.Argument(help="How much; on a counter 1 if left out.")] = None,
    is_set: Annotated[bool, typer.Option("--set", help="The value is the new total.")] = False,
    is_reset: Annotated[bool, typer.Option("--reset", help="Back to the start value.")] = False,
    day: Annotated[str | None, typer.Option("--date", help="YYYY-MM-DD; today if left out.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="A few words.")] = None,
    user: Annotated[
        str | None, typer.Option("--user", help="Whose goal; needed where there are several.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the goal as JSON.")] = False,
) -> None:
    """Log progress on a goal."""
    with plain_errors():
        if is_set and is_reset:
            raise Stop("--set and --reset exclude one another.", 2)
        kind = "set" if is_set else "reset" if is_reset else "delta"
        fields = {"kind": kind, "value": value, "entry_date": day, "note": note}
        entry = {name: given for name, given in fields.items() if given is not None}
        logged = remote.log(goal, entry) if remote.is_set() else _here(goal, entry, user)
        if as_json:
            print(json.dumps(logged.goal, indent=1, ensure_ascii=False))
        else:
            percent = f", {logged.percent} %" if logged.percent else ""
            print(f"{logged.goal['title']}: {logged.goal['current_value']} {logged.goal['unit']}{percent}")


def _here(goal: str, fields: dict[str, str], user: str | None) -> Logged:
    try:
        entry = NewEntry.model_validate(fields)
    except ValidationError as wrong:
        raise first_fault(wrong) from wrong
    with opened(operator=user is None) as app:
        return app.write_now(Known(_user(app, user)), _logging(goal, entry))


def _logging(goal: str, entry: NewEntry) -> Callable[[Work], Logged]:
    def logged(work: Work) -> Logged:
        open_goals = [Candidate(each.id, each.title) for each in queries.open_goals(work)]
        after = actions.log_progress(work, one_of(goal, open_goals), entry).goal
        (found,) = progress_of(work, [after])
        return Logged(goal_view(after), found.measure.value)

    return logged


def _user(app: App, email: str | None) -> UUID:
    if email is not None:
        return account(app, email)
    everybody = app.read_now(Nobody(), people.accounts)
    if len(everybody) != 1:
        raise Stop(f"There are {len(everybody)} accounts; say whose goal it is with --user EMAIL.")
    return everybody[0].id
