"""Pure decisions about people: addresses, days, how long a session lives."""

import re
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from milepost.kernel.calendar import zones
from milepost.kernel.text import text_key

SESSION_LIVES = timedelta(days=30)
"""From its last use."""
RESET_LIVES = timedelta(hours=24)
MARK_AGE = timedelta(minutes=5)
"""A last-seen mark younger than this is not renewed."""
LONGEST_EMAIL = 254
_DAY_START = re.compile(r"(0[0-9]|1[01]):[0-5][0-9]", re.ASCII)


def email(text: str) -> str:
    """An e-mail address as it is kept: trimmed, else as written.

    Raises:
        ValueError: if it cannot be one: longer than 254 code points, white space in it, not exactly
            one @ with something on both sides, no dot inside the domain.

    >>> email(" Ann@Example.com ")
    'Ann@Example.com'
    """
    trimmed = text.strip()
    key = text_key(trimmed)
    if max(len(trimmed), len(key)) > LONGEST_EMAIL:
        raise ValueError(f"must have at most {LONGEST_EMAIL} characters")
    name, _, domain = key.partition("@")
    labels = domain.split(".")
    good = name and "@" not in domain and len(labels) > 1 and all(labels)
    if not good or not all(each.isprintable() and not each.isspace() for each in trimmed + key):
        raise ValueError("must be an e-mail address such as ann@example.com")
    return trimmed


def email_key(text: str) -> str:
    """The key under which an account is found, whatever the case its owner writes.

    >>> email_key(" Ann@Example.com ")
    'ann@example.com'
    """
    return text_key(text)


def timezone(name: str) -> str:
    """The name of a zone, if there is one of that name.

    Raises:
        ValueError: if there is none.

    >>> timezone("Europe/Berlin")
    'Europe/Berlin'
    """
    if name not in zones():
        raise ValueError("there is no such time zone")
    return name


def day_start(text: str) -> str:
    """The wall-clock time at which a person's day begins, "00:00" to "11:59".

    Raises:
        ValueError: if it is no such time.

    >>> day_start("04:30")
    '04:30'
    """
    if not _DAY_START.fullmatch(text):
        raise ValueError("must be a time from 00:00 to 11:59")
    return text


def session_ends(created_at: datetime, seen_at: datetime | None) -> datetime:
    """When a session ends: 30 days from its last use.

    >>> session_ends(datetime(2026, 1, 1), None), session_ends(datetime(2026, 1, 1), datetime(2026, 1, 9))
    (datetime.datetime(2026, 1, 31, 0, 0), datetime.datetime(2026, 2, 8, 0, 0))
    """
    return max(created_at, seen_at or created_at) + SESSION_LIVES


def network(address: str) -> str:
    """The address as which attempts are counted: of IPv6 the /64 that one subscriber has.

    >>> network("203.0.113.9"), network("::ffff:203.0.113.9"), network("2001:db8:1:2:3::4")
    ('203.0.113.9', '203.0.113.9', '2001:db8:1:2::/64')
    >>> network("local")
    'local'
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed, 64), strict=False))


def scopes(can_read: bool, can_write: bool) -> frozenset[str]:
    """The scopes of an API token; to write includes to read.

    >>> sorted(scopes(False, True))
    ['read', 'write']
    """
    if can_write:
        return frozenset({"read", "write"})
    return frozenset({"read"}) if can_read else frozenset()
