"""Secrets given to people without an account: links, codes one types from a letter, receipts. Only digests are stored.

A link is made from what is stored and the secret key: a base alone opens nothing, and a reminder can give the same link
again instead of killing it under somebody who is using it. A code has 10 characters that cannot be mistaken for one another
(Crockford's alphabet, 50 bits) and an eleventh that catches a wrong or swapped one, before any try is counted. `purpose`
keeps the secrets of one use from opening another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\u00a0": "", "\u2011": ""})


def _drawn(purpose: str, seed: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{seed}".encode(), hashlib.sha256).digest()


def token_from(purpose: str, seed: str) -> str:
    """The secret of an address, 32 characters: the same purpose and seed give the same one."""
    return base64.urlsafe_b64encode(_drawn(purpose, seed)[:24]).decode()


def token_digest(token: str) -> str:
    """What is stored of a token. It is random enough for a plain SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code to type: 10 random characters and their check character."""
    return with_check("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_digest(purpose: str, code: str) -> str:
    """What is stored of a code. 50 bits could be searched from a stolen base: the digest needs the secret key too."""
    return _drawn(purpose, code).hex()


def receipt(purpose: str, seed: str) -> str:
    """A receipt in the shape of a code: the same each time it is asked for, so it need not be kept."""
    number = int.from_bytes(_drawn(purpose, seed)) >> (256 - 5 * LENGTH)
    return with_check("".join(ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH)))


def read_code(typed: str) -> str | None:
    """The code as it was printed, whatever the case, the spaces and the O typed for 0; None when it cannot be one."""
    text = read_checked(typed)
    return text if text and len(text) == LENGTH + 1 else None


def printed(code: str) -> str:
    """The code in three groups, as on paper: « 7KQ4M-PX2D9-T »."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def with_check(text: str) -> str:
    """A text of the alphabet with the character that catches a mistyped one."""
    return text + _check(text)


def read_checked(typed: str) -> str | None:
    """What was printed with its check character, however it was typed; None when it cannot be one."""
    text = typed.strip().upper().translate(MISREAD)
    good = len(text) > 1 and all(each in ALPHABET for each in text)
    return text if good and text[-1] == _check(text[:-1]) else None


def _check(text: str) -> str:
    """Luhn's algorithm in base 32: every wrong character is caught, and every swap of neighbours but 0 and Z."""
    total = 0
    for position, character in enumerate(reversed(text)):
        value = ALPHABET.index(character) * (2 - position % 2)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]
