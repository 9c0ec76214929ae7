"""The page of a call in a browser: read, printed, followed, asked; and written with a preview."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_pages import NARROW, _overflow, _violations


@pytest.fixture
def call(live_server: Any, settings: Any) -> Any:
    from maillage.demo.call import build_call
    from maillage.demo.services import open_programme

    today = timezone.localdate()
    return build_call(programme=open_programme(today=today), today=today)


@pytest.fixture
def facilitator(call: Any) -> Any:
    from maillage.accounts.models import User
    from maillage.demo.services import ROLES

    return User.objects.get(email=ROLES["facilitator"].email)


@pytest.mark.parametrize("width", [DESK, PHONE, NARROW])
def test_the_page_has_no_violation_and_fits(visit: Visit, call: Any, width: int) -> None:
    for path in ("/appels/", f"/appels/{call.slug}/", f"/appels/{call.slug}/question/"):
        page = visit.open(path, width=width)
        assert _violations(page) == []
        assert _overflow(page) <= 0, path


@pytest.mark.parametrize("width", [DESK, NARROW])
def test_the_desk_has_no_violation_and_fits(visit: Visit, call: Any, facilitator: Any, width: int) -> None:
    page = visit.enter_as(facilitator, width=width)
    desk = f"/programmes/{call.programme.slug}/appels/"
    part, asked = call.sections.order_by("position")[2], call.inquiries.get(answer="")
    day, note = call.milestones.order_by("pk")[0], call.documents.get()
    for path in ("", "creer/", f"{call.slug}/", f"{call.slug}/parties/{part.pk}/", f"{call.slug}/questions/",
                 f"{call.slug}/modifier/", f"{call.slug}/parties/ajouter/", f"{call.slug}/parties/{part.pk}/retirer/",
                 f"{call.slug}/dates/ajouter/", f"{call.slug}/dates/{day.pk}/", f"{call.slug}/dates/{day.pk}/retirer/",
                 f"{call.slug}/documents/ajouter/", f"{call.slug}/documents/{note.pk}/retirer/",
                 f"{call.slug}/questions/{asked.pk}/", f"{call.slug}/codes/", f"{call.slug}/publier/"):  # fmt: skip
        assert page.goto(visit.base + desk + path).status == 200
        assert _violations(page) == []
        assert _overflow(page) <= 0, path


def test_a_question_is_asked_without_javascript(visit: Visit, call: Any) -> None:
    page = visit.open(f"/appels/{call.slug}/", width=PHONE, javascript=False)
    page.get_by_role("link", name="Poser une question").click()
    page.get_by_label("Votre question").fill("Une communauté de communes peut-elle porter la candidature ?")
    page.get_by_role("button", name="Envoyer la question").click()
    assert "Votre question est arrivée" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_part_is_previewed_then_kept(visit: Visit, call: Any, facilitator: Any, javascript: bool) -> None:
    page = visit.enter_as(facilitator, javascript=javascript)
    page.goto(f"{visit.base}/programmes/{call.programme.slug}/appels/{call.slug}/parties/ajouter/")
    page.get_by_label("Titre").fill("Un exemple")
    page.get_by_label("Texte").fill("Un mot **qui compte**.")
    page.get_by_role("button", name="Prévisualiser").click()
    page.locator("#apercu strong", has_text="qui compte").wait_for()
    assert page.get_by_label("Texte").input_value() == "Un mot **qui compte**."
    assert not call.sections.filter(title="Un exemple").exists()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Un exemple", exact=True).wait_for()
    assert call.sections.filter(title="Un exemple").exists()


def test_print_keeps_the_text_and_drops_what_one_clicks(visit: Visit, call: Any) -> None:
    page = visit.open(f"/appels/{call.slug}/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="La méthode").is_visible()
    assert page.get_by_text("Cette page\u00a0:").is_visible()
    assert page.get_by_text("10\u00a0places").first.is_visible()
    for gone in (
        page.get_by_role("link", name="Candidater").first,
        page.locator(".call__contents"),
        page.locator(".masthead"),
    ):
        assert not gone.is_visible()


def test_the_first_view_is_light(visit: Visit, call: Any) -> None:
    """Everything but the fonts: files as a server compresses them, the page itself as it is."""
    page = visit.open()
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if "/fonts/" not in response.url:
            body = response.body()
            sizes[response.url] = len(gzip.compress(body)) if "/static/" in response.url else len(body)

    page.on("response", weigh)
    page.goto(f"{visit.base}/appels/{call.slug}/")
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 4
    assert sum(sizes.values()) <= 60_000
