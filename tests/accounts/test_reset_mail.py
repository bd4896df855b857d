"""The one-time link by mail, from the outbox to a mail server."""

import re
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest

from milepost.accounts.actions import make_reset
from milepost.accounts.actions.passwords import RESET_MAIL
from milepost.accounts.gate import Gate
from milepost.accounts.mail import ResetMail, reset_link
from milepost.accounts.rows import Opened
from milepost.accounts.schemas import ResetAsk, ResetUse
from milepost.kernel.ids import new_id
from milepost.kernel.outbox import Outbox, Parcel
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.accounts.visiting import HOME

_ANSWERS = {
    "EHLO": "250-mail.example.com\r\n250 AUTH PLAIN",
    "AUTH": "235 welcome",
    "DATA": "354 go on",
    "QUIT": "221 bye",
}


class _Conversation(socketserver.StreamRequestHandler):
    """One sender's visit: says yes to everything and keeps what comes."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 mail.example.com")
        while line := self.rfile.readline().decode().strip():
            self.server.commands.append(line)
            verb = line.split()[0].upper()
            self._say(_ANSWERS.get(verb, "250 fine"))
            if verb == "DATA":
                self._keep()
            elif verb == "QUIT":
                return

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        self.server.messages.append("\n".join(lines))
        self._say("250 kept")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on the loopback that keeps what it gets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[str] = []
        self.commands: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://mailer:p%40ss@127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def mailing(settings: Settings, mail_server: MailServer) -> Settings:
    """Settings of an instance that sends mail."""
    return settings.model_copy(
        update={
            "mail_url": mail_server.url,
            "mail_from": "Milepost <hello@example.com>",
            "public_url": "https://milepost.example.com/",
        }
    )


def sent_to(server: MailServer, person: Opened) -> list[EmailMessage]:
    messages = [message_from_string(text, policy=default) for text in server.messages]
    return [message for message in messages if message["To"] == person.user.email]


def test_the_link_comes_by_mail_and_sets_the_password(
    app: App, gate: Gate, alice: Opened, mailing: Settings, mail_server: MailServer
) -> None:
    gate.ask_reset(ResetAsk(email=alice.user.email), HOME)
    assert Outbox(app, {RESET_MAIL: ResetMail(mailing)}).deliver() >= 1
    (message,) = sent_to(mail_server, alice)
    assert message["From"] == "Milepost <hello@example.com>"
    text = message.get_content()
    (link,) = re.findall(r"^https://milepost\.example\.com/new-password\?token=(\S+)$", text, re.MULTILINE)
    opened = gate.use_reset(ResetUse(token=link, password="quite another password"), HOME)
    assert opened.user == alice.user
    assert [line for line in mail_server.commands if line.startswith("AUTH PLAIN")]


def test_a_mail_is_sent_once(
    app: App, gate: Gate, alice: Opened, mailing: Settings, mail_server: MailServer
) -> None:
    gate.ask_reset(ResetAsk(email=alice.user.email), HOME)
    outbox = Outbox(app, {RESET_MAIL: ResetMail(mailing)})
    outbox.deliver()
    assert outbox.deliver() == 0
    assert len(sent_to(mail_server, alice)) == 1


def test_without_a_mail_server_nothing_is_made_and_nothing_fails(
    app: App, gate: Gate, alice: Opened, settings: Settings
) -> None:
    secret = app.write_now(Known(alice.user.id), make_reset)
    ResetMail(settings)(app, parcel_for(alice.user.id, app))
    assert gate.use_reset(ResetUse(token=secret, password="quite another password"), HOME).user == alice.user


def test_a_mail_to_somebody_who_is_gone_is_dropped(
    app: App, mailing: Settings, mail_server: MailServer
) -> None:
    ResetMail(mailing)(app, parcel_for(new_id(), app))
    assert mail_server.messages == []


def test_a_mail_server_that_is_away_makes_the_parcel_fail(
    app: App, alice: Opened, mailing: Settings, mail_server: MailServer
) -> None:
    mail_server.shutdown()
    mail_server.server_close()
    with pytest.raises(OSError, match="refused"):
        ResetMail(mailing)(app, parcel_for(alice.user.id, app))


def test_without_a_public_address_the_link_leads_to_where_the_server_listens(settings: Settings) -> None:
    here = settings.model_copy(update={"host": "127.0.0.1", "port": 8123})
    assert reset_link(here, "mpr_x") == "http://127.0.0.1:8123/new-password?token=mpr_x"


def parcel_for(user_id: UUID, app: App) -> Parcel:
    return Parcel(new_id(), RESET_MAIL, user_id, app.clock(), 1)
