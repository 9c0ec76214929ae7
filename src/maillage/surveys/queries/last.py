"""What an actor said the last time it answered: offered again, one tie at a time, never taken as said (decision 10)."""

from __future__ import annotations

from maillage.surveys.kinds.cooperation import KIND
from maillage.surveys.models import Answer, Sheet


def ties_of_last_wave(sheet: Sheet) -> dict[str, int]:
    """{actor pk: level} of the last earlier wave of the territory that this sheet's actor answered; one query.

    Nothing for a sheet without an actor: a resident has no past here.
    """
    if sheet.participation_id is None:
        return {}
    found = (
        Answer.objects.filter(
            kind=KIND.key,
            participation__actor__participations=sheet.participation_id,
            participation__wave__territory=sheet.wave.territory_id,
            participation__wave__number__lt=sheet.wave.number,
        )
        .order_by("-participation__wave__number")
        .values_list("value", flat=True)
        .first()
    )
    return KIND.ties(found) if found else {}
