"""Hand one message to the mail server, and say in plain words what it answered."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
from dataclasses import dataclass
from typing import Any, Final

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger(__name__)

# A server that checks a message may be long to accept it; giving up too early is what makes duplicates (RFC 5321).
REPLY_TIMEOUT: Final = 120
LEAVING: Final = 421  # « service not available, closing »: a word on the server, not on the message


class _Noted:
    """A session that remembers whether the text of the message was handed over."""

    handed = False

    def send(self, s: Any) -> None:
        if isinstance(s, bytes):  # commands are words, the text of a message is bytes
            self.handed = True
            self.sock.settimeout(REPLY_TIMEOUT)  # type: ignore[attr-defined]
        super().send(s)  # type: ignore[misc]


class _Session(_Noted, smtplib.SMTP):
    pass


class _SecureSession(_Noted, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's own, with a session that knows how far it went."""

    @property
    def connection_class(self) -> Any:
        return _SecureSession if self.use_ssl else _Session


@dataclass(frozen=True)
class Failure:
    """Why a message did not go out, or may not have."""

    reason: str
    server: bool = False  # nothing goes out at present, this message or another
    permanent: bool = False  # the server says that asking again is of no use
    unsure: bool = False  # the text was handed over and no answer came: it may have gone out


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Le serveur d’envoi refuse le compte ou le mot de passe de la plateforme."
    if isinstance(error, socket.gaierror):
        return "Le nom du serveur d’envoi est inconnu."
    if isinstance(error, ConnectionRefusedError):
        return "Le serveur d’envoi refuse la connexion."
    if isinstance(error, TimeoutError):
        return "Le serveur d’envoi est trop lent à répondre."
    if isinstance(error, smtplib.SMTPResponseException):
        return (
            f"Le serveur d’envoi n’accepte rien pour le moment ({_said(error.smtp_code, error.smtp_error)})."
        )
    return "Le serveur d’envoi ne répond pas, ou coupe la connexion."


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _said(code: int, text: bytes | str) -> str:
    words = _bytes(text).decode("utf-8", "replace")
    return f"{code} {' '.join(words.split())[:120]}".strip()


def _refused(error: smtplib.SMTPException) -> Failure | None:
    """The server answered, and said no: to the address, to the message, or to everything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, text)] = error.recipients.values()
        what = "cette adresse"
    elif isinstance(error, smtplib.SMTPDataError):
        code, text, what = error.smtp_code, _bytes(error.smtp_error), "ce message"
    elif isinstance(error, smtplib.SMTPResponseException):  # its greeting, our account, our own address
        return Failure(_in_words(error), server=True)
    else:
        return None
    if code == LEAVING:
        return Failure(_in_words(smtplib.SMTPResponseException(code, text)), server=True)
    return Failure(f"Le serveur d’envoi refuse {what} ({_said(code, text)}).", permanent=code >= 500)


def send(connection: BaseEmailBackend, message: EmailMessage) -> Failure | None:
    """Send one message on an open or not yet open connection; what failed, if something did."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Failure(_in_words(error), server=True)
    session = getattr(connection, "connection", None)
    if isinstance(session, _Noted):
        session.handed = False
    try:
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as error:
        said = _refused(error) if isinstance(error, smtplib.SMTPException) else None
        if said is None or said.server:
            close(connection)
        handed = isinstance(session, _Noted) and session.handed
        return said or Failure(_in_words(error), server=True, unsure=handed)
    except Exception:
        logger.exception("a message could not be written")
        return Failure("Ce courriel ne peut pas être mis en forme.", permanent=True)
    return None


def close(connection: BaseEmailBackend) -> None:
    """Leave, whatever the state of the connection."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.close()
    if isinstance(connection, EmailBackend):
        connection.connection = None
