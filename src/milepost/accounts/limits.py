"""How often somebody may try to come in: counted for each network address and for each account."""

from dataclasses import dataclass
from hashlib import sha256

from milepost.accounts.errors import TooManyAttempts
from milepost.accounts.rules import email_key, network
from milepost.kernel.attempts import Limit, count, wait
from milepost.kernel.work import Reading, Work


@dataclass(frozen=True, slots=True)
class Tally:
    """Attempts of several subjects under one limit; None is no limit."""

    limit: Limit | None
    subjects: tuple[str, ...]

    def refuse(self, reading: Reading) -> None:
        """Let nobody pass who has used up their attempts.

        Raises:
            TooManyAttempts: with the seconds to wait.
        """
        _refuse(max(wait(reading, self.limit, subject) for subject in self.subjects))

    def count(self, work: Work) -> None:
        """Count an attempt of each.

        Raises:
            TooManyAttempts: if it came too early for one of them, and so is not counted.
        """
        _refuse(max(count(work, self.limit, subject) for subject in self.subjects))


def by_address(address: str) -> str:
    """The subject that a network address is counted as."""
    return f"address:{network(address)}"


def by_account(email: str) -> str:
    """The subject that an account is counted as, whether there is one with this address or not.

    Only as a hash: what people type where an e-mail address belongs is nobody's business.
    """
    return f"account:{sha256(email_key(email).encode()).hexdigest()}"


def _refuse(seconds: int) -> None:
    if seconds:
        raise TooManyAttempts(f"Try again in {seconds} seconds.", retry_after=seconds)
