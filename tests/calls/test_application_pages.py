"""The pages of an application: who opens them, what they say, under how many queries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.calls.models import (
    Application,
    Attachment,
    Author,
    Call,
    DepartmentReferent,
    Revision,
    Submission,
    Support,
)
from maillage.calls.queries.drafts import answers_of
from maillage.calls.services.sending import ask_correction, submit_application
from maillage.calls.services.support import share_with_department
from maillage.core.models import Mail
from tests.calls.answering import ANSWERS, places, write_all
from tests.calls.test_sending import png, token_in

Browser = Callable[[Any], Client]


def address(name: str, application: Application, *more: Any) -> str:
    return reverse(f"applications:{name}", args=[application.reference, *more])


@pytest.fixture
def author(application: Application, authors: list[Any], browser_of: Browser) -> Client:
    return browser_of(authors[0])


@pytest.fixture
def sent(application: Application, authors: list[Any]) -> Application:
    write_all(application, authors[0])
    submit_application(application=application, user=authors[0])
    application.refresh_from_db()
    return application


def test_a_stranger_asks_for_a_link_and_begins(call: Call, client: Client, browser_of: Browser) -> None:
    start = reverse("applications:start", args=[call.slug])
    assert "Recevoir le lien" in client.get(start).content.decode()
    told = client.post(start, {"email": "mairie@exemple.fr"}, follow=True).content.decode()
    assert "vient de partir vers l’adresse" in told
    assert call.contact_email in told
    from maillage.calls.tasks import send_start

    send_start(call.pk, "mairie@exemple.fr", "une-demande")
    send_start(call.pk, "mairie@exemple.fr", "une-demande")
    assert call.title in Mail.objects.get(recipient="mairie@exemple.fr").body
    browser = browser_of(User.objects.get(email="mairie@exemple.fr"))
    answer = browser.post(start, {"name": "Val-Clair", "organisation": "Mairie"})
    made = Application.objects.get(name="Val-Clair")
    assert answer["Location"] == address("show", made)
    assert "Val-Clair" in browser.get(reverse("applications:index")).content.decode()


def test_an_unpublished_call_is_not_there(call: Call, client: Client) -> None:
    Call.objects.update(published_at=None)
    assert client.get(reverse("applications:start", args=[call.slug])).status_code == 404


def test_every_part_opens_and_saves(application: Application, author: Client) -> None:
    from maillage.calls.questions import form_of

    for part in form_of(application.call.form_key).sections:
        page = author.get(address("section", application, part.key))
        assert page.status_code == 200
        for question in part.questions:
            assert question.label in page.content.decode()
    answer = author.post(
        address("section", application, "moyens"),
        {"over.referent": "0", "referent": "Cheffe de projet", "over.days": "0", "days": "4", "over.ready": "0", "ready": ["ROOM"],
         "over.limits": "0", "limits": ""},
    )  # fmt: skip
    assert answer["Location"] == address("section", application, "engagements")
    assert (answers_of(application)["days"], answers_of(application)["ready"]) == (4, ["ROOM"])


def test_saved_as_one_types_only_what_was_touched_moves(application: Application, author: Client) -> None:
    write_all(application, application.authors.first().user)
    before = Revision.objects.count()
    answer = author.post(
        address("section", application, "moyens"),
        {"touched": "days", "over.days": "0", "days": "7"},
        headers={"X-Brouillon": "1"},
    ).json()
    assert list(answer["kept"]) == ["days"]
    assert answer["problems"]["days"] == ""
    assert Revision.objects.count() == before + 1
    assert answers_of(application)["referent"] == ANSWERS["referent"]


def test_the_other_author_is_told_on_the_page(
    application: Application, authors: list[Any], browser_of: Browser
) -> None:
    one, two = (browser_of(user) for user in authors)
    where = address("section", application, "moyens")
    two.post(where, {"over.referent": "0", "referent": "La première version", "stay": "1"})
    page = one.post(
        where, {"over.referent": "0", "referent": "La deuxième version", "stay": "1"}
    ).content.decode()
    assert "Paul Lacombelle a écrit ici" in page
    assert "La première version" in page
    versions = one.get(address("versions", application, "referent")).content.decode()
    assert versions.index("La deuxième version") < versions.index("La première version")


def test_a_passage_about_a_child_stays_on_the_page_and_not_in_the_base(
    application: Application, author: Client
) -> None:
    page = author.post(
        address("section", application, "aujourdhui"),
        {"over.prevention": "0", "prevention": "Le petit Kevin Martin, 8 ans, est absent.", "over.obstacles": "0", "obstacles": "Rien."},
    )  # fmt: skip
    assert page.status_code == 422
    assert "Kevin Martin" in page.content.decode()
    assert answers_of(application)["prevention"] == ""
    assert answers_of(application)["obstacles"] == "Rien."


def test_communes_are_found_and_bring_their_quarters(application: Application, author: Client) -> None:
    known = places()
    found = author.get(address("communes", application), {"q": "trois"}).content.decode()
    assert known["communes"][0] in found
    where = address("section", application, "territoire")
    page = author.post(where, {"over.communes": "0", "search": "trois", "stay": "1"}).content.decode()
    assert "Trois-Ponts" in page
    author.post(where, {"over.communes": "0", "communes": known["communes"], "stay": "1"})
    assert known["quarters"][0] in author.get(where).content.decode()


def test_sent_from_the_page_with_a_receipt_and_its_copy(
    application: Application, authors: list[Any], author: Client
) -> None:
    write_all(application, authors[0])
    assert ANSWERS["governance"] in author.get(address("send", application)).content.decode()
    assert author.post(address("send", application))["Location"] == address("receipt", application)
    page = author.get(address("receipt", application)).content.decode()
    code = page.split("<strong>")[1].split("</strong>")[0]
    copy = author.get(address("copy", application, 1))
    assert copy["Content-Type"] == "application/pdf"
    from pypdf import PdfReader

    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(copy.content)).pages)
    assert code in text
    assert "Les Trois-Ponts" in text
    assert author.get(address("copy", application, 2)).status_code == 404
    assert author.get(address("copy", application, 1)).content == copy.content


def test_the_copy_is_read_by_everybody(sent: Application) -> None:
    import page

    from maillage.calls.copies import copy_of

    made = copy_of(sent, Submission.objects.get())
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert made == copy_of(sent, Submission.objects.get())


def test_the_departement_answers_by_its_link(
    application: Application, author: Client, client: Client
) -> None:
    author.post(address("department", application), {"email": "enfance@departement.exemple"})
    token = token_in(Mail.objects.get(kind="application_support"))
    link = reverse("applications:support", args=[token])
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, {"gives": "yes"}).status_code == 200  # no function was given
    assert Support.objects.get().state == "ASKED"
    thanks = client.post(link, {"gives": "yes", "signatory": "Directrice"})
    assert "Merci" in thanks.content.decode()
    assert client.get(link).status_code == 410
    assert client.get(reverse("applications:support", args=["x" * 32])).status_code == 410


def test_files_are_given_back_to_who_may_read(
    application: Application, author: Client, browser_of: Browser
) -> None:
    assert author.post(address("attach", application), {"file": png()}).status_code == 302
    file = application.attachments.get()
    given = author.get(address("attachment", application, file.pk))
    assert given["Content-Disposition"].startswith("attachment")
    stranger = browser_of(User.objects.create_user("autre@exemple.fr"))
    assert stranger.get(address("attachment", application, file.pk)).status_code == 404
    refused = author.post(address("attach", application), {"file": SimpleUploadedFile("a.pdf", b"<html>")})
    assert "n’est pas accepté" in refused.content.decode()
    author.post(address("detach", application, file.pk))
    assert author.get(address("attachment", application, file.pk)).status_code == 404


PAGES = ("show", "send", "receipt", "withdraw", "team", "department", "attach", "communes")


@pytest.mark.parametrize("name", PAGES)
def test_an_application_belongs_to_its_authors(
    sent: Application, name: str, client_as: Callable[..., Client], browser_of: Browser
) -> None:
    other = Application.objects.create(call=sent.call, name="Ailleurs")
    elsewhere = User.objects.create_user("ailleurs@exemple.fr")
    Author.objects.create(application=other, user=elsewhere)
    for browser in (
        browser_of(elsewhere),
        client_as("facilitator"),
        client_as("pilot"),
        client_as("national"),
    ):
        assert browser.get(address(name, sent)).status_code == 404
        assert browser.post(address(name, sent)).status_code in {404, 405}
    assert Client().get(address(name, sent))["Location"].startswith("/compte/")


def test_the_desk_reads_what_was_sent_and_never_a_draft(
    sent: Application, client_as: Callable[..., Client]
) -> None:
    draft = Application.objects.create(call=sent.call, name="Brouillon secret")
    desk = client_as("facilitator")
    where = [sent.call.programme.slug, sent.call.slug]
    page = desk.get(reverse("filing:index", args=where)).content.decode()
    assert "1\u00a0candidature déposée" in page
    assert "Les Trois-Ponts" in page
    assert "Brouillon secret" not in page
    shown = desk.get(reverse("filing:show", args=[*where, sent.reference])).content.decode()
    assert ANSWERS["governance"] in shown
    assert desk.get(reverse("filing:show", args=[*where, draft.reference])).status_code == 404
    answer = desk.post(
        reverse("filing:show", args=[*where, sent.reference]),
        {"text": "Précisez.", "until": "2099-01-01T12:00"},
    )
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert sent.state == "CORRECTING"
    for role in ("national", "pilot", "club", "department", "contributor"):
        assert client_as(role).get(reverse("filing:index", args=where)).status_code == 404


def test_everything_can_be_taken_away(
    sent: Application, author: Client, client_as: Callable[..., Client]
) -> None:
    ask_correction(application=sent, text="Une pièce.", until=sent.call.closes_at)
    author.post(address("attach", sent), {"file": png()})
    desk, where = client_as("facilitator"), [sent.call.programme.slug, sent.call.slug]
    table = desk.get(reverse("filing:table", args=[*where, "csv"])).content.decode("utf-8-sig")
    assert "Les Trois-Ponts" in table
    assert "ville@exemple.fr" not in table
    assert desk.get(reverse("filing:table", args=[*where, "xlsx"])).content[:2] == b"PK"
    assert desk.get(reverse("filing:table", args=[*where, "exe"])).status_code == 404
    archive = zipfile.ZipFile(io.BytesIO(desk.get(reverse("filing:files", args=where)).content))
    assert sorted(name.split("/")[1].split("-")[-1] for name in archive.namelist()) == [
        "candidature.pdf",
        "lettre.png",
    ]
    Path(Attachment.objects.get().file.path).unlink()
    assert author.get(address("attachment", sent, Attachment.objects.get().pk)).status_code == 410
    archive = zipfile.ZipFile(io.BytesIO(desk.get(reverse("filing:files", args=where)).content))
    assert [name for name in archive.namelist() if name.endswith("lettre.png.absent.txt")]


def test_the_referent_of_the_departement_reads_what_is_shown(
    sent: Application, browser_of: Browser, client_as: Callable[..., Client]
) -> None:
    desk, where = client_as("facilitator"), [sent.call.programme.slug, sent.call.slug]
    desk.post(
        reverse("filing:departments", args=where),
        {"department": "93", "email": "rim@departement.exemple", "full_name": "Rim Lacombelle"},
    )
    referent = browser_of(User.objects.get(email="rim@departement.exemple"))
    assert "Aucune candidature" in referent.get(reverse("applications:shared")).content.decode()
    assert referent.get(reverse("applications:shared_one", args=[sent.reference])).status_code == 404
    mine = browser_of(sent.authors.first().user)
    mine.post(address("share", sent), {"shared": "1"})
    assert "un courriel les en a prévenues" in mine.get(address("department", sent)).content.decode()
    assert "Les Trois-Ponts" in referent.get(reverse("applications:shared")).content.decode()
    page = referent.get(reverse("applications:shared_one", args=[sent.reference])).content.decode()
    assert ANSWERS["governance"] in page
    number = DepartmentReferent.objects.get().pk
    desk.post(reverse("filing:referent_remove", args=[*where, number]))
    assert referent.get(reverse("applications:shared_one", args=[sent.reference])).status_code == 404
    assert "n’a pas encore de personne référente" in mine.get(address("department", sent)).content.decode()


@pytest.mark.parametrize("page", ["filing", "mine", "shared"])
def test_lists_cost_the_same_for_one_and_for_three(
    sent: Application,
    page: str,
    browser_of: Browser,
    authors: list[Any],
    client_as: Callable[..., Client],
    django_assert_num_queries: Any,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    share_with_department(application=sent, shared=True)
    DepartmentReferent.objects.create(call=sent.call, department="93", user=authors[1])
    browser, where = {
        "filing": (
            client_as("facilitator"),
            reverse("filing:index", args=[sent.call.programme.slug, sent.call.slug]),
        ),
        "mine": (browser_of(authors[0]), reverse("applications:index")),
        "shared": (browser_of(authors[1]), reverse("applications:shared")),
    }[page]
    browser.get(where)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(where)
    for name in ("Deux", "Trois"):
        more = Application.objects.create(
            call=sent.call, name=name, department="93", state="SUBMITTED", submitted_at=sent.submitted_at, shared_at=sent.shared_at
        )  # fmt: skip
        Author.objects.create(application=more, user=authors[0])
    with django_assert_num_queries(len(one)):
        assert "Trois" in browser.get(where).content.decode()
