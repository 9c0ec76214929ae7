"""Who may open a shared diagnosis. A territory one has no part in, or a work one may not read, does not exist: 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.diagnosis.models import DiagnosisState
from maillage.sharing.models import Institution, Passage, Publication, Reaction, SharedDiagnosis
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import Rights, rights_of


def _shared(territory: Territory, number: int) -> SharedDiagnosis:
    found: SharedDiagnosis = get_object_or_404(
        SharedDiagnosis.objects.select_related("territory__programme", "wave", "diagnosis"),
        pk=number,
        territory=territory,
    )
    return found


def can_conduct_restitution(user: Any, *, territory: str, shared: int, **_: Any) -> dict[str, Any]:
    """Pilots of the territory and facilitators of its programme."""
    place = can_manage_territory(user, territory=territory)["territory"]
    return {"territory": place, "shared": _shared(place, shared)}


def can_conduct_institution(
    user: Any, *, territory: str, shared: int, institution: int, **_: Any
) -> dict[str, Any]:
    """The same, on one institution of this diagnosis."""
    found = can_conduct_restitution(user, territory=territory, shared=shared)
    return found | {"institution": get_object_or_404(Institution, pk=institution, shared=found["shared"])}


def can_answer_contest(user: Any, *, territory: str, shared: int, reaction: int, **_: Any) -> dict[str, Any]:
    """The same, on one contest of this diagnosis."""
    found = can_conduct_restitution(user, territory=territory, shared=shared)
    rows = Reaction.objects.select_related("reader__actor", "reader__shared__territory__programme")
    row = get_object_or_404(rows, pk=reaction, reader__shared=found["shared"], kind="CONTEST")
    return found | {"reaction": row}


def can_read_version(user: Any, *, territory: str, shared: int, version: int, **_: Any) -> dict[str, Any]:
    """Any member of the territory, once it is published."""
    place = can_see_territory(user, territory=territory)["territory"]
    rows = Publication.objects.select_related(
        "shared__territory__programme", "shared__wave", "shared__diagnosis"
    )
    row = rows.filter(shared=shared, shared__territory=place, number=version).first()
    if row is None:
        raise Http404
    return {"territory": place, "shared": row.shared, "version": row}


def can_write(user: Any, *, territory: str, shared: int, **_: Any) -> dict[str, Any]:
    """Those who conduct; and whoever contributes locally, once the figures are shared with the territory."""
    place = can_see_territory(user, territory=territory)["territory"]
    found = _shared(place, shared)
    if not may_write(rights_of(user, place), found):
        raise Http404
    return {"territory": place, "shared": found}


def may_write(rights: Rights, shared: SharedDiagnosis) -> bool:
    """For somebody whose rights on the territory are known."""
    return rights.manages or (rights.proposes and shared.diagnosis.state == DiagnosisState.PUBLISHED)


def can_write_passage(user: Any, *, territory: str, shared: int, passage: int, **_: Any) -> dict[str, Any]:
    """The same, on one passage of this diagnosis."""
    found = can_write(user, territory=territory, shared=shared)
    return found | {"passage": get_object_or_404(Passage, pk=passage, shared=found["shared"])}


def can_conduct_passage(user: Any, *, territory: str, shared: int, passage: int, **_: Any) -> dict[str, Any]:
    """Pilots and facilitators, on one passage."""
    found = can_conduct_restitution(user, territory=territory, shared=shared)
    return found | {"passage": get_object_or_404(Passage, pk=passage, shared=found["shared"])}
