"""What strangers may get or do at a page, with ids of Alice's wherever it takes one."""

from milepost.entrypoints.api.session_cookie import csrf_token
from tests.api.conftest import Person
from tests.architecture.asking import Asked
from tests.architecture.asking_pages import Place, asked_of_page
from tests.architecture.neighbours import Headers, House, Stranger, Street, no_keys

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# A page that shows nothing that one has.
BLANK = {
    "GET /goals/new", "GET /import", "GET /find", "GET /more", "GET /settings/close", "GET /export/csv"
}  # fmt: skip
# A page that only leads to another, which looks whose the id is.
LEADS_ON = {"GET /goals/{goal_id:uuid}/entries", "GET /settings/{section}"}


def browser(person: Person) -> Headers:
    """The headers of a browser that somebody is signed in with."""
    return FORM | person.cookie


def faults(house: House, street: Street, place: Place) -> list[str]:
    """What a stranger gets or does there."""
    hers, known, found = house.room.hers, house.charlie, []
    ends_all = place.route.path == "/settings/close"
    if ends_all or any(asked.makes_a_row for asked in asked_of_page(place, hers, hers, "")):
        known = house.somebody()
    person = house.keys(known)
    stranger = Stranger(street, browser(person), house.secrets_from(known))
    for asked in asked_of_page(place, hers, house.rows_of(known), csrf_token(person.session)):
        names_hers = asked.place.startswith(("path", "form")) and not asked.makes_a_row
        is_kept = names_hers and place.named not in LEADS_ON
        expected = {404} if is_kept else taken(place)
        found += [f"{place.named} {_in(asked)}: {each}" for each in stranger.gets(asked, expected)]
    if not house.is_untouched():
        found.append(f"{place.named} changes Alice's rows")
    return found


def unreached(house: House, undone: Street, place: Place) -> list[str]:
    """Where it takes ids of Alice's, and does not answer even Alice herself."""
    hers, secrets = house.room.hers, house.secrets_from(house.charlie)
    shows = place.method == "GET" and place.named not in BLANK | LEADS_ON
    reached: dict[str, bool] = {}
    for asked in asked_of_page(place, hers, hers, csrf_token(house.alice.session)):
        answer = undone.ask(asked, browser(house.alice))
        # Who sends the id of an entry with another body is told that it is taken.
        is_so = answer.status in ({409} if asked.makes_a_row else taken(place))
        is_so = is_so and (not shows or any(secret in answer.body for secret in secrets))
        reached[_in(asked)] = reached.get(_in(asked), False) or is_so
    return [f"{place.named} {kind}: does not reach hers" for kind, is_so in reached.items() if not is_so]


def let_in(house: House, street: Street, place: Place) -> list[str]:
    """What who comes with no good session gets or does, beside being led to the sign-in."""
    secrets, own, found = house.secrets_from(house.charlie), house.rows_of(house.charlie), []
    for who, headers in no_keys().items():
        if "Authorization" in headers:  # A page looks for a cookie alone.
            continue
        guest = Stranger(street, FORM | headers, secrets)
        # A browser that signs out with a session that has ended is signed out.
        is_out = place.route.path == "/sign-out" and who == "an unknown session"
        expected = {303} if is_out or place.method == "GET" else {401}
        csrf = headers.get("X-CSRF-Token", "")
        for asked in asked_of_page(place, house.room.hers, own, csrf):
            wrong = guest.gets(asked, expected)
            found += [f"{place.named} to {who} {_in(asked)}: {each}" for each in wrong]
    if not house.is_untouched():
        found.append(f"{place.named} changes Alice's rows")
    return found


def statuses_for_alice(house: House, street: Street, place: Place, csrf: str) -> set[int]:
    """The statuses of the answers to herself, whose forms do not bring what her own pages gave her."""
    hers = house.room.hers
    asked = asked_of_page(place, hers, hers, csrf)
    found = {street.ask(each, browser(house.alice)).status for each in asked}
    assert house.is_untouched(), f"{place.named} changes Alice's rows"
    return found


def taken(place: Place) -> set[int]:
    """The statuses of what is done or shown."""
    if place.named in LEADS_ON:
        return {303}
    return {200} if place.method == "GET" else {200, 303}


def _in(asked: Asked) -> str:
    return f"in {asked.place}" if asked.place else "with one's own"
