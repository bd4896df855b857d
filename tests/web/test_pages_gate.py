"""The gate: signing up, in and out by the pages, a lost password, and where one goes from there."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from milepost.accounts.actions import make_reset
from milepost.accounts.queries import by_email
from milepost.entrypoints.api.session_cookie import NAME
from milepost.entrypoints.web.app import pages
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Nobody
from tests.cast import PASSWORD
from tests.web.browsing import Browser, Seen
from tests.web.conftest import Opened

NOT_TOGETHER = "Email and password do not go together."


@pytest.fixture
def email() -> str:
    """An address that nobody has."""
    return f"{uuid4().hex[:12]}@example.org"


def sign_up(browser: Browser, email: str, **more: str) -> Seen:
    browser.open("/sign-up")
    return browser.send("/sign-up", email=email, password=PASSWORD, **more)


def sign_in(browser: Browser, email: str, password: str = PASSWORD) -> Seen:
    browser.open("/sign-in")
    return browser.send("/sign-in", email=email, password=password)


def test_who_is_new_signs_up_and_begins_with_today(guest: Browser, email: str) -> None:
    assert guest.open("/").place == "/sign-in"
    begun = sign_up(guest, email, full_name=" Ann ", timezone="Pacific/Auckland")
    assert begun.place == "/today"
    assert "Write down one thing you want to reach" in begun.text
    settings = guest.open("/settings")
    assert (settings.value("full_name"), settings.value("timezone")) == ("Ann", "Pacific/Auckland")
    for place in ("/", "/sign-in", "/sign-up", "/sign-in?after=/today"):
        assert guest.open(place).place == "/today"


def test_a_zone_that_the_browser_makes_up_keeps_nobody_out(guest: Browser, email: str) -> None:
    assert sign_up(guest, email, timezone="Mars/Olympus").place == "/today"
    assert guest.open("/settings").value("timezone") == "UTC"


def test_the_session_cookie_is_for_the_server_alone_and_for_thirty_days(guest: Browser, email: str) -> None:
    guest.open("/sign-up")
    guest.client.follow_redirects = False
    answer = guest.client.post("/sign-up", data={"email": email, "password": PASSWORD})
    (cookie,) = answer.headers.get_list("set-cookie")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "max-age=2592000", "path=/", "samesite=lax"}
    secure = guest.client.get("https://testserver/today").headers["set-cookie"]
    assert "Secure" in secure


def test_what_is_wrong_with_a_new_account_is_said_and_the_password_is_not_given_back(
    guest: Browser, email: str
) -> None:
    guest.open("/sign-up")
    again = guest.send("/sign-up", email="ann@example", password="1234567", full_name="Ann")
    assert again.status == 422
    assert again.wrong == ["An address, such as ann@example.com.", "At least 8 characters."]
    assert (again.value("email"), again.value("full_name")) == ("ann@example", "Ann")
    assert "1234567" not in again.html
    sign_up(guest, email)
    guest.client.cookies.clear()
    taken = sign_up(guest, email.upper())
    assert taken.status == 409
    assert taken.wrong == ["There is an account for this address. Sign in, or take another."]


def test_a_wrong_password_and_an_unknown_address_are_told_alike(guest: Browser, email: str) -> None:
    sign_up(guest, email)
    guest.client.cookies.clear()
    wrong, unknown = sign_in(guest, email, "wrong wrong"), sign_in(guest, f"x{email}")
    assert (wrong.status, wrong.text) == (401, unknown.text)
    assert NOT_TOGETHER in wrong.text
    assert wrong.value("email") == email
    assert sign_in(guest, email).place == "/today"


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ("/goals?entries=all", "/goals?entries=all"),
        ("//evil.example/goals", "/today"),
        ("/\\evil.example", "/today"),
        ("https://evil.example/", "/today"),
        ("javascript:alert(1)", "/today"),
        ("/\t/evil.example", "/today"),
        ("", "/today"),
    ],
)
def test_after_signing_in_one_goes_to_a_place_of_this_server_alone(
    guest: Browser, email: str, after: str, place: str
) -> None:
    sign_up(guest, email)
    guest.client.cookies.clear()
    guest.open("/sign-in")
    guest.client.follow_redirects = False
    answer = guest.client.post("/sign-in", data={"email": email, "password": PASSWORD, "after": after})
    assert answer.headers["location"] == place


def test_who_is_signed_out_is_led_to_the_sign_in_and_back(guest: Browser, email: str) -> None:
    sign_up(guest, email)
    guest.client.cookies.clear()
    door = guest.open("/goals/new?title=Read+more")
    assert door.place.startswith("/sign-in?after=/goals/new")
    back = guest.send("/sign-in", email=email, password=PASSWORD)
    assert back.place == "/goals/new?title=Read+more"
    assert back.value("title") == "Read more"


def test_signing_out_ends_the_session_for_good(guest: Browser, email: str) -> None:
    sign_up(guest, email)
    secret = guest.client.cookies[NAME]
    guest.open("/settings")
    assert guest.send("/sign-out").place == "/sign-in"
    assert NAME not in guest.client.cookies
    guest.client.cookies.set(NAME, secret)
    guest.client.follow_redirects = False
    led = guest.client.get("/today")
    assert led.headers["location"] == "/sign-in"
    assert led.headers["set-cookie"].startswith(f'{NAME}=""; expires=')


def test_too_many_tries_are_told_with_the_time_to_wait(app: App, settings: Settings, email: str) -> None:
    limited = settings.model_copy(update={"sign_in_limit": "2/minute"})
    with TestClient(pages(app, limited)) as client:
        browser = Browser(client)
        for _ in range(2):
            assert sign_in(browser, email).status == 401
        refused = sign_in(browser, email)
    assert refused.status == 429
    seconds = int(refused.headers["retry-after"])
    assert seconds > 0
    assert refused.value("email") == email
    assert refused.wrong == [f"Too many tries. Try again in {seconds} seconds."]


def test_sign_up_can_be_closed(app: App, settings: Settings, email: str) -> None:
    closed = settings.model_copy(update={"registration": "closed"})
    with TestClient(pages(app, closed)) as client:
        page = Seen(client.get("/sign-up"))
        assert "New accounts are made by whoever runs this server." in page.text
        assert page.forms == []
        assert client.post("/sign-up", data={"email": email, "password": PASSWORD}).status_code == 403
        assert "/sign-up" not in client.get("/sign-in").text


def test_a_link_is_asked_for_in_the_same_words_whoever_asks(guest: Browser, email: str) -> None:
    sign_up(guest, email)
    guest.client.cookies.clear()
    answers = []
    for address in (email, f"x{email}"):
        guest.open("/forgot")
        answers.append(guest.send("/forgot", email=address))
    assert answers[0].html == answers[1].html
    assert "a link is on its way" in answers[0].text


def test_a_link_sets_a_new_password_once(app: App, guest: Browser, opened: Opened, email: str) -> None:
    sign_up(guest, email)
    owner = app.read_now(Nobody(), lambda reading: by_email(reading, email))
    assert owner is not None
    link = f"/new-password?token={app.write_now(Known(owner), make_reset)}"
    other = opened(None)
    other.open(link)
    short = other.send("/new-password", password="short")
    assert (short.status, short.wrong) == (422, ["At least 8 characters."])
    assert other.send("/new-password", password="another password").place == "/today"
    assert guest.open("/today").place == "/sign-in"
    used = opened(None)
    used.open(link)
    refused = used.send("/new-password", password="a third password")
    assert refused.status == 422
    assert refused.wrong == ["This link is good no more. It works once, for 24 hours; ask for another."]
    assert sign_in(used, email, "another password").place == "/today"
