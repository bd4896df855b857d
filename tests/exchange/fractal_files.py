"""Fractal files with every fault, made from a seed; and large and deep ones."""

import json
from random import Random
from typing import Any

TYPES = (
    "UltimateGoal", "LongTermGoal", "MidTermGoal", "ShortTermGoal", "PracticeSession",
    "ImmediateGoal", "MicroGoal", "NanoGoal",
)  # fmt: skip
BELOW = {TYPES[place]: TYPES[place + 1] for place in range(len(TYPES) - 1)}
TIMES = (
    "2025-12-21T17:49:24.383752", "2025-12-21T17:50:00", "2024-02-29T23:59:59Z", "2025-03-30T02:30:00",
    "2025-10-26T02:30:00+02:00", "1999-12-31", "soon", None, 17,
)  # fmt: skip
DEADLINES = ("2030-12-31", "2020-02-29", "2023-02-29", "2026-06-01T00:00:00", "", None, None, None, 5)
NAMES = (
    "Run",
    "run",
    "RUN ",
    "Ключ",
    "نص من اليمين",
    "👩‍👩‍👧‍👦",
    "",
    None,
    "a" * 255,
    "b" * 256,
    "c" * 300,
    "x",
)
COMPLETED = (True, False, False, False, "yes", None, 1)

Node = dict[str, Any]


class Grown:
    """A document that grows node by node."""

    def __init__(self, seed: int, size: int) -> None:
        self.random = Random(seed)
        self.left = size
        self.ids: list[str] = []
        self.roots: list[Node] = []
        self.sessions: list[Node] = []
        while self.left > 0:
            self.roots.append(self._node("UltimateGoal", 1))
        self._repeat_sessions()
        self._repeat_goals()

    def _node(self, kind: str | None, depth: int) -> Node:
        self.left -= 1
        random = self.random
        if random.random() < 0.1:
            kind = random.choice((*TYPES, "Unknown", None))
        node = self._written(kind)
        below = BELOW.get(kind or "", "NanoGoal")
        children = random.choice((0, 1, 1, 2, 3)) if depth < 25 and self.left > 0 else 0
        node["children"] = [self._node(below, depth + 1) for _ in range(children)]
        if kind == "PracticeSession":
            self.sessions.append(node)
        return node

    def _written(self, kind: str | None) -> Node:
        random = self.random
        fields: Node = {
            "type": kind,
            "description": random.choice(("", "A few words", None, "d" * 5000)),
            "deadline": random.choice(DEADLINES),
            "completed": random.choice(COMPLETED),
            "created_at": random.choice(TIMES),
        }
        if random.random() < 0.04:
            fields["description"] = "e" * 5001
        node: Node = {"name": random.choice(NAMES)}
        if random.random() < 0.95:
            name = f"id-{len(self.ids)}-{random.randrange(10**6)}"
            if self.ids and random.random() < 0.04:
                name = random.choice(self.ids)
            self.ids.append(name)
            node["id"] = name
        if kind == "PracticeSession" and random.random() < 0.7:
            known = random.sample(self.ids, min(len(self.ids), random.randrange(3)))
            fields["parent_ids"] = [*known, *random.choice(([], [], ["nowhere"]))]
        if random.random() < 0.3:
            return {**node, **fields}
        if "id" in node and random.random() < 0.8:
            fields["id"] = node["id"]
        return {**node, "attributes": fields}

    def _repeat_sessions(self) -> None:
        """Let sessions stand under further goals too, whole, and now and then told otherwise."""
        everything = list(_all(self.roots))
        for session in self.sessions:
            for _ in range(self.random.choice((0, 1, 1, 2))):
                copy = json.loads(json.dumps(session))
                told = copy.get("attributes", copy)
                if self.random.random() < 0.3:
                    told["completed"] = True
                    copy["name"] = "Told otherwise"
                upper = self.random.choice(everything)
                if session not in _all([upper]) and upper not in _all([session]):
                    upper["children"].append(copy)

    def _repeat_goals(self) -> None:
        everything = [node for node in _all(self.roots) if node.get("id")]
        for node in self.random.sample(everything, len(everything) // 20):
            copy = {"id": node["id"], "name": "Again", "type": "MicroGoal", "children": []}
            self.random.choice(everything)["children"].append(copy)


def _all(nodes: list[Node]) -> list[Node]:
    return [each for node in nodes for each in (node, *_all(node["children"]))]


def grown(seed: int, size: int) -> list[Node]:
    """A document of about so many nodes with every fault."""
    return Grown(seed, size).roots


def big(size: int) -> list[Node]:
    """A document of so many nodes without a fault: trees of 79, in which sessions stand under two goals."""
    roots: list[Node] = []
    count = 0

    def node(kind: str, *children: Node, **more: Any) -> Node:
        nonlocal count
        count += 1
        fields: Node = {"id": f"{count:036d}", "type": kind, "description": "", "deadline": None}
        fields |= {"completed": count % 3 == 0, "created_at": "2025-12-21T17:49:24.383752", **more}
        return {"name": f"Goal {count}", "id": fields["id"], "attributes": fields, "children": list(children)}

    while count < size:
        micro = [[node("MicroGoal") for _ in range(5)] for _ in range(12)]
        immediate = [node("ImmediateGoal", *each) for each in micro]
        other = node("ShortTermGoal")
        sessions = [
            node("PracticeSession", *immediate[at : at + 4], parent_ids=[other["id"]]) for at in (0, 4, 8)
        ]
        short = node("ShortTermGoal", *sessions)
        mid = node("MidTermGoal", short, other)
        roots.append(node("UltimateGoal", node("LongTermGoal", mid)))
    return roots


def deep(levels: int) -> bytes:
    """A chain of so many goals without a level, as text."""
    return b'[{"name":"a","type":"X","children":' * levels + b"[]" + b"}]" * levels
