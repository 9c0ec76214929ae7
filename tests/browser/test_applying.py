"""An application written by two people, on a phone and at a desk, with a line that fails, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_pages import NARROW, _overflow, _violations
from tests.calls.answering import places, write_all

PAGES = (
    "", "territoire/", "partenaires/", "acteurs/", "aujourdhui/", "engagements/", "equipe/", "departement/", "joindre/",
    "deposer/", "retirer/", "versions/referent/",
)  # fmt: skip


@pytest.fixture
def draft(live_server: Any, programme: Any) -> Any:
    """A call that is open, and an application of two people, begun."""
    from maillage.accounts.models import User
    from maillage.calls.models import Author, Call
    from maillage.calls.services.drafts import save_answers, start_application

    now = timezone.now()
    call = Call.objects.create(
        programme=programme, title="Coopérer plus tôt", slug="cooperer", summary="Dix cités, trois ans.",
        contact_email="appel@exemple.fr", opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9), published_at=now,
    )  # fmt: skip
    one = User.objects.create_user("ines@ville.exemple", full_name="Inès Marégrise")
    two = User.objects.create_user("paul@college.exemple", full_name="Paul Lacombelle")
    made = start_application(call=call, user=one, name="Les Trois-Ponts", organisation="Mairie")
    Author.objects.create(application=made, user=two)
    places()
    for words in ("Une version", "Une autre version"):
        save_answers(application=made, user=one, values={"referent": words})
    save_answers(application=made, user=one, values={"days": "beaucoup"})
    return made


def _writes(visit: Visit, draft: Any, who: int, **options: Any) -> Any:
    return visit.enter_as(draft.authors.order_by("pk")[who].user, **options)


def _here(visit: Visit, draft: Any, page: str) -> str:
    return f"{visit.base}/candidatures/{draft.reference}/{page}"


def _said(page: Any, words: str) -> None:
    page.locator("[data-said]", has_text=words).wait_for()


def _answers(draft: Any) -> dict[str, Any]:
    from maillage.calls.queries.drafts import answers_of

    return answers_of(draft)


@pytest.mark.parametrize("width", [DESK, PHONE, NARROW])
def test_every_page_reads_well(visit: Visit, draft: Any, width: int) -> None:
    page, found = _writes(visit, draft, 0, width=width), []
    for name in PAGES:
        assert page.goto(_here(visit, draft, name)).status == 200, name
        found += _violations(page)
        assert _overflow(page) <= 0, name
    assert found == []


def test_what_is_typed_is_kept_without_a_button(visit: Visit, draft: Any) -> None:
    page = _writes(visit, draft, 0, width=PHONE)
    page.goto(_here(visit, draft, "moyens/"))
    page.get_by_label("Jours par mois").fill("4")
    _said(page, "Enregistré à")
    assert _answers(draft)["days"] == 4
    page.get_by_label("Ce qui pourrait vous freiner").fill("mot " * 130)
    page.get_by_text("10\u00a0mots de trop").wait_for()
    assert page.locator("[data-count]").last.inner_text() == "130 mots sur 120"


def test_a_line_that_fails_is_said_and_tried_again(visit: Visit, draft: Any) -> None:
    page = _writes(visit, draft, 0)
    page.goto(_here(visit, draft, "moyens/"))
    page.context.set_offline(True)
    page.get_by_label("Jours par mois").fill("6")
    _said(page, "la connexion manque")
    page.context.set_offline(False)
    _said(page, "Enregistré à")
    assert _answers(draft)["days"] == 6
    visit.complaints.clear()  # the browser says that the line failed: that was the point


def test_two_people_at_once_lose_nothing(visit: Visit, draft: Any) -> None:
    one, two = _writes(visit, draft, 0), _writes(visit, draft, 1)
    for page in (one, two):
        page.goto(_here(visit, draft, "moyens/"))
    two.get_by_label("Qui suivra").fill("La principale adjointe")
    _said(two, "Enregistré à")
    one.get_by_label("Qui suivra").fill("La cheffe de projet")
    one.get_by_text("Paul Lacombelle a écrit ici").wait_for()
    assert _answers(draft)["referent"] == "La cheffe de projet"
    one.goto(_here(visit, draft, "versions/referent/"))
    assert one.get_by_text("La principale adjointe").is_visible()


def test_communes_come_as_one_types_and_bring_their_quarters(visit: Visit, draft: Any) -> None:
    page = _writes(visit, draft, 0, width=PHONE)
    page.goto(_here(visit, draft, "territoire/"))
    page.get_by_label("Chercher une commune").fill("trois")
    page.get_by_label("Trois-Ponts").check()
    _said(page, "Enregistré à")
    with page.expect_response(lambda answer: "quarters" in (answer.request.post_data or "")):
        page.get_by_label("Les Saules (").check()
    page.reload()
    assert page.get_by_label("Les Saules (").is_checked()
    assert _answers(draft)["communes"] == places()["communes"]


def test_rows_grow_and_a_condition_opens_its_question(visit: Visit, draft: Any) -> None:
    page = _writes(visit, draft, 0)
    page.goto(_here(visit, draft, "acteurs/"))
    before = page.locator("[data-question=actors] .row").count()
    page.locator("[data-question=actors] .row input").last.fill("PMI du Centre")
    assert page.locator("[data-question=actors] .row").count() == before + 1
    assert page.locator("[data-question=parents_how]").is_hidden()
    page.get_by_label("ils siègent dans une instance").check()
    page.locator("[data-question=parents_how]").wait_for(state="visible")
    _said(page, "Enregistré à")
    assert _answers(draft)["actors"] == [{"name": "PMI du Centre", "sector": ""}]


def test_without_javascript_the_whole_way_is_walked(visit: Visit, draft: Any) -> None:
    write_all(draft, draft.authors.first().user, referent="")
    page = _writes(visit, draft, 0, width=PHONE, javascript=False)
    page.goto(_here(visit, draft, "moyens/"))
    page.get_by_label("Qui suivra").fill("Cheffe de projet")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.goto(_here(visit, draft, "deposer/"))
    page.get_by_role("button", name="Déposer la candidature").click()
    page.wait_for_url("**/recu/")
    assert page.get_by_role("heading", name="Votre candidature est déposée").is_visible()
