"""Who may do what with an account."""

from milepost.accounts.errors import SessionNeeded
from milepost.kernel.errors import SignedOut
from milepost.kernel.work import Actor


def require_session(actor: Actor) -> None:
    """Let pass who came in person, or the operator; credentials are not for programs to change.

    Raises:
        SessionNeeded: if the actor came by an API token.
        SignedOut: if nobody acts.
    """
    if actor.means == "token":
        raise SessionNeeded()
    if actor.means == "guest":
        raise SignedOut()
