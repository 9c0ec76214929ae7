"""What opens a sheet: the secret of a personal link, and the code one types from a letter (trust.md SEC-02).

Neither is ever stored: the database holds a digest only. A code has 10 characters that cannot be mistaken for one
another (Crockford's alphabet, 50 bits) and an eleventh that catches a wrong or swapped one, before any try is counted.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from typing import Final

from django.conf import settings

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\u00a0": "", "\u2011": ""})


def token_from(seed: str) -> str:
    """The secret of an address, 32 characters, made from what is stored and the secret key: a base alone opens nothing, and a reminder
    can give the same link again instead of killing it under somebody who is answering.
    """
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"survey-link:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(drawn[:24]).decode()


def token_digest(token: str) -> str:
    """What is stored of a token. It is random enough for a plain SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code to type: 10 random characters and their check character."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return drawn + _check(drawn)


def code_digest(code: str) -> str:
    """What is stored of a code. 50 bits could be searched from a stolen base: the digest needs the secret key too."""
    return hmac.new(settings.SECRET_KEY.encode(), f"survey-code:{code}".encode(), hashlib.sha256).hexdigest()


def receipt_of(sheet: uuid.UUID) -> str:
    """The receipt of a sheet, in the shape of a code: the same each time it is asked for, so it need not be kept."""
    drawn = hmac.new(
        settings.SECRET_KEY.encode(), f"survey-receipt:{sheet}".encode(), hashlib.sha256
    ).digest()
    number = int.from_bytes(drawn) >> (256 - 5 * LENGTH)
    text = "".join(ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH))
    return text + _check(text)


def read_code(typed: str) -> str | None:
    """The code as it was printed, whatever the case, the spaces and the O typed for 0; None when it cannot be one."""
    text = typed.strip().upper().translate(MISREAD)
    good = len(text) == LENGTH + 1 and all(each in ALPHABET for each in text)
    return text if good and text[-1] == _check(text[:-1]) else None


def printed(code: str) -> str:
    """The code in three groups, as on paper: « 7KQ4M-PX2D9-T »."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def with_check(text: str) -> str:
    """A number of ours, that is no secret, with the character that catches a mistyped one."""
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
