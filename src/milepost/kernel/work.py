"""Two types carry everything: `Reading` and `Work`. One transaction, one actor, one instant."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from milepost.kernel.calendar import local_date
from milepost.kernel.database import Database, Door, UniqueBroken, checked
from milepost.kernel.errors import Forbidden, NotFound, SignedOut
from milepost.kernel.filling import Filling, Packed
from milepost.kernel.statements import Change, Declaration, RowT, Statement
from milepost.kernel.wiring import PortT, Wiring

T = TypeVar("T")

Means = Literal["session", "token", "operator", "guest"]
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, by what means, and where their day begins."""

    user_id: UUID
    means: Means
    scopes: frozenset[str]
    zone: ZoneInfo
    day_start: time = time.min
    key_id: UUID | None = None
    """The session or token by which they came."""

    def local_date(self, instant: datetime) -> date:
        """The calendar date that this instant has for them."""
        return local_date(instant, self.zone, self.day_start)


GUEST = Actor(NOBODY, "guest", frozenset(), ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Presented:
    """A key shown at the door, as the directory knows it (`token:…`, `session:…`)."""

    key: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person whom the program itself names: the operator at a terminal, a job in the outbox."""

    user_id: UUID


class Nobody:
    """No credential: sign-up, sign-in, public pages."""


Credential = Presented | Known | Nobody


class NoSuchOwner(NotFound):
    """No such record.

    It does not exist, or it is not open to this person: nobody can tell which.
    """

    code = "request.no-such-owner"


class ScopeTooSmall(Forbidden):
    """The token's scope is too small."""

    code = "auth.scope"


class Reading:
    """An open transaction that may look at one person's record."""

    def __init__(
        self, door: Door, now: datetime, operator: bool = False, wiring: Wiring | None = None
    ) -> None:
        self._door = door
        self._operator = operator
        self._wiring = wiring or Wiring()
        self.now = now
        self.actor, self.owner = GUEST, NOBODY

    @property
    def today(self) -> date:
        """The actor's local date. The record opened is their own."""
        return self.actor.local_date(self.now)

    def all(self, statement: Statement[RowT], **values: Any) -> list[RowT]:
        """All rows of a declared read."""
        return self._door.rows(statement, self._bound(statement, values))

    def first(self, statement: Statement[RowT], **values: Any) -> RowT | None:
        """The first row of a declared read, or None."""
        rows = self._door.rows(statement, self._bound(statement, values))
        return rows[0] if rows else None

    def provided(self, port: type[PortT]) -> tuple[PortT, ...]:
        """What the wings provide for this port, in the order of wiring."""
        return self._wiring.provided(port)

    def present(self, key: str) -> None:
        """Show a key to the directory."""
        self._door.present(key)

    def enter(self, actor: Actor) -> None:
        """Act as this person, on their own record, from here on."""
        self._door.enter(actor.user_id)
        self.actor, self.owner = actor, actor.user_id

    def _bound(self, declared: Declaration, values: dict[str, Any]) -> dict[str, Any]:
        if declared.scope == "operator" and not self._operator:
            raise PermissionError(f"{declared.name} is for the operator's commands alone")
        bound = {"owner": self.owner, "actor": self.actor.user_id, "now": self.now}
        return checked(declared, values) | bound


class Work(Reading):
    """An open transaction that may change one person's record."""

    def run(self, change: Change, **values: Any) -> None:
        """Do a declared write."""
        self._door.run(change, self._bound(change, values))

    def count(self, change: Change, **values: Any) -> int:
        """Do a declared write and say how many rows it touched."""
        return self._door.count(change, self._bound(change, values))

    def fill(self, filling: Filling, rows: Packed) -> None:
        """Write many rows, packed for this database; raise `CheckBroken` if one is not what is taken."""
        self._door.fill(filling, rows, self.owner)

    def carry(self, change: Change, **values: Any) -> None:
        """Do a declared write of rows that a staging table has checked."""
        self._door.carry(change, self._bound(change, values))

    def publish(self, event: object) -> None:
        """Tell those who listen, in this same transaction; one of them may refuse by raising."""
        for listener in self._wiring.listeners(event):
            listener(self, event)

    def lock_owner(self) -> None:
        """Be the only work that decides over this owner's record until the commit."""
        self._door.lock(self.owner)


class Identify(Protocol):
    """Finds out who comes with a credential, and enters the reading as that person."""

    def __call__(self, reading: Reading, credential: Credential) -> None:
        """Enter, or raise `SignedOut`."""


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@dataclass
class App:
    """The running product: a database, who may come in, who listens, and a clock."""

    database: Database
    identify: Identify
    wiring: Wiring = field(default_factory=Wiring)
    clock: Callable[[], datetime] = utc_now
    operator: bool = False
    """Whether statements over all owners may run: for the operator's commands, never in a server."""

    def reading(
        self, credential: Credential, query: Callable[[Reading], T], owner_id: UUID | None = None
    ) -> "Future[T]":
        """Answer a question in a transaction that cannot write."""

        def asked(door: Door) -> T:
            reading = Reading(door, self.clock(), self.operator, self.wiring)
            self._open(reading, credential, "read", owner_id)
            return query(reading)

        return self.database.read(asked)

    def work(
        self, credential: Credential, action: Callable[[Work], T], owner_id: UUID | None = None
    ) -> "Future[T]":
        """Carry out an action; the future is set after the commit. The action may run twice."""

        def done(door: Door) -> T:
            work = Work(door, self.clock(), self.operator, self.wiring)
            self._open(work, credential, "write", owner_id)
            return action(work)

        return self.database.write(done)

    async def read(
        self, credential: Credential, query: Callable[[Reading], T], owner_id: UUID | None = None
    ) -> T:
        """`reading`, awaited."""
        return await _awaited(self.reading(credential, query, owner_id))

    async def write(
        self, credential: Credential, action: Callable[[Work], T], owner_id: UUID | None = None
    ) -> T:
        """`work`, awaited."""
        return await _awaited(self.work(credential, action, owner_id))

    def read_now(self, credential: Credential, query: Callable[[Reading], T]) -> T:
        """`reading`, for a caller without an event loop."""
        return _result(self.reading(credential, query))

    def write_now(self, credential: Credential, action: Callable[[Work], T]) -> T:
        """`work`, for a caller without an event loop."""
        return _result(self.work(credential, action))

    def _open(self, reading: Reading, credential: Credential, scope: str, owner_id: UUID | None) -> None:
        self.identify(reading, credential)
        actor = reading.actor
        if actor.means == "guest":
            if isinstance(credential, Presented):
                raise SignedOut()
            return
        if scope not in actor.scopes:
            raise ScopeTooSmall(f"This token does not have the scope {scope}.")
        if owner_id is not None and owner_id != actor.user_id:
            raise NoSuchOwner()


async def _awaited(future: "Future[T]") -> T:
    try:
        return await asyncio.wrap_future(future)
    except UniqueBroken as broken:
        raise broken.failure from broken


def _result(future: "Future[T]") -> T:
    try:
        return future.result()
    except UniqueBroken as broken:
        raise broken.failure from broken
