"""Wiring: who is told of a fact, who answers for a port, and in which order."""

from dataclasses import dataclass
from functools import partial

from milepost.kernel.wiring import Wiring
from milepost.kernel.work import App, Reading, Work
from tests.cast import Cast


@dataclass(frozen=True)
class Happened:
    """A fact of these tests' own."""

    what: str


class HappenedToo(Happened):
    """A fact of another type, though it is made of the first."""


@dataclass(frozen=True)
class Port:
    """A port of these tests' own."""

    name: str


class OtherPort(Port):
    """Another port, though it is made of the first."""


def listening(heard: list[str], *names: str) -> Wiring:
    """A wiring in which those of these names listen, one after another."""
    wiring = Wiring()

    def hear(_: Work, event: Happened, name: str) -> None:
        heard.append(f"{name}: {event.what}")

    for name in names:
        wiring.on(Happened, partial(hear, name=name))
    return wiring


def test_those_who_listen_hear_in_the_order_of_wiring_each_time(app: App, cast: Cast) -> None:
    heard: list[str] = []

    def twice(work: Work) -> None:
        work.publish(Happened("rain"))
        work.publish(Happened("sun"))

    App(app.database, app.identify, listening(heard, "b", "a", "c")).write_now(cast.alice, twice)
    assert heard == ["b: rain", "a: rain", "c: rain", "b: sun", "a: sun", "c: sun"]


def test_who_listens_twice_hears_twice() -> None:
    heard: list[str] = []
    for listener in listening(heard, "a", "a").listeners(Happened("rain")):
        listener(None, Happened("rain"))
    assert heard == ["a: rain", "a: rain"]


def test_a_fact_that_nobody_listens_to_is_told_to_nobody(app: App, cast: Cast) -> None:
    heard: list[str] = []
    wiring = listening(heard, "a")
    for fact in (HappenedToo("rain"), "rain", None):
        assert wiring.listeners(fact) == ()
    told = App(app.database, app.identify, wiring)
    told.write_now(cast.alice, lambda work: work.publish(HappenedToo("rain")))
    assert heard == []


def test_what_is_provided_for_a_port_comes_in_the_order_of_wiring(app: App, cast: Cast) -> None:
    wiring = Wiring()
    given = [Port("b"), OtherPort("x"), Port("a"), Port("b")]
    for each in given:
        wiring.provide(each)

    def asked(reading: Reading) -> tuple[tuple[Port, ...], tuple[OtherPort, ...]]:
        return reading.provided(Port), reading.provided(OtherPort)

    found = App(app.database, app.identify, wiring).read_now(cast.alice, asked)
    assert found == ((given[0], given[2], given[3]), (given[1],))


def test_nothing_is_provided_for_an_unknown_port(app: App, cast: Cast) -> None:
    wiring = Wiring()
    wiring.provide(Port("a"))
    assert wiring.provided(OtherPort) == ()
    assert wiring.provided(str) == ()
    assert App(app.database, app.identify).read_now(cast.alice, lambda reading: reading.provided(Port)) == ()


def test_what_one_wiring_has_no_other_has() -> None:
    one, other = listening([], "a"), Wiring()
    one.provide(Port("a"))
    assert (other.listeners(Happened("rain")), other.provided(Port)) == ((), ())


def test_what_is_wired_later_does_not_reach_who_is_being_told_already() -> None:
    wiring = listening([], "a")
    before, provided = wiring.listeners(Happened("rain")), wiring.provided(Port)
    wiring.on(Happened, before[0])
    wiring.provide(Port("a"))
    assert (len(before), provided) == (1, ())
    assert (len(wiring.listeners(Happened("rain"))), wiring.provided(Port)) == (2, (Port("a"),))
