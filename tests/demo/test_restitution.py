"""The restitution of the demo: published with one reserve and two contests answered, or open to be read."""

from __future__ import annotations

from typing import Any

from maillage.demo.restitution import build_restitution
from maillage.programmes.models import HeldText
from maillage.sharing.models import Publication, Reaction, Step, Validation
from tests.sharing.restitution import make_shared


def test_it_goes_to_a_publication_once(territory: Any, make_user: Any) -> None:
    make_shared(territory)
    user = make_user("facilitator")
    for _ in range(2):
        shared = build_restitution(slug=territory.slug, user=user, published=True)
        assert shared is not None
    assert Publication.objects.get().audience == "PUBLIC"
    assert sorted(Validation.objects.values_list("verdict", flat=True)) == ["RESERVED", *["VALIDATED"] * 5]
    contests = Reaction.objects.filter(kind="CONTEST").order_by("pk")
    assert [each.outcome for each in contests] == ["KEPT", "CORRECTED"]
    assert not HeldText.objects.exists()


def test_it_stops_at_the_preview(territory: Any, make_user: Any) -> None:
    make_shared(territory)
    shared = build_restitution(slug=territory.slug, user=make_user("facilitator"), published=False)
    assert shared is not None
    shared.refresh_from_db()
    assert shared.step == Step.PREVIEW
    assert Reaction.objects.filter(kind="CONTEST", outcome="").count() == 2
