"""The number of a paper sheet: which wave, whose, and a character that catches a typing mistake. It is no secret.

« A2-00C7-K »: A for an actor, H for somebody who lives there; the wave; the actor, or six characters drawn at printing.
It opens nothing by itself: whoever types sheets back is signed in.
"""

from __future__ import annotations

import hmac
import secrets
import uuid
from hashlib import sha256
from typing import Final

from django.conf import settings

from maillage.surveys import tokens
from maillage.surveys.models import Participation, Wave

ACTOR: Final = "A"
RESIDENT: Final = "H"
BASE: Final = len(tokens.ALPHABET)
LONGEST: Final = 12  # it is kept in Entry.device
ONE_IN: Final = 10  # sheets typed twice


def number_of(participation: Participation) -> str:
    """The number of an actor's sheet: printed again, it is the same."""
    rest, text = participation.pk, ""
    while rest or len(text) < 4:
        rest, place = divmod(rest, BASE)
        text = tokens.ALPHABET[place] + text
    return tokens.with_check(ACTOR + _mark(participation.wave) + text)


def new_numbers(wave: Wave, count: int) -> list[str]:
    """Numbers for residents' sheets: drawn among a billion, so that two printings do not share one."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn.add("".join(secrets.choice(tokens.ALPHABET) for _ in range(6)))
    return sorted(tokens.with_check(RESIDENT + _mark(wave) + each) for each in drawn)


def read_number(typed: str, wave: Wave) -> str | None:
    """The number as it was printed, when it is one of this wave."""
    text = tokens.read_checked(typed)
    good = text is not None and 6 < len(text) <= LONGEST and text[0] in {ACTOR, RESIDENT}
    return text if good and text and text[1] == _mark(wave) else None


def participation_pk(number: str) -> int | None:
    """Whose sheet it is; None for a resident's."""
    if number[0] != ACTOR:
        return None
    found = 0
    for each in number[2:-1]:
        found = found * BASE + tokens.ALPHABET.index(each)
    return found


def printed(number: str) -> str:
    return f"{number[:2]}-{number[2:-1]}-{number[-1]}"


def public_id_of(number: str, wave: Wave) -> uuid.UUID:
    """The sheet of a resident's number: typed twice, it is the same sheet. The secret key keeps it from being guessed."""
    said = f"survey-paper:{wave.pk}:{number}".encode()
    return uuid.UUID(bytes=hmac.new(settings.SECRET_KEY.encode(), said, sha256).digest()[:16])


def drawn_twice(numbers: list[str]) -> list[str]:
    """The sheets to type twice: one in ten by a hash of the number, which nobody chooses; at least one."""
    ranked = sorted(numbers, key=_rank)
    return [each for each in ranked if _rank(each) % ONE_IN == 0] or ranked[:1]


def _rank(number: str) -> int:
    return int.from_bytes(sha256(number.encode()).digest()[:8])


def _mark(wave: Wave) -> str:
    return tokens.ALPHABET[wave.number % BASE]
