"""The report on screen and in PDF: the same sentences, for those they are for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import page
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from maillage.diagnosis import services
from maillage.diagnosis.blocks import Paragraph, Withheld
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.render import FORMS, document
from maillage.diagnosis.sections import build_all
from maillage.surveys.models import Wave
from maillage.territories.models import Actor


@pytest.fixture
def diagnosis(waves: tuple[Wave, Wave]) -> Diagnosis:
    asked = services.request_diagnosis(wave=waves[1], previous_wave=waves[0], user=None, replicates=50)
    services.compute(diagnosis_id=asked.pk)
    return Diagnosis.objects.get(pk=asked.pk)


def address(diagnosis: Diagnosis, tail: str = "") -> str:
    return f"/territoires/{diagnosis.territory.slug}/diagnostics/{diagnosis.pk}/{tail}"


def squeezed(text: str) -> str:
    """Letters only: a PDF cuts lines and words where it needs."""
    return re.sub(r"[^\w]", "", text)


def words_of(pdf: bytes) -> str:
    return squeezed("".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages))


def test_screen_and_paper_say_the_same_sentences(
    diagnosis: Diagnosis, client_as: Callable[..., Client]
) -> None:
    html = client_as("pilot").get(address(diagnosis)).content.decode()
    paper = words_of(document.render(report_of(diagnosis)))
    blocks = [b for section in build_all(report_of(diagnosis)) for b in section.blocks]
    sentences = [b.text for b in blocks if isinstance(b, Paragraph)]
    sentences += [b.reason for b in blocks if isinstance(b, Withheld)]
    assert len(sentences) > 8
    assert [each for each in sentences if each not in html] == []
    assert [each for each in sentences if squeezed(each) not in paper] == []


def test_the_pdf_is_accessible_and_always_the_same(diagnosis: Diagnosis) -> None:
    made = document.render(report_of(diagnosis))
    assert page.is_pdf_compliant_bytes(made, profile="ua1")
    assert made == document.render(report_of(diagnosis))


def test_what_people_wrote_is_text_and_nothing_else(diagnosis: Diagnosis) -> None:
    hostile = '#read("/etc/passwd") *gras* $x$ = titre @a'
    type(diagnosis.territory).objects.filter(pk=diagnosis.territory_id).update(name=hostile)
    made = document.render(report_of(Diagnosis.objects.get(pk=diagnosis.pk)))
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages)
    assert hostile.replace(" ", "") in re.sub(r"\s", "", text)
    assert "root:" not in text


def test_the_number_of_queries_does_not_grow(
    diagnosis: Diagnosis, client_as: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = client_as("pilot")
    client.get(address(diagnosis))
    with django_assert_max_num_queries(12):
        assert client.get(address(diagnosis)).status_code == 200


@pytest.mark.parametrize(("role", "draft", "published"), [
    ("pilot", 200, 200), ("facilitator", 200, 200), ("department", 200, 200),
    ("contributor", 404, 200), ("club", 404, 200), ("national", 404, 404), ("anonymous", 302, 302),
])  # fmt: skip
@pytest.mark.parametrize("tail", ["", "diagnostic.pdf", "carte.svg", "une-page.pdf"])
def test_a_draft_is_for_those_who_review_it(
    diagnosis: Diagnosis, client_as: Callable[..., Client], role: str, draft: int, published: int, tail: str
) -> None:
    client = client_as(role)
    assert client.get(address(diagnosis, tail)).status_code == draft
    services.publish_diagnosis(diagnosis=diagnosis)
    assert client.get(address(diagnosis, tail)).status_code == published


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_taken_away_from_the_page(
    diagnosis: Diagnosis, client_as: Callable[..., Client], name: str
) -> None:
    asked = reverse(f"diagnosis:{name}", args=[diagnosis.territory.slug, diagnosis.pk])
    pilot = client_as("pilot")
    assert f'href="{asked}"' in pilot.get(address(diagnosis)).content.decode()
    given = pilot.get(asked)
    assert given["Content-Type"] == FORMS[name].content_type
    assert FORMS[name].suffix in given["Content-Disposition"]
    assert given.content[:4] in {b"PK\x03\x04", b"%PDF"}
    assert client_as("contributor").get(asked).status_code == 404
    assert client_as("anonymous").get(asked).status_code == 302


def test_the_list_of_ties_is_filtered_without_javascript(
    diagnosis: Diagnosis, client_as: Callable[..., Client]
) -> None:
    client = client_as("pilot")
    rows = [
        client.get(address(diagnosis), {"niveau": str(n)}).content.count(b"data-level=") for n in (1, 2, 4)
    ]
    assert rows[0] >= rows[1] >= rows[2]
    assert rows[0] > rows[2]
    assert client.get(address(diagnosis), {"niveau": "x", "secteur": "<b>"}).status_code == 200


def test_someone_who_objects_is_not_in_the_page_nor_in_the_pdf(
    waves: tuple[Wave, Wave], sixteen: list[Actor], client_as: Callable[..., Client]
) -> None:
    hidden = sixteen[0]
    Actor.objects.filter(pk=hidden.pk).update(objects_to_naming=True)
    asked = services.request_diagnosis(wave=waves[1], user=None, replicates=20)
    services.compute(diagnosis_id=asked.pk)
    html = client_as("pilot").get(address(asked)).content.decode()
    assert hidden.name not in html
    assert squeezed(hidden.name) not in words_of(document.render(report_of(asked)))


def test_who_objects_after_the_computation_is_no_longer_named(
    diagnosis: Diagnosis, sixteen: list[Actor], client_as: Callable[..., Client]
) -> None:
    client = client_as("pilot")
    assert sixteen[3].name in client.get(address(diagnosis)).content.decode()
    Actor.objects.filter(pk=sixteen[3].pk).update(objects_to_naming=True)
    assert sixteen[3].name not in client.get(address(diagnosis)).content.decode()
    assert squeezed(sixteen[3].name) not in words_of(document.render(report_of(diagnosis)))
