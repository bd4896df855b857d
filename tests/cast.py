"""The people of the tests, new for each test: Alice owns, Bob coaches, Charlie is a stranger, Dana helps."""

from functools import cached_property
from uuid import uuid4

from milepost.accounts.actions import add_account
from milepost.accounts.schemas import NewAccount
from milepost.kernel.work import App, Known, Nobody

PASSWORD = "correct horse battery"
# Of the password above, made with next to no work.
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aVw+uxzwdEqVo4tlI8TS7Q"
ZONES = {"alice": "Europe/Berlin", "bob": "Pacific/Auckland", "charlie": "UTC", "dana": "America/New_York"}


class Cast:
    """Signs people up as they are first named."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._mark = uuid4().hex[:12]

    def email(self, name: str) -> str:
        """This test's own address of a person."""
        return f"{name}.{self._mark}@example.com"

    def _known(self, name: str) -> Known:
        account = NewAccount(email=self.email(name), password=PASSWORD, timezone=ZONES[name])
        return Known(self._app.write_now(Nobody(), lambda work: add_account(work, account, PASSWORD_HASH).id))

    @cached_property
    def alice(self) -> Known:
        """The owner, in Berlin."""
        return self._known("alice")

    @cached_property
    def bob(self) -> Known:
        """Her coach, in Auckland."""
        return self._known("bob")

    @cached_property
    def charlie(self) -> Known:
        """A stranger."""
        return self._known("charlie")

    @cached_property
    def dana(self) -> Known:
        """A collaborator, in New York."""
        return self._known("dana")
