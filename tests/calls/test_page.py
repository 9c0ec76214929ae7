"""The page of a call: who reads it, what it says, in which forms."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from maillage.calls import feeds
from maillage.calls.leaflet import leaflet
from maillage.calls.models import Call, Document, Inquiry, Milestone, Section
from maillage.calls.queries import page as queries
from maillage.calls.services import inquiries
from maillage.calls.services import page as services
from maillage.core.models import Mail
from maillage.core.tokens import read_code
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, Programme, ProgrammeRole
from tests.core.upload_files import docx


@pytest.fixture
def written(call: Call) -> Call:
    """Two parts, two dates, an answered question."""
    body = "Des **adultes** qui se parlent.\n\n## Pour qui\n\n1. les villes\n2. les collèges\n   - et leurs voisins\n\n> Un mot\n\n[Le site](https://exemple.fr/a_b)"
    services.add_section(call=call, title="De quoi s’agit-il ?", body=body)
    services.add_section(
        call=call, title="La méthode", body="| a | b |\n|--|--|\n| 1 | #2 $x$ |\n\n`code`\n\n---\n\n    brut"
    )
    today = timezone.localdate()
    services.add_milestone(
        call=call, label="Réunion d’information", on=today + timedelta(days=3), place="en ligne"
    )
    services.add_milestone(call=call, label="Annonce des résultats", on=today + timedelta(days=40))
    asked = inquiries.ask(call=call, question="Une commune seule peut-elle candidater ?")
    assert asked is not None
    inquiries.answer_inquiry(
        inquiry=asked, question=asked.question, answer="Oui, **avec** son collège.", publish=True
    )
    return call


def move(call: Call, *, opens: int, closes: int) -> None:
    now = timezone.now()
    services.update_call(
        call=call, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes, hours=1)
    )


def test_anybody_reads_it_without_an_account(written: Call, client: Client) -> None:
    html = client.get(f"/appels/{written.slug}/").content.decode()
    for words in (
        "<h1>Coopérer plus tôt</h1>",
        "Les candidatures sont ouvertes jusqu’au",
        "<strong>adultes</strong>",
        "<h3>Pour qui</h3>",
        'href="#la-methode"',
        'id="la-methode"',
        "dans 3\u00a0jours",
        "<strong>avec</strong>",
        "mailto:?subject=Coop%C3%A9rer%20plus%20t%C3%B4t&amp;body=",
        'href="mailto:appel@exemple.fr"',
        f'href="/appels/{written.slug}/appel.pdf"',
    ):
        assert words in html, words
    assert written.title in client.get("/appels/").content.decode()


@pytest.mark.parametrize(
    ("opens", "closes", "said", "listed"),
    [
        (2, 9, "Les candidatures ouvrent le", "À venir"),
        (-2, 9, "Les candidatures sont ouvertes jusqu’au", "Ouvert"),
        (-9, -2, "Les candidatures sont closes depuis le", "Clos"),
    ],
)
def test_it_says_first_whether_one_may_apply(
    written: Call, client: Client, opens: int, closes: int, said: str, listed: str
) -> None:
    move(written, opens=opens, closes=closes)
    html = client.get(f"/appels/{written.slug}/").content.decode()
    lead = html.split('<p class="lead">')[1].split("</p>")[0]
    assert said in lead
    assert ("button--large" in html) is (said == "Les candidatures sont ouvertes jusqu’au")
    assert listed in client.get("/appels/").content.decode()


def test_what_is_not_published_is_seen_by_its_facilitators_only(
    written: Call, programme: Programme, make_user: Any, browser_of: Any, client: Client
) -> None:
    Call.objects.update(published_at=None)
    Document.objects.create(call=written, title="Note", name="n.pdf", kind="pdf", size=1)
    files = [
        "",
        "appel.pdf",
        "dates.ics",
        "nouvelles.xml",
        "question/",
        f"documents/{Document.objects.get().pk}/",
    ]
    facilitator = browser_of(make_user("facilitator"))
    other = Programme.objects.create(
        name="Autre", slug="autre", facilitator_name="X", starts_on=date(2025, 1, 1)
    )
    stranger = make_user("facilitator")
    ProgrammeRole.objects.filter(user=stranger).update(programme=other)
    for browser in (client, browser_of(make_user("national")), browser_of(stranger)):
        assert {browser.get(f"/appels/{written.slug}/{name}").status_code for name in files} == {404}
        assert written.title not in browser.get("/appels/").content.decode()
    for name in files[:-1]:
        assert facilitator.get(f"/appels/{written.slug}/{name}").status_code == 200
    assert "Aperçu" in facilitator.get(f"/appels/{written.slug}/").content.decode()


def test_time_left_is_never_more_than_what_is_left() -> None:
    now = timezone.now()
    said = {
        timedelta(days=20, hours=23): "20\u00a0jours",
        timedelta(days=2): "2\u00a0jours",
        timedelta(days=1, hours=23): "47\u00a0heures",
        timedelta(hours=1): "1\u00a0heure",
        timedelta(minutes=59): "moins d’une heure",
    }
    assert {left: queries.time_left(now + left, now) for left in said} == said
    today = date(2026, 11, 23)
    assert [queries.days_until(today + timedelta(days=n), today) for n in (-1, 0, 1, 5)] == [
        "passé", "aujourd’hui", "demain", "dans 5\u00a0jours",
    ]  # fmt: skip


def test_current_calls_come_first(call: Call, programme: Programme) -> None:
    move(call, opens=-90, closes=-60)
    for slug, opens, closes in (("a-venir", 5, 30), ("ouvert", -5, 30), ("hier", -30, -2)):
        now = timezone.now()
        services.create_call(
            programme=programme, slug=slug, title=slug, summary="Un appel.", contact_email="a@exemple.fr",
            opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes),
        )  # fmt: skip
    Call.objects.update(published_at=timezone.now())
    assert [one.call.slug for one in queries.public_calls()] == ["ouvert", "a-venir", "hier", call.slug]


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_queries_whatever_it_holds(
    call: Call, client: Client, many: int, django_assert_num_queries: Any
) -> None:
    for n in range(many):
        services.add_section(call=call, title=f"Partie {n}", body="Texte.")
        services.add_milestone(call=call, label="Date", on=timezone.localdate())
        Document.objects.create(call=call, title=f"D{n}", name="d.pdf", kind="pdf", size=1)
        Inquiry.objects.create(call=call, question="Q", answer="R", published_at=timezone.now())
    with django_assert_num_queries(6):
        assert client.get(f"/appels/{call.slug}/").status_code == 200
    for n in range(many):
        Call.objects.create(
            programme=call.programme, title="T", slug=f"t{n}", summary="S", contact_email="a@exemple.fr",
            opens_at=call.opens_at, closes_at=call.closes_at, published_at=timezone.now(),
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert client.get("/appels/").status_code == 200


def test_two_parts_of_the_same_name_have_two_anchors(call: Call) -> None:
    for _ in range(2):
        services.add_section(call=call, title="Dates")
    anchors = [part.anchor for part in queries.page_of(call).sections]
    assert len({*anchors, "dates"}) == 3


# --- On paper, in a calendar, in a reader of news --------------------------------------------------
def test_the_leaflet_says_the_same_tagged(written: Call) -> None:
    import page as verapdf

    made = leaflet(queries.page_of(written))
    assert verapdf.is_pdf_compliant_bytes(made, profile="ua1")
    words = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages).split())
    for said in (
        "Coopérer plus tôt", "De quoi s’agit-il ?", "adultes", "Pour qui", "et leurs voisins", "#2 $x$", "Réunion d’information",
        "en ligne", "Une commune seule", "avec son collège", "appel@exemple.fr", "10 places",
    ):  # fmt: skip
        assert said in words, said
    links = [
        str(note.get_object()["/A"]["/URI"])
        for each in PdfReader(io.BytesIO(made)).pages
        for note in each.get("/Annots", [])
        if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]
    ]
    assert "https://exemple.fr/a_b" in links


def test_the_leaflet_is_made_once_and_always_the_same(written: Call) -> None:
    from maillage.calls import leaflet as module

    first = leaflet(queries.page_of(written))
    assert leaflet(queries.page_of(written)) is first
    module._made.cache_clear()
    assert leaflet(queries.page_of(written, now=timezone.now() + timedelta(hours=9))) == first


@pytest.mark.parametrize(
    "text", ["#set page(width: 1cm)", "$ x $", '#include "/etc/passwd"', "\\ * _ ` @a <b>", "[a](b) ]"]
)
def test_what_is_written_is_never_markup_of_the_document(call: Call, text: str) -> None:
    services.update_call(call=call, summary=text)
    services.add_section(call=call, title=text, body=text)
    page = PdfReader(io.BytesIO(leaflet(queries.page_of(call)))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.1)
    assert text.split()[0] in page.extract_text()


def test_the_calendar_has_every_date_under_a_name_that_stays(written: Call, client: Client) -> None:
    from icalendar import Calendar

    answer = client.get(f"/appels/{written.slug}/dates.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert len(events) == 4
    meeting = Milestone.objects.get(label="Réunion d’information")
    uid = next(uid for uid in events if f"date-{meeting.pk}@" in uid)
    assert events[uid]["dtstart"].dt == meeting.on
    assert str(events[uid]["location"]) == "en ligne"
    assert client.get(f"/appels/{written.slug}/dates.ics").content == answer.content
    services.update_milestone(milestone=meeting, on=meeting.on + timedelta(days=1))
    moved = {
        str(one["uid"]): one
        for one in Calendar.from_ical(feeds.calendar(queries.page_of(written))).walk("VEVENT")
    }
    assert moved.keys() == events.keys()
    assert moved[uid]["dtstart"].dt == meeting.on
    assert moved[uid]["dtstamp"].dt >= events[uid]["dtstamp"].dt


def test_the_news_hold_dates_and_answers_once(written: Call, client: Client) -> None:
    answer = client.get(f"/appels/{written.slug}/nouvelles.xml")
    assert client.get(f"/appels/{written.slug}/nouvelles.xml").content == answer.content
    items = ElementTree.fromstring(answer.content).findall("./channel/item")
    assert [item.findtext("title") for item in items] == [
        written.title, "Réunion d’information", "Annonce des résultats", "Une commune seule peut-elle candidater ?",
    ]  # fmt: skip
    assert len({item.findtext("guid") for item in items}) == 4


@pytest.mark.parametrize("sign", ["\x0b", "\x1f", "\ufffe"])
def test_a_sign_typed_by_accident_takes_no_feed_away(call: Call, client: Client, sign: str) -> None:
    services.update_call(call=call, title=f"Un{sign}appel", summary=f"a{sign}b")
    services.add_milestone(call=call, label=f"Un{sign}jour", on=timezone.localdate(), place=f"Là{sign}bas")
    ElementTree.fromstring(client.get(f"/appels/{call.slug}/nouvelles.xml").content)
    assert sign.encode() not in client.get(f"/appels/{call.slug}/dates.ics").content
    assert client.get(f"/appels/{call.slug}/appel.pdf").status_code == 200


# --- A question ------------------------------------------------------------------------------------
def ask(client: Client, call: Call, question: str, email: str = "") -> Any:
    return client.post(f"/appels/{call.slug}/question/", {"question": question, "email": email})


def test_a_question_reaches_the_contact_and_its_answer_the_one_who_asked(call: Call, client: Client) -> None:
    assert ask(client, call, "Faut-il un collège ?", "mairie@exemple.fr").status_code == 302
    assert ask(client, call, "Faut-il un collège ?", "mairie@exemple.fr").status_code == 302
    asked = Inquiry.objects.get()
    mail = Mail.objects.get(kind="call_inquiry")
    assert mail.recipient == call.contact_email
    assert "Faut-il un collège ?" in mail.body
    assert "mairie@exemple.fr" not in mail.body
    assert "Faut-il" not in client.get(f"/appels/{call.slug}/").content.decode()
    for _ in range(2):
        inquiries.answer_inquiry(inquiry=asked, question="Faut-il un collège ?", answer="Oui.", publish=True)
    assert Mail.objects.get(kind="call_answer").recipient == "mairie@exemple.fr"
    asked.refresh_from_db()
    assert asked.email == ""
    page = client.get(f"/appels/{call.slug}/").content.decode()
    assert "Faut-il" in page
    assert "mairie@exemple.fr" not in page


def test_a_question_that_may_speak_of_a_child_is_held_and_comes_back(
    call: Call, client: Client, make_user: Any
) -> None:
    text = "Le petit Kylian Dubreuil, 8 ans, frappé chez lui, est-il dans le périmètre ?"
    assert ask(client, call, text, "a@exemple.fr").status_code == 302
    assert not Inquiry.objects.exists()
    assert not Mail.objects.filter(kind="call_inquiry").exists()
    held = HeldText.objects.get()
    assert "Kylian" not in str(vars(held))
    decide(held=held, user=make_user("facilitator"), state="FALSE_ALARM")
    assert Inquiry.objects.get().question == text
    assert Inquiry.objects.get().email == "a@exemple.fr"


def test_a_flood_of_questions_is_stopped_and_nothing_typed_is_lost(call: Call, client: Client) -> None:
    answers = [ask(client, call, f"Question {n} ?").status_code for n in range(10)]
    assert set(answers) == {302}
    refused = ask(client, call, "La onzième question ?")
    assert refused.status_code == 429
    assert "La onzième question ?" in refused.content.decode()
    assert Inquiry.objects.count() == 10


def test_the_address_of_a_question_without_answer_is_forgotten(call: Call) -> None:
    inquiries.ask(call=call, question="Faut-il un collège ?", email="mairie@exemple.fr")
    later = call.closes_at + inquiries.FORGOTTEN_AFTER
    assert inquiries.forget_askers(now=later) == 0
    assert inquiries.forget_askers(now=later + timedelta(minutes=1)) == 1
    assert inquiries.forget_askers(now=later + timedelta(minutes=1)) == 0
    assert Inquiry.objects.get().email == ""


def test_an_empty_question_says_why(call: Call, client: Client) -> None:
    assert ask(client, call, "").status_code == 422
    assert not Inquiry.objects.exists()


# --- Its documents, its late codes -----------------------------------------------------------------
def test_a_document_is_downloaded_never_shown_and_leaves_the_disk(
    call: Call, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    document = services.add_document(
        call=call, title="Note de méthode", file=SimpleUploadedFile("Note.docx", docx())
    )
    answer = client.get(f"/appels/{call.slug}/documents/{document.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    path = Path(document.file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_document(document=document)
    assert not path.exists()


def test_a_document_that_is_none_of_ours_is_refused(call: Call) -> None:
    with pytest.raises(ValidationError):
        services.add_document(call=call, title="X", file=SimpleUploadedFile("x.pdf", b"<script>"))
    assert not Document.objects.exists()


def test_a_late_code_is_told_once(call: Call, make_user: Any) -> None:
    user, soon = make_user("facilitator"), timezone.now() + timedelta(days=1)
    given, code = services.give_late_code(call=call, given_by=user, reason="Panne", valid_until=soon)
    assert read_code(code) is not None
    assert code not in str(vars(given))
    with pytest.raises(ValidationError):
        services.give_late_code(call=call, given_by=user, reason="Panne", valid_until=timezone.now())


# --- Writing it ------------------------------------------------------------------------------------
def test_two_people_on_one_part_do_not_cover_each_other(call: Call) -> None:
    part = services.add_section(call=call, title="A", body="un")
    mine = services.mark_of(part)
    services.update_section(section=part, title="A", body="deux", seen=mine)
    with pytest.raises(ValidationError):
        services.update_section(section=part, title="A", body="trois", seen=mine)
    assert Section.objects.get().body == "deux"
    services.update_section(section=part, title="A", body="deux", seen=mine)  # the same twice is no quarrel


def test_parts_move_one_place_at_a_time(call: Call) -> None:
    a, b, c = (services.add_section(call=call, title=title) for title in "abc")
    services.move_section(section=c, up=True)
    services.move_section(section=a, up=True)
    services.move_section(section=b, up=False)
    assert [one.title for one in Section.objects.filter(call=call)] == ["a", "c", "b"]


def test_a_call_is_published_once_nothing_is_missing(call: Call) -> None:
    call.published_at = None
    call.save()
    with pytest.raises(ValidationError, match="au moins une partie"):
        services.publish_call(call=call)
    part = services.add_section(call=call, title="A", body=" ")
    with pytest.raises(ValidationError):
        services.publish_call(call=call)
    services.update_section(section=part, title="A", body="Un texte.")
    first = services.publish_call(call=call).published_at
    assert services.publish_call(call=call).published_at == first
