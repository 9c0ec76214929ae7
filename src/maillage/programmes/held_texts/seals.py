"""A held text is sealed with a key drawn from the secret key: a copy of the database alone does not say it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE: Final = b"maillage held text"


def _key(secret: str | bytes, use: bytes) -> bytes:
    return hmac.new(force_bytes(secret), _PURPOSE + use, hashlib.sha256).digest()


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(secret, b"/seal"))) for secret in secrets])


def seal(text: str) -> bytes:
    """What is written in the database."""
    return _box().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str | None:
    """The text, or nothing when the secret key that sealed it is lost."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return None


def digest(text: str) -> str:
    """The same for the same text, so that one sent twice is held once; says nothing without the secret key."""
    return hmac.new(_key(settings.SECRET_KEY, b"/digest"), text.encode(), hashlib.sha256).hexdigest()
