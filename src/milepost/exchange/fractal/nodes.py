"""The places of a fractal file, in file order: what stands there, typed, with what had to be put right."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from milepost.exchange.fractal.words import LEVELS, SESSION, day_of, instant_of, plain
from milepost.exchange.report import Broken, Report
from milepost.exchange.tree.placing import TOO_DEEP
from milepost.goals.rules.place import DEEPEST
from milepost.kernel.text import is_clean

LONGEST_NAME, LONGEST_DESCRIPTION = 255, 5_000
UNTITLED = "Untitled"
OF_A_GOAL = frozenset({"name", "id", "type", "attributes", "children"})
"""What an object has at least one of, if it is a goal or a session."""

Repairs = list[tuple[str, Any, Any]]


class Node:
    """One place in the file. A goal or session that stands at several has a node for each."""

    __slots__ = (
        "completed",
        "created_at",
        "deadline",
        "description",
        "is_session",
        "key",
        "level",
        "name",
        "parent",
        "parent_ids",
        "place",
        "refused",
        "repairs",
    )

    def __init__(self, parent: "Node | None", place: int) -> None:
        self.parent = parent
        self.place = place
        self.key = ""
        """The id in the file, after `id:`, or the path, after `path:`, where it has none."""
        self.is_session = False
        self.level: str | None = None
        self.name = UNTITLED
        self.description = ""
        self.completed = False
        self.deadline: date | None = None
        self.created_at: datetime | None = None
        self.parent_ids: tuple[str, ...] = ()
        self.refused: str | None = None
        """Why it is left out."""
        self.repairs: Repairs | None = None

    @property
    def path(self) -> str:
        """Where it stands, as a JSON pointer."""
        steps, node = [], self
        while node.parent is not None:
            steps.append(f"/children/{node.place}")
            node = node.parent
        return f"/{node.place}" + "".join(reversed(steps))

    @property
    def named(self) -> str:
        """Its id, or its path where it has none."""
        return self.key.partition(":")[2]

    def repair(self, what: str, was: Any, now: Any) -> None:
        """Note that something was put right, to be told where this place is the one that counts."""
        self.repairs = [*(self.repairs or ()), (what, was, now)]


def nodes_of(document: Any, zone: ZoneInfo, report: Report) -> list[Node]:
    """Every place of the file, those above before those below; the document is taken apart on the way.

    What is no goal at all is refused at once.

    Raises:
        Broken: if it is no list of goals, or more than 64 levels deep.
    """
    if isinstance(document, dict) and _says_something(document):
        document = [document]
    if not isinstance(document, list):
        raise Broken("The file holds no list of goals.", 1, 1)
    found: list[Node] = []
    for node, fields in _walk(document, report):
        _read(node, fields, zone)
        found.append(node)
    return found


def _walk(roots: list[Any], report: Report) -> Iterator[tuple[Node, dict[str, Any]]]:
    waiting: list[tuple[Node, int, Any]] = [
        (Node(None, place), 1, each) for place, each in reversed(list(enumerate(roots)))
    ]
    roots.clear()
    while waiting:
        node, depth, given = waiting.pop()
        if depth > DEEPEST:
            raise Broken(TOO_DEEP)
        if not isinstance(given, dict) or not _says_something(given):
            report.refuse(node.path, "is not an object that says anything of a goal")
            continue
        fields = {plain(key): value for key, value in given.items()}
        children = fields.pop("children", None)
        if not isinstance(children, list):
            if children is not None:
                node.repair("children", children, None)
            children = []
        waiting += [(Node(node, place), depth + 1, each) for place, each in reversed([*enumerate(children)])]
        yield node, fields


def _says_something(given: dict[str, Any]) -> bool:
    return not OF_A_GOAL.isdisjoint(map(plain, given))


def _read(node: Node, fields: dict[str, Any], zone: ZoneInfo) -> None:
    inside = fields.pop("attributes", None)
    if isinstance(inside, dict):
        fields = fields | {
            name: value
            for name, value in ((plain(key), value) for key, value in inside.items())
            if name not in ("id", "name") or fields.get(name) in (None, "")
        }
    _read_key(node, fields.get("id"))
    _read_type(node, fields.get("type"))
    _read_text(node, fields)
    completed = fields.get("completed", False)
    if not isinstance(completed, bool):
        node.repair("completed", completed, False)
    node.completed = completed is True
    node.deadline = _read_time(node, "deadline", fields.get("deadline"), zone, day_of)
    node.created_at = _read_time(node, "created_at", fields.get("createdat"), zone, instant_of)
    if node.created_at is None and fields.get("createdat") is None:
        node.repair("created_at", None, None)
    if node.is_session:
        _read_session(node, fields.get("parentids"))


def _read_key(node: Node, given: Any) -> None:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given:
        node.key = f"id:{given}"
        return
    path = node.path
    node.key = f"path:{path}"
    node.repair("id", given, path)


def _read_type(node: Node, given: Any) -> None:
    word = plain(given) if isinstance(given, str) else ""
    node.is_session = word == SESSION
    node.level = LEVELS.get(word)
    if not node.is_session and node.level is None:
        node.repair("type", given, None)


def _read_text(node: Node, fields: dict[str, Any]) -> None:
    name = _text(node, "name", fields.get("name"))
    description = _text(node, "description", fields.get("description"))
    if len(description) > LONGEST_DESCRIPTION:
        node.refused = f"its description is longer than {LONGEST_DESCRIPTION:,} characters"
    elif not is_clean(name) or not is_clean(description):
        node.refused = "its text holds a null character or half of a surrogate pair"
    elif not name.strip():
        node.repair("name", fields.get("name"), UNTITLED)
        name = UNTITLED
    elif len(name) > LONGEST_NAME:
        description = f"{name}\n\n{description}" if description else name
        if len(description) > LONGEST_DESCRIPTION:
            node.refused = f"name and description together are longer than {LONGEST_DESCRIPTION:,} characters"
        node.repair("name", name, name[:LONGEST_NAME])
        name = name[:LONGEST_NAME]
    node.name, node.description = name, description


def _text(node: Node, what: str, given: Any) -> str:
    if given is None or isinstance(given, str):
        return given or ""
    text = str(given)
    node.repair(what, given, text)
    return text


def _read_time(
    node: Node, what: str, given: Any, zone: ZoneInfo, read: Callable[[Any, ZoneInfo], Any]
) -> Any:
    try:
        if given is not None:
            return read(given, zone)
    except ValueError:
        node.repair(what, given, None)
    return None


def _read_session(node: Node, given: Any) -> None:
    if node.deadline is not None:
        node.repair("deadline", node.deadline.isoformat(), None)
        node.deadline = None
    if given is None:
        return
    if not isinstance(given, list):
        node.repair("parent_ids", given, [])
        return
    kept = []
    for each in given:
        if isinstance(each, str | int) and not isinstance(each, bool):
            kept.append(f"id:{each}")
        else:
            node.repair("parent_ids", each, None)
    node.parent_ids = tuple(kept)
