"""What opens a sheet: the secret of a personal link, the code one types from a letter, the receipt (trust.md SEC-02)."""

from __future__ import annotations

import uuid

from maillage.core import tokens
from maillage.core.tokens import (
    ALPHABET,
    new_code,
    printed,
    read_checked,
    read_code,
    token_digest,
    with_check,
)

__all__ = [
    "ALPHABET",
    "code_digest",
    "new_code",
    "printed",
    "read_checked",
    "read_code",
    "receipt_of",
    "token_digest",
    "token_from",
    "with_check",
]


def token_from(seed: str) -> str:
    """The secret of the address of a sheet."""
    return tokens.token_from("survey-link", seed)


def code_digest(code: str) -> str:
    """What is stored of the code of a letter."""
    return tokens.code_digest("survey-code", code)


def receipt_of(sheet: uuid.UUID) -> str:
    """The receipt of a sheet."""
    return tokens.receipt("survey-receipt", str(sheet))
