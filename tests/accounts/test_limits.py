"""Attempts to come in are limited for each network address and each account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest

from milepost.accounts.errors import EmailTaken, TooManyAttempts, WrongCredentials, WrongPassword
from milepost.accounts.gate import Gate, Visitor
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import NewAccount, PasswordChange, SignIn
from milepost.kernel.settings import Settings
from milepost.kernel.work import App
from tests.accounts.visiting import credential
from tests.cast import PASSWORD, Cast

addresses = (f"2001:db8:{number:x}::1" for number in count(1))


@pytest.fixture
def limited(app: App, settings: Settings) -> Gate:
    """The gate with three attempts a minute."""
    three = {"sign_in_limit": "3/minute", "register_limit": "3/minute"}
    return Gate(app, settings.model_copy(update=three))


def outcome(gate: Gate, email: str, password: str, address: str) -> str:
    try:
        gate.sign_in(SignIn(email=email, password=password), Visitor(address))
    except (WrongCredentials, TooManyAttempts) as refused:
        return refused.code
    return "in"


def test_after_three_failures_the_account_is_closed_even_to_the_right_password(
    limited: Gate, alice: Opened
) -> None:
    email = alice.user.email
    wrong = [outcome(limited, email, "wrong", next(addresses)) for _ in range(4)]
    assert wrong == ["auth.wrong-credentials"] * 3 + ["auth.too-many-attempts"]
    assert outcome(limited, email.upper(), PASSWORD, next(addresses)) == "auth.too-many-attempts"


def test_an_unknown_account_is_limited_as_a_known_one(limited: Gate, cast: Cast) -> None:
    wrong = [outcome(limited, cast.email("nobody"), "wrong", next(addresses)) for _ in range(4)]
    assert wrong == ["auth.wrong-credentials"] * 3 + ["auth.too-many-attempts"]


def test_after_three_failures_an_address_is_closed_to_every_account(
    limited: Gate, alice: Opened, cast: Cast
) -> None:
    here, neighbour = next(addresses), next(addresses)
    for number in range(3):
        assert outcome(limited, cast.email(f"guess{number}"), "wrong", here) == "auth.wrong-credentials"
    assert outcome(limited, alice.user.email, PASSWORD, here) == "auth.too-many-attempts"
    assert outcome(limited, alice.user.email, PASSWORD, here + "9") == "auth.too-many-attempts"
    assert outcome(limited, alice.user.email, PASSWORD, neighbour) == "in"


def test_right_passwords_are_not_counted(limited: Gate, alice: Opened) -> None:
    here = next(addresses)
    assert [outcome(limited, alice.user.email, PASSWORD, here) for _ in range(5)] == ["in"] * 5


def test_who_waits_as_long_as_told_may_try_again(
    limited: Gate, alice: Opened, after: Callable[[timedelta], App]
) -> None:
    email, here = alice.user.email, next(addresses)
    for _ in range(3):
        outcome(limited, email, "wrong", here)
    with pytest.raises(TooManyAttempts) as refused:
        limited.sign_in(SignIn(email=email, password=PASSWORD), Visitor(here))
    assert 1 <= refused.value.retry_after <= 66
    assert str(refused.value.retry_after) in refused.value.detail
    later = after(timedelta(seconds=refused.value.retry_after))
    assert outcome(Gate(later, limited.settings), email, PASSWORD, here) == "in"


def test_many_guesses_at_once_get_no_more_answers_than_the_limit(limited: Gate, alice: Opened) -> None:
    here = next(addresses)
    with ThreadPoolExecutor(8) as threads:
        guesses = list(threads.map(lambda _: outcome(limited, alice.user.email, "wrong", here), range(12)))
    assert guesses.count("auth.wrong-credentials") == 3
    assert guesses.count("auth.too-many-attempts") == 9


def test_signing_up_is_limited_for_an_address(limited: Gate, alice: Opened) -> None:
    here = Visitor(next(addresses))
    for _ in range(3):
        with pytest.raises(EmailTaken):
            limited.register(NewAccount(email=alice.user.email, password=PASSWORD), here)
    with pytest.raises(TooManyAttempts):
        limited.register(NewAccount(email=alice.user.email, password=PASSWORD), here)
    with pytest.raises(EmailTaken):
        limited.register(NewAccount(email=alice.user.email, password=PASSWORD), Visitor(next(addresses)))


def test_guessing_the_current_password_from_inside_is_limited_too(limited: Gate, alice: Opened) -> None:
    guess = PasswordChange(current="wrong", new="another password")
    for _ in range(3):
        with pytest.raises(WrongPassword):
            limited.change_password(credential(alice.secret), guess)
    with pytest.raises(TooManyAttempts):
        limited.change_password(credential(alice.secret), guess)


def test_off_means_no_limit(gate: Gate, alice: Opened) -> None:
    here = next(addresses)
    wrong = [outcome(gate, alice.user.email, "wrong", here) for _ in range(12)]
    assert wrong == ["auth.wrong-credentials"] * 12
    assert outcome(gate, alice.user.email, PASSWORD, here) == "in"
