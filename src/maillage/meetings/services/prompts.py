"""Putting lines to the tables of a workshop, and keeping what each of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.meetings.models import Format, Prompt, Saying, Table, Workshop
from maillage.meetings.queries.prompts import latest_sayings
from maillage.meetings.services.workshops import CLOSED, LONGEST, NAMED, Kept
from maillage.programmes.services import save_checked

WITH_DOTS: Final = Format.PRIORITIES
ASKED: Final = (Format.PRIORITIES, Format.PATH)
DOTS_EACH: Final = 3
MOST: Final = 20
# The steps of a situation that the room plays, when nobody writes others (domain.md §5.5, « chemin d’un enfant »).
STEPS: Final = (
    "Qui s’en aperçoit, et à quoi\u202f?",
    "Vers qui se tourne-t-on d’abord\u202f?",
    "Et ensuite\u202f?",
    "Où cela se bloque-t-il\u202f?",
    "Qui aurait pu aider plus tôt\u202f?",
    "Que disent les parents à chaque étape\u202f?",
)
HELD: Final = "Une table a déjà parlé de «\u00a0{0}\u00a0»\u00a0: cette ligne reste. Vous pouvez en ajouter."

Said = tuple[int | None, str]  # dots, text


@transaction.atomic
def write_prompts(*, workshop: Workshop, lines: Sequence[str]) -> None:
    """Say which lines are put to the tables, in order. A line that a table has spoken of stays."""
    if workshop.format not in ASKED:
        raise ValidationError("Cet atelier ne met pas de lignes aux tables.")
    held = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    wanted = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if not wanted or len(wanted) > MOST:
        raise ValidationError({"lines": f"Écrivez de une à {MOST} lignes."})
    if any(findings(line) for line in wanted):
        raise ValidationError({"lines": NAMED})
    known = {each.text: each for each in held.prompts.all()}  # type: ignore[attr-defined]
    for text, each in known.items():
        if text not in wanted:
            if each.sayings.exists():
                raise ValidationError({"lines": HELD.format(text)})
            each.delete()
    for position, text in enumerate(wanted, 1):
        row = known.get(text) or Prompt(workshop=held, text=text)
        row.position = position
        save_checked(row)


@transaction.atomic
def save_sayings(*, table: Table, said: Mapping[int, Said], now: datetime | None = None) -> Kept:
    """Write what changed since the last time, line by line. A line that names somebody is refused, the others are kept.

    said: {prompt: (dots or None, text)}. A table has three dots a person: more is refused, and nothing is kept.
    """
    held = Workshop.objects.select_for_update(of=("self",)).get(pk=table.workshop_id)
    if not held.is_open:
        raise ValidationError(CLOSED)
    known = set(held.prompts.values_list("pk", flat=True))  # type: ignore[attr-defined]
    if not set(said) <= known:
        raise ValidationError("Cette ligne n’est pas de cet atelier.")
    if sum(dots or 0 for dots, _ in said.values()) > DOTS_EACH * table.people:
        raise ValidationError(
            f"Votre table a {DOTS_EACH * table.people}\u00a0gommettes, trois par personne\u00a0: il y en a trop."
        )
    before, made, refused = latest_sayings(table), [], {}
    for prompt, (dots, text) in said.items():
        old = before.get(prompt)
        if (dots, text) == ((old.dots, old.text) if old else (None, "")):
            continue
        if len(text) > LONGEST:
            refused[str(prompt)] = f"Une phrase suffit\u202f: {LONGEST}\u00a0signes au plus."
        elif findings(text):
            refused[str(prompt)] = NAMED
        else:
            made.append(
                Saying(table=table, prompt_id=prompt, dots=dots, text=text, said_at=now or timezone.now())
            )
    Saying.objects.bulk_create(made)
    return Kept(new=len(made), refused=refused)
