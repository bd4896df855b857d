"""How people of the tests come in."""

from milepost.accounts.gate import Visitor
from milepost.accounts.keys import presented
from milepost.kernel.work import Presented

HOME = Visitor("203.0.113.9", "Firefox on Linux")


def credential(secret: str) -> Presented:
    """What somebody who shows this secret comes with."""
    found = presented(secret)
    assert found is not None
    return found
