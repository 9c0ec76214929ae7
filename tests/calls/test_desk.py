"""The desk of a call: its facilitators write it part by part, with a preview, then publish it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import Call, Document, Inquiry, LateCode, Milestone, Section
from maillage.calls.services import inquiries
from maillage.calls.services import page as services
from maillage.programmes.models import Programme, ProgrammeRole
from tests.core.upload_files import docx


@pytest.fixture
def desk(call: Call) -> str:
    return f"/programmes/{call.programme.slug}/appels/"


@pytest.fixture
def facilitator(client_as: Any) -> Client:
    made: Client = client_as("facilitator")
    return made


def typed(call: Call, **changes: Any) -> dict[str, Any]:
    opens = timezone.localtime(call.opens_at)
    return {
        "title": "Un autre appel", "summary": "En une phrase.", "contact_email": "a@exemple.fr", "places": "10",
        "opens_at": opens.strftime("%Y-%m-%dT%H:%M"), "closes_at": (opens + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M"),
        "retention_months": "24",
    } | changes  # fmt: skip


def test_a_call_is_prepared_written_and_published(
    facilitator: Client, desk: str, call: Call, client: Client
) -> None:
    assert facilitator.post(f"{desk}creer/", typed(call)).status_code == 302
    made = Call.objects.get(title="Un autre appel")
    mine = f"{desk}{made.slug}/"
    page = facilitator.get(mine).content.decode()
    assert "Écrivez au moins une partie" in page
    assert facilitator.post(f"{mine}publier/").status_code == 302
    made.refresh_from_db()
    assert made.published_at is None
    assert (
        facilitator.post(
            f"{mine}parties/ajouter/", {"title": "Le soutien", "body": "**Trois ans.**"}
        ).status_code
        == 302
    )
    day = timezone.localdate() + timedelta(days=9)
    assert (
        facilitator.post(
            f"{mine}dates/ajouter/", {"label": "Réunion", "on": day.isoformat(), "place": ""}
        ).status_code
        == 302
    )
    assert client.get(f"/appels/{made.slug}/").status_code == 404
    assert "Avant de publier" not in facilitator.get(mine).content.decode()
    assert facilitator.get(f"{mine}publier/").status_code == 200
    assert facilitator.post(f"{mine}publier/").status_code == 302
    assert "<strong>Trois ans.</strong>" in client.get(f"/appels/{made.slug}/").content.decode()


def test_a_call_that_closes_before_it_opens_says_why(facilitator: Client, desk: str, call: Call) -> None:
    answer = facilitator.post(f"{desk}creer/", typed(call, closes_at="2020-01-01T00:00"))
    assert answer.status_code == 422
    assert "Un appel ferme après avoir ouvert." in answer.content.decode()


def test_no_call_takes_the_address_of_a_page(facilitator: Client, desk: str, call: Call) -> None:
    facilitator.post(f"{desk}creer/", typed(call, title="Créer"))
    assert Call.objects.get(title="Créer").slug != "creer"


@pytest.mark.parametrize("htmx", [True, False])
def test_a_preview_shows_what_is_typed_and_keeps_nothing(
    facilitator: Client, desk: str, call: Call, htmx: bool
) -> None:
    part = services.add_section(call=call, title="La méthode", body="avant")
    headers = {"HX-Request": "true"} if htmx else {}
    typed_now = {"title": "La méthode", "body": "**après** <script>alert(1)</script>", "apercu": "1"}
    for address in (f"parties/{part.pk}/", "parties/ajouter/"):
        answer = facilitator.post(f"{desk}{call.slug}/{address}", typed_now, headers=headers)
        html = answer.content.decode()
        assert "<strong>après</strong>" in html
        assert "<script>alert" not in html
        assert ("<form" in html) is not htmx
    assert [one.body for one in Section.objects.all()] == ["avant"]


def test_two_facilitators_on_one_part(facilitator: Client, desk: str, call: Call) -> None:
    part = services.add_section(call=call, title="A", body="un")
    seen = services.mark_of(part)
    address = f"{desk}{call.slug}/parties/{part.pk}/"
    assert f'value="{seen}"' in facilitator.get(address).content.decode()
    services.update_section(section=part, title="A", body="celui de l’autre")
    refused = facilitator.post(address, {"title": "A", "body": "le mien", "seen": seen})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "celui de l’autre" in html
    assert "le mien" in html
    now = services.mark_of(Section.objects.get())
    assert f'value="{now}"' in html
    assert facilitator.post(address, {"title": "A", "body": "les deux", "seen": now}).status_code == 302
    assert Section.objects.get().body == "les deux"


def test_its_parts_dates_and_documents_change_and_go(facilitator: Client, desk: str, call: Call) -> None:
    mine = f"{desk}{call.slug}/"
    first, second = (services.add_section(call=call, title=title, body="x") for title in ("Un", "Deux"))
    facilitator.post(f"{mine}parties/{second.pk}/deplacer/", {"sens": "haut"})
    assert list(Section.objects.values_list("title", flat=True)) == ["Deux", "Un"]
    assert facilitator.post(f"{mine}parties/{first.pk}/retirer/").status_code == 302
    milestone = services.add_milestone(call=call, label="Réunion", on=date(2026, 12, 1))
    facilitator.post(
        f"{mine}dates/{milestone.pk}/", {"label": "Réunion", "on": "2026-12-02", "place": "Lille"}
    )
    assert Milestone.objects.get().on == date(2026, 12, 2)
    assert facilitator.post(f"{mine}dates/{milestone.pk}/retirer/").status_code == 302
    sent = {"title": "Note", "file": SimpleUploadedFile("note.docx", docx())}
    assert facilitator.post(f"{mine}documents/ajouter/", sent).status_code == 302
    refused = facilitator.post(
        f"{mine}documents/ajouter/", {"title": "N", "file": SimpleUploadedFile("n.pdf", b"<b>")}
    )
    assert refused.status_code == 422
    document = Document.objects.get()
    assert "Note" in facilitator.get(mine).content.decode()
    assert facilitator.post(f"{mine}documents/{document.pk}/retirer/").status_code == 302
    facilitator.post(f"{mine}modifier/", typed(call, title="Nouveau titre"))
    call.refresh_from_db()
    assert (call.title, call.slug) == ("Nouveau titre", "cooperer-plus-tot")
    assert not Document.objects.exists()
    assert not Milestone.objects.exists()


def test_questions_are_answered_shown_or_not_and_erased(facilitator: Client, desk: str, call: Call) -> None:
    asked = Inquiry.objects.create(call=call, question="Pour qui ?")
    mine = f"{desk}{call.slug}/"
    assert "attend" in facilitator.get(mine).content.decode()
    assert (
        "<h1>1\u00a0question attend une réponse</h1>" in facilitator.get(f"{mine}questions/").content.decode()
    )
    refused = facilitator.post(
        f"{mine}questions/{asked.pk}/", {"question": "Pour qui ?", "answer": "", "publish": "on"}
    )
    assert refused.status_code == 422
    said = {"question": "Pour quelles villes ?", "answer": "Toutes."}
    assert facilitator.post(f"{mine}questions/{asked.pk}/", said).status_code == 302
    assert Client().get(f"/appels/{call.slug}/").content.decode().count("Toutes.") == 0
    assert facilitator.post(f"{mine}questions/{asked.pk}/", said | {"publish": "on"}).status_code == 302
    assert "Pour quelles villes" in Client().get(f"/appels/{call.slug}/").content.decode()
    assert facilitator.post(f"{mine}questions/{asked.pk}/effacer/").status_code == 302
    assert not Inquiry.objects.exists()


def test_two_facilitators_on_one_question(facilitator: Client, desk: str, call: Call) -> None:
    asked = Inquiry.objects.create(call=call, question="Pour qui ?")
    address = f"{desk}{call.slug}/questions/{asked.pk}/"
    seen = inquiries.mark_of(asked)
    assert f'value="{seen}"' in facilitator.get(address).content.decode()
    inquiries.answer_inquiry(inquiry=asked, question="Pour qui ?", answer="Pour tous.", publish=True)
    mine = {"question": "Pour qui ?", "answer": "Pour toutes.", "publish": "on", "seen": seen}
    html = facilitator.post(address, mine).content.decode()
    assert "Pour tous." in html
    assert "Pour toutes." in html
    assert Inquiry.objects.get().answer == "Pour tous."
    now = inquiries.mark_of(Inquiry.objects.get())
    assert f'value="{now}"' in html
    assert facilitator.post(address, mine | {"seen": now}).status_code == 302
    assert Inquiry.objects.get().answer == "Pour toutes."


def test_a_late_code_is_shown_once(facilitator: Client, desk: str, call: Call) -> None:
    until = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    address = f"{desk}{call.slug}/codes/"
    html = facilitator.post(address, {"reason": "Panne", "valid_until": until}).content.decode()
    code = html.split('class="secret">')[1].split("<")[0]
    assert len(code) == 13
    assert LateCode.objects.get().reason == "Panne"
    again = facilitator.get(address).content.decode()
    assert code not in again
    assert "Panne" in again
    assert (
        facilitator.post(address, {"reason": "Panne", "valid_until": "2020-01-01T00:00"}).status_code == 200
    )
    assert LateCode.objects.count() == 1


def test_only_the_facilitators_of_the_programme_enter(
    desk: str,
    call: Call,
    client_as: Any,
    browser_of: Any,
    make_user: Any,
    authors: list[User],
    application: Any,
) -> None:
    part = services.add_section(call=call, title="A")
    doors = ["", "creer/", *(f"{call.slug}/{one}" for one in ("", "modifier/", "publier/", "codes/", "questions/",
             "parties/ajouter/", f"parties/{part.pk}/", f"parties/{part.pk}/retirer/", "dates/ajouter/", "documents/ajouter/"))]  # fmt: skip
    other = make_user("facilitator")
    elsewhere = Programme.objects.create(name="X", slug="x", facilitator_name="X", starts_on=date(2025, 1, 1))
    ProgrammeRole.objects.filter(user=other).update(programme=elsewhere)
    inside = client_as("facilitator")
    strangers = [browser_of(other), browser_of(authors[0]), client_as("national"), client_as("pilot")]
    for door in doors:
        assert inside.get(desk + door).status_code == 200, door
        assert {one.get(desk + door).status_code for one in strangers} == {404}, door
        assert Client().get(desk + door).status_code == 302, door


def test_a_part_of_another_call_does_not_exist_here(facilitator: Client, desk: str, call: Call) -> None:
    other = services.create_call(
        programme=call.programme, title="Autre", summary="S", contact_email="a@exemple.fr",
        opens_at=call.opens_at, closes_at=call.closes_at,
    )  # fmt: skip
    part = services.add_section(call=other, title="A")
    assert facilitator.get(f"{desk}{call.slug}/parties/{part.pk}/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_queries_whatever_the_desk_holds(
    facilitator: Client, desk: str, call: Call, many: int, django_assert_num_queries: Any
) -> None:
    for n in range(many):
        services.add_section(call=call, title=f"Partie {n}")
        services.add_milestone(call=call, label="Date", on=timezone.localdate())
        Inquiry.objects.create(call=call, question=f"Q{n}")
        Call.objects.create(
            programme=call.programme, title="T", slug=f"t{n}", summary="S", contact_email="a@exemple.fr",
            opens_at=call.opens_at, closes_at=call.closes_at,
        )  # fmt: skip
    for address, queries in ((desk, 4), (f"{desk}{call.slug}/", 13), (f"{desk}{call.slug}/questions/", 5)):
        with django_assert_num_queries(queries):
            assert facilitator.get(address).status_code == 200
