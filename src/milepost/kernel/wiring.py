"""How wings meet without knowing one another: who listens to which fact, who provides what for which port."""

from collections.abc import Callable
from typing import Any, TypeVar

EventT = TypeVar("EventT")
PortT = TypeVar("PortT")

Listener = Callable[[Any, Any], None]
"""Takes the work in which a fact came true, and the fact."""


class Wiring:
    """Listeners and providers, put together once, where the parts meet."""

    def __init__(self) -> None:
        self._listeners: dict[type, tuple[Listener, ...]] = {}
        self._provided: dict[type, tuple[Any, ...]] = {}

    def on(self, event: type[EventT], listener: Callable[[Any, EventT], None]) -> None:
        """Call the listener for each event of this type, in the order of wiring."""
        self._listeners[event] = (*self._listeners.get(event, ()), listener)

    def provide(self, provider: object) -> None:
        """Answer for the port that the provider is an instance of."""
        self._provided[type(provider)] = (*self._provided.get(type(provider), ()), provider)

    def listeners(self, event: object) -> tuple[Listener, ...]:
        """Who listens to this fact."""
        return self._listeners.get(type(event), ())

    def provided(self, port: type[PortT]) -> tuple[PortT, ...]:
        """What is provided for this port, in the order of wiring."""
        return self._provided.get(port, ())
