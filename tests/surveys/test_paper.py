"""What is printed, and what is typed back from it: the page is read as a phone and a screen reader would."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import page
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from maillage.surveys import tokens
from maillage.surveys.kinds._words import LANGUAGES
from maillage.surveys.models import Invitation, OpenLink, Wave
from maillage.surveys.paper import documents, numbers
from maillage.surveys.queries import paper as reading
from maillage.surveys.services import add_to_roster, collecting, create_wave, paper
from maillage.surveys.services.sheets import start_sheet
from maillage.territories.models import Actor, ActorStatus, Affiliation, Person


@pytest.fixture
def wave(territory: Any) -> Wave:
    sectors = ["EDUCATION", "NGO", "HEALTH", "NGO", "SOCIAL_LIFE", "EDUCATION"]
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i} – l’#école", sector=s, status=ActorStatus.VALIDATED
        )
        for i, s in enumerate(sectors)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=["ar", "tr"], closes_at=closes)
    return collecting.open_wave(wave=made)


def text_of(made: bytes) -> list[str]:
    """The words of each page."""
    return [" ".join((each.extract_text() or "").split()) for each in PdfReader(io.BytesIO(made)).pages]


def seen(picture: bytes) -> list[str]:
    """What a phone reads on a picture of a page."""
    import zxingcpp

    return [each.text for each in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


def test_a_letter_for_each_actor_on_one_page(wave: Wave) -> None:
    made = paper.make_letters(wave=wave, everybody=True)
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    pages = text_of(made)
    assert len(pages) == 6
    for n, words in enumerate(pages):
        assert f"Structure {n} – l’#école" in words
        assert documents.day_of(wave.closes_at) in words
        assert "Répondre est libre." in words
        assert "119" in words


def test_the_code_and_the_drawing_of_a_letter_open_the_same_door(wave: Wave) -> None:
    key = collecting.invite(participation=wave.roster.order_by("pk")[0])
    picture = documents.letters(wave, [key], form="png", ppi=110)
    assert seen(picture) == [documents.address(key.token)]
    path = urlsplit(seen(picture)[0]).path
    assert Client().get(path).status_code == 200
    words = text_of(documents.letters(wave, [key]))[0]
    assert tokens.printed(key.code) in words
    assert Client().post("/r/", {"code": tokens.printed(key.code)})["Location"] == "/r/feuille/1/"


def test_the_drawing_can_be_read_from_thirty_centimetres(wave: Wave) -> None:
    """A phone at 30 cm sees a module of half a millimetre: here each is more than one."""
    import segno

    modules = segno.make_qr(documents.address("a" * 32), error="m").symbol_size(border=4)[0]
    assert 52 / modules > 1.0


def test_letters_go_to_those_without_an_address(wave: Wave) -> None:
    first, second = [each.actor for each in wave.roster.order_by("pk")[:2]]
    for actor, email, ends in [(first, "a@exemple.fr", None), (second, "b@exemple.fr", timezone.localdate())]:
        person = Person.objects.create(territory=wave.territory, name="Camille", email=email)
        gone = ends - timedelta(days=1) if ends else None
        Affiliation.objects.create(person=person, actor=actor, ends_on=gone)
    names = " ".join(text_of(paper.make_letters(wave=wave)))
    assert "Structure 0" not in names
    assert "Structure 1" in names


def test_the_links_made_before_stop_with_the_letters(wave: Wave) -> None:
    before = collecting.invite(participation=wave.roster.order_by("pk")[0])
    made = paper.make_letters(wave=wave, everybody=True)
    assert Client().get(f"/r/{before.token}/").status_code == 404
    assert Invitation.objects.filter(revoked_at__isnull=True).count() == 6
    stored = str(list(Invitation.objects.values()))
    assert all(tokens.printed(before.code) not in words for words in text_of(made))
    assert before.token not in stored


def test_a_poster_opens_the_questions_of_residents(wave: Wave) -> None:
    made = paper.make_poster(wave=wave)
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert len(text_of(made)) == 1
    for other in ("ar", "tr"):
        assert documents.words(other)["scan"].split()[-1] in text_of(made)[0]
    assert documents.words("pt")["scan"] not in text_of(made)[0]  # a language the wave does not speak
    token = collecting.open_to_residents(wave=wave)
    found = seen(documents.poster(wave, token, form="png", ppi=60))
    assert found == [documents.address(token)]
    assert Client().get(urlsplit(found[0]).path).status_code == 200
    assert OpenLink.objects.filter(revoked_at__isnull=True).count() == 1


def address_of(wave: Wave, part: str = "") -> str:
    return f"/territoires/{wave.territory.slug}/vagues/{wave.number}/papier/{part}"


def test_pilots_print_from_one_page(wave: Wave, client_as: Any) -> None:
    client = client_as("pilot")
    assert "Les structures sans adresse électronique (6)" in client.get(address_of(wave)).content.decode()
    for part in ("lettres/", "affiche/"):
        assert client.get(address_of(wave, part)).status_code == 405
        made = client.post(address_of(wave, part), {"who": "all"})
        assert made["Content-Type"] == "application/pdf"
        assert made["Cache-Control"] == "no-store"
    assert client_as("club").post(address_of(wave, "lettres/")).status_code == 404


def test_a_wave_over_or_without_questions_prints_nothing(wave: Wave, client_as: Any) -> None:
    collecting.close_wave(wave=wave)
    client = client_as("pilot")
    assert "Rien à imprimer" in client.get(address_of(wave)).content.decode()
    assert client.post(address_of(wave, "lettres/"))["Location"] == address_of(wave)
    assert not Invitation.objects.exists()


def sizes_of(made: bytes) -> set[float]:
    """The sizes of the letters of a document, in points."""
    found: set[float] = set()

    def look(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            found.add(round(size * max(abs(tm[0]), abs(tm[1])) * max(abs(cm[0]), abs(cm[1])), 1))

    for each in PdfReader(io.BytesIO(made)).pages:
        each.extract_text(visitor_text=look)
    return found


def test_every_actor_has_a_sheet_with_its_number_on_each_page(wave: Wave) -> None:
    made = reading.actor_sheets(wave)
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    pages = text_of(made)
    own = list(reading.papers_of(wave))
    assert len(own) == 6
    each = len(pages) // 6
    for n, (number, name, layout) in enumerate(own):
        mine = pages[n * each : (n + 1) * each]
        assert all(numbers.printed(number) in words and "119" in words for words in mine)
        assert f"Page {each} sur {each}" in mine[-1]
        assert name not in layout.roster.values()
        assert all(other in " ".join(mine) for other in layout.roster.values())
    assert min(sizes_of(made)) >= 14


def test_residents_sheets_are_large_and_each_has_its_number(wave: Wave) -> None:
    made = reading.blank_sheets(wave, count=3)
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert min(sizes_of(made)) >= 14
    found = {words.split()[1] for words in text_of(made)}
    assert len(found) == 3
    assert all(numbers.read_number(each, wave) for each in found)
    for count in (0, 201):
        with pytest.raises(ValidationError):
            reading.blank_sheets(wave, count=count)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poster_fits_one_page_in_every_language_at_once(wave: Wave, language: str) -> None:
    wave.languages = list(LANGUAGES)[: list(LANGUAGES).index(language) + 1]
    made = documents.poster(wave, "x" * 32)
    assert len(text_of(made)) == 1
    assert page.is_pdf_compliant_bytes(made, profile="ua1")


def test_what_is_printed_round_the_questions_is_in_every_language() -> None:
    french = documents.words("fr")
    for language in LANGUAGES:
        said = documents.words(language)
        assert all(said.values())
        for key, text in french.items():
            assert set(re.findall(r"{\w+}", said[key])) == set(re.findall(r"{\w+}", text))
            assert language == "fr" or said[key] != text


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_a_sheet_in_another_language_has_the_same_boxes_and_shows_the_french(
    wave: Wave, language: str
) -> None:
    """Whoever types it back reads no word of it: the letters, the numbers and the order are those of the French sheet."""
    for french, other in (
        (reading.residents_paper(), reading.residents_paper(language)),
        (next(reading.papers_of(wave))[2], next(reading.papers_of(wave, language))[2]),
    ):
        assert other.fields == french.fields
        for one, two in zip(french.parts, other.parts, strict=True):
            assert [(b.key, b.name, b.value) for b in two.boxes] == [
                (b.key, b.name, b.value) for b in one.boxes
            ]
            assert [row.field for row in two.rows] == [row.field for row in one.rows]
            assert [key for key, _, _ in other.levels(two)] == [key for key, _, _ in french.levels(one)]
            assert two.text.french == one.text.text != two.text.text


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_sheets_in_another_language_are_as_large_and_as_well_tagged(wave: Wave, language: str) -> None:
    for made in (
        reading.actor_sheets(wave, language=language),
        reading.blank_sheets(wave, count=1, language=language),
    ):
        assert page.is_pdf_compliant_bytes(made, profile="ua1")
        assert min(sizes_of(made)) >= 14
        assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == language
    assert "Je ne sais pas" in " ".join(text_of(made))


def test_a_wave_prints_the_languages_it_speaks(wave: Wave, client_as: Any) -> None:
    client = client_as("pilot")
    shown = client.get(address_of(wave)).content.decode()
    assert all(shown.count(f'value="{code}"') == 2 for code in ("fr", "ar", "tr"))
    assert 'value="pt"' not in shown
    assert client.get(address_of(wave, "feuilles/?langue=ar"))["Content-Type"] == "application/pdf"
    for strange in ("pt", "xx", "../fr"):
        with pytest.raises(ValidationError):
            reading.blank_sheets(wave, count=1, language=strange)
        assert client.get(address_of(wave, f"feuilles/?langue={strange}")).status_code == 302


def test_the_drawing_of_a_sheet_is_its_number(wave: Wave) -> None:
    number = numbers.new_numbers(wave, 1)[0]
    sheet = [(number, "", reading.residents_paper())]
    made = documents.forms(wave, sheet, questionnaire="habitants", form="png", ppi=110)
    assert all(seen(picture) == [numbers.printed(number)] for picture in made)


def test_a_number_is_read_back_and_a_slip_is_caught(wave: Wave) -> None:
    participation = wave.roster.order_by("pk")[0]
    number = numbers.number_of(participation)
    assert numbers.participation_pk(number) == participation.pk
    assert numbers.read_number(f" {numbers.printed(number).lower()} ", wave) == number
    for place in range(len(number)):
        other = "7" if number[place] != "7" else "8"
        assert numbers.read_number(number[:place] + other + number[place + 1 :], wave) is None
    later = create_wave(territory=wave.territory, label="Printemps", opened_on=timezone.localdate())
    assert numbers.read_number(number, later) is None


def test_one_sheet_in_ten_is_drawn_and_nobody_chooses(wave: Wave) -> None:
    many = numbers.new_numbers(wave, 1000)
    assert 60 < len(numbers.drawn_twice(many)) < 140
    assert numbers.drawn_twice(many) == numbers.drawn_twice(many[::-1])
    assert len(numbers.drawn_twice(many[:1])) == 1
    assert numbers.drawn_twice([]) == []


def test_the_same_queries_for_any_roster(wave: Wave, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len(list(reading.papers_of(wave))) == 6
    more = [
        Actor.objects.create(territory=wave.territory, name=f"Autre {i}", sector="NGO", status="VALIDATED")
        for i in range(20)
    ]
    add_to_roster(wave=wave, actors=more)
    with django_assert_num_queries(1):
        assert len(list(reading.papers_of(wave))) == 26


def test_sheets_are_printed_from_the_page_and_write_nothing(wave: Wave, client_as: Any) -> None:
    client = client_as("facilitator")
    for query in ("", "?pour=habitants&nombre=2"):
        made = client.get(address_of(wave, f"feuilles/{query}"))
        assert made["Content-Type"] == "application/pdf"
    assert client.get(address_of(wave, "feuilles/?pour=habitants&nombre=999")).status_code == 302
    assert not Invitation.objects.exists()


def test_once_a_sheet_is_begun_a_pilot_makes_no_more_codes(
    wave: Wave, client_as: Callable[..., Client]
) -> None:
    """A new code opens the sheet of the actor it is for: whoever prints could read what is being said."""
    address = f"/territoires/{wave.territory.slug}/vagues/{wave.number}/papier/lettres/"
    assert client_as("pilot").post(address, {"who": "all"})["Content-Type"] == "application/pdf"
    start_sheet(wave=wave, participation=wave.roster.order_by("pk")[0])
    living = set(Invitation.objects.filter(revoked_at=None).values_list("pk", flat=True))
    refused = client_as("pilot").post(address, {"who": "all"}, follow=True)
    assert "seul le tiers facilitateur" in refused.content.decode()
    assert set(Invitation.objects.filter(revoked_at=None).values_list("pk", flat=True)) == living
    assert client_as("facilitator").post(address, {"who": "all"})["Content-Type"] == "application/pdf"
