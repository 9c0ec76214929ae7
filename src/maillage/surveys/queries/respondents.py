"""What each respondent of a wave said, whole: what is compared when two computations of a wave are both shown."""

from __future__ import annotations

from typing import Any

from maillage.surveys.models import Answer, Entry, Participation, Wave

Said = dict[str, Any]


def said_by_respondent(wave: Wave) -> dict[str, Said]:
    """{respondent: {question: value}} for the actors that answered and the residents whose sheet counts: 3 queries."""
    answered = Participation.objects.filter(wave=wave, answered=True).values_list("actor_id", flat=True)
    said: dict[str, Said] = {f"actor {actor}": {} for actor in answered}
    answers = Answer.objects.filter(participation__wave=wave, participation__answered=True)
    for actor, question, value in answers.values_list("participation__actor_id", "question", "value"):
        said[f"actor {actor}"][question] = value
    entries = Entry.objects.filter(
        sheet__wave=wave,
        sheet__participation__isnull=True,
        sheet__submitted_at__isnull=False,
        sheet__withdrawn_at__isnull=True,
        sheet__aside=False,
    )
    for sheet, question, value in entries.order_by("revision").values_list(
        "sheet__public_id", "question", "value"
    ):
        said.setdefault(f"sheet {sheet}", {})[question] = value
    return said
