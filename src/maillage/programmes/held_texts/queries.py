"""What a facilitator may read of the texts kept apart."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from maillage.core.childtext.rules import RULES
from maillage.programmes.models import HeldText, HeldTextState, Programme


def waiting(programme: Programme) -> QuerySet[HeldText]:
    """The texts of a programme that nobody has decided about."""
    return HeldText.objects.filter(programme=programme, state=HeldTextState.PENDING)


def texts_of(programme: Programme) -> QuerySet[HeldText]:
    """Every held text of a programme, without what was written: the longest waiting first, then the last decided."""
    order = Case(
        When(state=HeldTextState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    texts = HeldText.objects.filter(programme=programme).defer("sealed").select_related("decided_by")
    return texts.annotate(rank=order).order_by("rank", "decided_at", "held_at", "pk")


def reasons(held: HeldText) -> list[str]:
    """Why a text was held, in sentences."""
    return [RULES[key][1] for key in held.rules if key in RULES]
