"""From thirty files to thirty letters, in a browser, on a phone and at a desk: read well, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_pages import NARROW, _overflow, _violations


@pytest.fixture
def jury(live_server: Any, programme: Any) -> Any:
    """The closed call of the demonstration."""
    from maillage.demo.communes import load_places
    from maillage.demo.jury import build_jury
    from maillage.programmes.models import Programme

    Programme.objects.update(places=20)
    load_places()
    return build_jury(programme=programme)


def _desk(jury: Any) -> str:
    return f"/programmes/{jury.programme.slug}/appels/{jury.slug}/"


@pytest.mark.parametrize("width", [DESK, PHONE, NARROW])
def test_every_page_of_the_organiser_reads_well(visit: Visit, jury: Any, make_user: Any, width: int) -> None:
    from maillage.calls.models import Decision
    from maillage.calls.services.composition import decide

    decide(call=jury)
    decision, found = Decision.objects.order_by("pk")[0], []
    one = decision.application
    page = visit.enter_as(make_user("facilitator"), width=width)
    for name in ("candidatures/", f"candidatures/{one.reference}/", "candidatures/departements/", "expertise/", "composition/",
                 f"composition/{one.reference}/", "composition/lettres/", f"composition/lettres/{decision.pk}/"):  # fmt: skip
        assert page.goto(visit.base + _desk(jury) + name).status == 200, name
        found += _violations(page)
        assert _overflow(page) <= 0, name
    assert found == []


@pytest.mark.parametrize("javascript", [True, False])
def test_composed_read_over_and_sent(visit: Visit, jury: Any, make_user: Any, javascript: bool) -> None:
    from maillage.core.models import Mail

    page = visit.enter_as(make_user("facilitator"), javascript=javascript)
    page.goto(visit.base + _desk(jury) + "composition/")
    assert page.locator(".tile--retained").count() >= 7
    page.locator(".names a").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Et si")
    page.get_by_label("est gardée d’office").check()
    page.get_by_label("Pourquoi").fill("Le seul port de la promotion")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.get_by_text("Gardé à la main").is_visible()
    page.get_by_role("button", name="Écrire les décisions").click()
    page.get_by_role("button", name="J’ai relu toutes les lettres").click()
    page.get_by_role("button", name="Envoyer").click()
    assert page.get_by_text("Toutes les lettres sont parties").is_visible()
    assert Mail.objects.filter(kind="application_decision").count() == 30


def test_a_place_is_confirmed_and_its_territory_opens(visit: Visit, jury: Any) -> None:
    from maillage.calls.models import Decision
    from maillage.calls.queries.composition import digest_of, waiting_of
    from maillage.calls.services import composition

    composition.decide(call=jury)
    composition.mark_read(call=jury, seen=digest_of(waiting_of(jury)))
    composition.send_letters(call=jury)
    one = Decision.objects.filter(outcome="RETAINED").order_by("pk")[0].application
    page = visit.enter_as(one.authors.get().user, width=PHONE)
    page.goto(f"{visit.base}/candidatures/{one.reference}/")
    assert _violations(page) == []
    page.get_by_role("button", name="Confirmer notre place").click()
    page.wait_for_url("**/territoires/**")
    assert page.get_by_role("heading", level=1).inner_text() == one.name
