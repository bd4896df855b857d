"""Imports as tests make them: a document into somebody's record, without a server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from milepost.bootstrap import FORMATS
from milepost.exchange.errand import Errand
from milepost.exchange.importing import Outcome, begin_import, carry_out
from milepost.exchange.schemas import Format, NewImport
from milepost.kernel.work import App, Known

Tell = Callable[[int, int], None]


def once(action: Callable[[], object]) -> Tell:
    """Do something the first time that progress is told."""
    waiting = [action]

    def tell(_done: int, _total: int) -> None:
        while waiting:
            waiting.pop()()

    return tell


def bring(
    app: App,
    person: Known,
    form: Format,
    path: Path,
    *,
    dry_run: bool = False,
    goal_id: UUID | None = None,
    tell: Tell = lambda _done, _total: None,
) -> Outcome:
    """Import a file."""
    new = NewImport.model_construct(format=form, dry_run=dry_run, goal_id=goal_id)
    import_id = app.write_now(person, lambda work: begin_import(work, new))
    with path.open("rb") as file:
        return carry_out(Errand(app, person, import_id, new, file, tell), FORMATS)


def written(folder: Path, document: Any) -> Path:
    """A file that holds a document, or these very bytes."""
    path = folder / "file"
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return path
