"""What strangers may get or do at a route of the API, with ids of Alice's wherever it takes one."""

import re
from collections.abc import Iterator

from milepost.accounts.errors import SessionNeeded
from milepost.entrypoints.api.route import Route
from milepost.entrypoints.api.rules import SAFE
from tests.api.conftest import bearer
from tests.architecture.asking import Asked, asked_of, named
from tests.architecture.neighbours import Answer, Headers, House, Stranger, Street, no_keys, ways

_IN_AN_ID = re.compile(r"(?<=[0-9a-f]{8})-")


def needs_session(route: Route) -> bool:
    """Whether it is closed to tokens of programs."""
    return SessionNeeded in route.rules.fails


def faults(house: House, street: Street, route: Route) -> list[str]:
    """What a stranger gets or does there, by each way in."""
    hers, known, found = house.room.hers, house.charlie, []
    ends_all = route.method == "DELETE" and not route.dependant.path_params
    if ends_all or any(asked.makes_a_row for asked in asked_of(route, hers, hers)):
        known = house.somebody()
    secrets, everything = house.secrets_from(known), [*asked_of(route, hers, house.rows_of(known))]
    # By the other ways one of each kind is enough, and nothing that is all one's own.
    some = {asked.place: asked for asked in everything if asked.ids}.values()
    for way, headers in ways(house.keys(known)).items():
        stranger = Stranger(street, headers, secrets)
        refused = {403} if way == "token" and needs_session(route) else {404}
        for asked in everything if way == "cookie" else some:
            taken = not asked.ids or asked.makes_a_row
            wrong = stranger.gets(asked, route.statuses if taken else refused)
            found += [f"{named(route)} by {way}, {_place(asked)}: {each}" for each in wrong]
    if not house.is_untouched():
        found.append(f"{named(route)} changes Alice's rows")
    return list(dict.fromkeys(found))


def unreached(house: House, undone: Street, route: Route) -> list[str]:
    """Where it takes ids of Alice's, and does not answer even Alice herself."""
    hers, headers = house.room.hers, bearer(house.alice.session)
    # What goes with an account is told in numbers.
    told_in_numbers = route.path.endswith("/deletion")
    is_list = route.method in SAFE and not route.dependant.path_params and not told_in_numbers
    secrets = house.secrets_from(house.charlie) if is_list else {}
    reached: dict[str, bool] = {}
    for asked in asked_of(route, hers, hers):
        answer = undone.ask(asked, headers)
        # Who sends the id of a row with another body is told that it is taken.
        is_so = answer.status in ({409} if asked.makes_a_row else route.statuses)
        if is_list and not asked.place:
            is_so = any(secret in answer.body for secret in secrets)
        reached[_place(asked)] = reached.get(_place(asked), False) or is_so
    return [f"{named(route)} {place}: does not reach hers" for place, is_so in reached.items() if not is_so]


def let_in(house: House, street: Street, route: Route) -> list[str]:
    """Who comes with no good key, and is answered anything but that they must sign in."""
    usual, found = _one_of_each_kind(house, route), []
    for who, headers in no_keys().items():
        for asked in [*usual, *_odd(usual[0])]:
            answer = street.ask(asked, headers)
            if answer.status != 401 or answer.code != "auth.signed-out":
                found.append(f"{named(route)} {_place(asked)}: answers {answer.status} to {who}")
    return found


def answers_to_alice(house: House, street: Street, route: Route, headers: Headers) -> list[Answer]:
    """The answers to herself, who comes by a way that must not change anything of hers."""
    answers = [street.ask(asked, headers) for asked in _one_of_each_kind(house, route)]
    assert house.is_untouched(), f"{named(route)} changes Alice's rows"
    return answers


def _one_of_each_kind(house: House, route: Route) -> list[Asked]:
    hers = house.room.hers
    return [*{asked.place: asked for asked in asked_of(route, hers, hers)}.values()]


def _odd(asked: Asked) -> Iterator[Asked]:
    """The same with something wrong in it, of which who is not let in must learn nothing."""
    yield asked._replace(place="unknown parameter", url=asked.url + "?nonsense=1")
    yield asked._replace(place="broken body", content='{"half":')
    yield asked._replace(place="odd path", url=_IN_AN_ID.sub("%00", asked.url))


def _place(asked: Asked) -> str:
    return f"in {asked.place}" if asked.place else "with one's own"
