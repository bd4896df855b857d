"""Somebody who brings in fractal files, and what they have then."""

from pathlib import Path
from typing import Any

from milepost.goals.listing import goals
from milepost.goals.rows import GoalRow
from milepost.kernel.work import App, Known
from milepost.practice.queries import sessions
from milepost.practice.rows import Session
from tests.exchange.importing import bring, written

MADE = "2025-12-21T17:49:24.383752"


def node(name: str, kind: str = "UltimateGoal", *children: Any, **fields: Any) -> dict[str, Any]:
    told = {
        "id": name,
        "type": kind,
        "description": "",
        "deadline": None,
        "completed": False,
        "created_at": MADE,
    }
    return {"name": name, "id": name, "attributes": told | fields, "children": list(children)}


class Home:
    """Alice, who brings in files."""

    def __init__(self, app: App, who: Known, folder: Path) -> None:
        self.app, self.who, self.folder = app, who, folder

    def bring(self, *roots: Any, dry_run: bool = False) -> dict[str, Any]:
        """Import a document; its report."""
        return self.send(list(roots), dry_run)

    def send(self, document: Any, dry_run: bool = False) -> dict[str, Any]:
        """Import a document of any form, or bytes; its report."""
        return bring(self.app, self.who, "fractal", written(self.folder, document), dry_run=dry_run).report

    def goals(self) -> dict[str, GoalRow]:
        """Her goals by title."""
        return {each.title: each for each in self.app.read_now(self.who, lambda reading: goals(reading, 100))}

    def sessions(self) -> dict[str, Session]:
        """Her practice sessions by name."""
        found = self.app.read_now(self.who, lambda reading: sessions(reading, 100))
        return {each.row.name: each for each in found}

    def parents(self, name: str) -> set[str]:
        """The titles of the goals that a session is for."""
        titles = {goal.id: goal.title for goal in self.goals().values()}
        return {titles[each] for each in self.sessions()[name].goal_ids}


def told(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What was put right: path, what, was, now."""
    return [tuple(each.values()) for each in report["repaired"]]
