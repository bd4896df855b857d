"""Mail to people about their account."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from milepost.accounts.actions import make_reset
from milepost.accounts.queries import me
from milepost.kernel.errors import SignedOut
from milepost.kernel.outbox import Parcel
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known

PATIENCE = 30.0
"""Seconds to wait for the mail server."""
TEXT = """Somebody asked for a new password for your account at {place}.

To set one, open this link. It works once, for a day:

{link}

If it was not you, there is nothing to do: your password stays what it is.
"""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ResetMail:
    """Sends the one-time link that a person asked for; the handler of its kind in the outbox."""

    settings: Settings

    def __call__(self, app: App, parcel: Parcel) -> None:
        """Make the secret and send it at once, so that it stands nowhere else.

        Raises:
            OSError: if the mail server is not there or refuses (`smtplib.SMTPException` is one).
        """
        if not self.settings.mail_url:
            log.warning("mail.not_configured", kind=parcel.kind)
            return
        person = Known(parcel.user_id)
        try:
            address = app.read_now(person, me).email
            secret = app.write_now(person, make_reset)
        except SignedOut:
            return
        message = EmailMessage()
        message["Subject"] = "Set a new password"
        message["From"] = (
            self.settings.mail_from or f"milepost@{urlsplit(address_of(self.settings)).hostname}"
        )
        message["To"] = address
        message.set_content(
            TEXT.format(place=address_of(self.settings), link=reset_link(self.settings, secret))
        )
        send(self.settings.mail_url, message)


def address_of(settings: Settings) -> str:
    """The address under which people reach this instance, without a slash at the end."""
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def reset_link(settings: Settings, secret: str) -> str:
    """The link under which a new password is set."""
    return f"{address_of(settings)}/new-password?token={secret}"


def send(mail_url: str, message: EmailMessage) -> None:
    """Hand a message to the server at `smtp://USER:PASSWORD@HOST:PORT`, encrypted where it can.

    `smtps://` speaks TLS from the first byte.

    Raises:
        OSError: if the server is not there or refuses.
    """
    url = urlsplit(mail_url)
    with _connected(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, context = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    return server
