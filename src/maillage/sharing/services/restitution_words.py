"""Free texts of the restitution go through the guard: what may speak of a child is held apart, and comes back after a
false alarm. A row whose text is held is kept empty: a contest counts even while its words are being read."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Model

from maillage.programmes.held_texts.services import guard_text
from maillage.sharing.models import PassageRevision, PilotReading, Reaction, SharedDiagnosis, Validation
from maillage.territories.models import Actor

GIVEN_BACK: Final = "maillage.sharing.services.restitution_words.give_back"
PLACES: Final[dict[str, type[Model]]] = {
    "passagerevision.text": PassageRevision,
    "pilotreading.text": PilotReading,
    "reaction.text": Reaction,
    "reaction.answer": Reaction,
    "validation.reservations": Validation,
}
LONGEST: Final = 4000


def checked(text: str, *, field: str, empty: str) -> str:
    """A text one may keep: not empty, and not a book."""
    said = text.strip()
    if not said:
        raise ValidationError({field: empty})
    if len(said) > LONGEST:
        raise ValidationError({field: f"Pas plus de {LONGEST} caractères."})
    return said


def keep_words(*, shared: SharedDiagnosis, row: Model, field: str, text: str, origin: str) -> bool:
    """Write a text in a row just made, or hold it apart; whether it was held."""
    place = f"{type(row).__name__.lower()}.{field}"
    territory = shared.territory
    held = text and guard_text(
        programme=territory.programme,
        text=text,
        origin=f"{origin}, {territory.name}",
        on_release=GIVEN_BACK,
        release_with={"place": place, "pk": row.pk},
        known=list(Actor.objects.filter(territory=territory).values_list("name", flat=True)),
    )
    setattr(row, field, "" if held else text)
    row.save(update_fields=[field])
    return bool(held)


def give_back(*, text: str, place: str, pk: int) -> None:
    """A false alarm: the text goes where it was written, unless something else was written there since."""
    field = place.partition(".")[2]
    PLACES[place]._default_manager.filter(pk=pk, **{field: ""}).update(**{field: text})
