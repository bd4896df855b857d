"""The words of accounts: what is taken, what is refused, and where the fault is."""

import pytest
from pydantic import ValidationError

from milepost.accounts.rules import email, network
from milepost.accounts.schemas import NewAccount, NewToken, ProfileChange

GOOD = {"email": "ann@example.com", "password": "12345678"}


@pytest.mark.parametrize(
    "address",
    [
        *("", "ann", "ann@", "@example.com", "ann@example", "ann@.com", "ann@example.", "a@b@c.de"),
        *("a b@c.de", "ann@exam\tple.com", "ann@example..com", "ann\x7f@example.com", "＠.com"),
        "a@" + "b" * 250 + ".de",
    ],
)
def test_what_cannot_be_an_email_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must"):
        email(address)


@pytest.mark.parametrize(
    "address", ["a@b.de", " Ann.O'Hara+x@Sub.Example.COM ", "jürgen@münchen.de", "例@例.jp"]
)
def test_an_email_address_is_kept_as_written_but_for_spaces_around(address: str) -> None:
    assert email(address) == address.strip()


def test_an_address_whose_key_would_be_too_long_is_refused() -> None:
    assert len("ﷺ" * 100 + "@b.de") < 254
    with pytest.raises(ValueError, match="at most 254"):
        email("ﷺ" * 100 + "@b.de")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "1234567"),
        ("password", "x" * 129),
        ("password", 12345678),
        ("timezone", "Mars/Olympus"),
        ("timezone", "europe/berlin"),
        ("timezone", "../etc/passwd"),
        ("timezone", "localtime"),
        ("timezone", None),
        ("full_name", "x" * 256),
        ("email", None),
        ("is_admin", True),
    ],
)
def test_a_wrong_field_of_a_new_account_is_named(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        NewAccount.model_validate(GOOD | {field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_a_password_may_have_8_to_128_code_points_of_any_kind() -> None:
    for password in ("🔑" * 8, "🔑" * 128):
        assert NewAccount.model_validate(GOOD | {"password": password}).password == password


def test_a_password_does_not_show_in_a_trace() -> None:
    assert "12345678" not in repr(NewAccount.model_validate(GOOD))


@pytest.mark.parametrize(
    "change",
    [
        *({"day_start": text} for text in ("12:00", "4:30", "04:60", "\N{FULLWIDTH DIGIT ZERO}4:30")),
        *({"avatar_url": text} for text in ("javascript:alert(1)", "https://", "https://a b\n")),
        *({"full_name": None}, {"timezone": ""}, {"handle": "ann"}, {"email": "ann@example.com"}),
        *({"week_start": "tue"}, {"strict_levels": "true"}),
    ],
)
def test_a_profile_takes_nothing_else(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        ProfileChange.model_validate(change)
    assert [error["loc"][0] for error in refused.value.errors()] == list(change)


@pytest.mark.parametrize("scopes", [[], ["admin"], ["read", "read", "read"], "read"])
def test_a_token_takes_only_scopes_that_there_are(scopes: object) -> None:
    with pytest.raises(ValidationError):
        NewToken.model_validate({"name": "phone", "scopes": scopes})


@pytest.mark.parametrize(
    "expiry", ["2027-01-31", "2027-01-31T08:00:00", "soon", 1900000000, "9999-12-31T23:59:59-01:00"]
)
def test_an_expiry_is_an_instant_with_a_zone(expiry: object) -> None:
    with pytest.raises(ValidationError):
        NewToken.model_validate({"name": "phone", "expires_at": expiry})


def test_one_subscriber_of_ipv6_is_one_address() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
