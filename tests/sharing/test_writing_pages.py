"""The pages where one writes together: who opens them, what they keep, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.sharing.models import Passage, PassageRevision, SharedDiagnosis
from maillage.sharing.services import writing
from maillage.sharing.views.writing import address_of
from tests.sharing import restitution as play

SAID = {"text": "On se parle peu.", "voice": "PARENTS", "source_kind": "WORKSHOP", "source": "La grille"}
HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    '#eval("1")',
    "{{ 7|add:7 }}",
    "</textarea><b>",
)


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    return play.make_shared(territory, size=3)


def _url(shared: SharedDiagnosis, name: str, *more: Any) -> str:
    return reverse(f"writing:{name}", args=[shared.territory.slug, shared.pk, *more])


def _note(shared: SharedDiagnosis, text: str = "On se parle peu.") -> Passage:
    said = {key: value for key, value in SAID.items() if key != "text"}
    kept = writing.add_passage(
        shared=shared, chapter="COOPERATION", kind="FINDING", text=text, user=None, **said
    )
    return kept.revision.passage


def _doors(shared: SharedDiagnosis) -> dict[str, str]:
    passage = _note(shared)
    return {
        "index": _url(shared, "index"),
        "read": _url(shared, "read"),
        "chapter": _url(shared, "chapter", "cooperation"),
        "add": _url(shared, "add", "swot"),
        "disagree": _url(shared, "disagree", "cooperation"),
        "edit": _url(shared, "edit", passage.pk),
        "history": _url(shared, "history", passage.pk),
        "remove": _url(shared, "remove", passage.pk),
        "frame": _url(shared, "frame"),
    }


EVERYTHING = {"index", "read", "chapter", "add", "disagree", "edit", "history", "remove", "frame"}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("facilitator", EVERYTHING),
        ("pilot", EVERYTHING),
        ("contributor", EVERYTHING - {"remove", "frame"}),
        ("department", EVERYTHING - {"remove", "frame"}),
        ("club", set()),
        ("national", set()),
    ],
)
def test_who_writes(
    client_as: Callable[..., Client], shared: SharedDiagnosis, role: str, opened: set[str]
) -> None:
    Diagnosis.objects.update(state=DiagnosisState.PUBLISHED)
    client = client_as(role)
    answers = {name: client.get(url).status_code for name, url in _doors(shared).items()}
    assert {name for name, code in answers.items() if code == 200} == opened
    assert {code for name, code in answers.items() if name not in opened} <= {404}


def test_a_contributor_waits_until_the_figures_are_shared(
    client_as: Callable[..., Client], shared: SharedDiagnosis
) -> None:
    assert client_as("contributor").get(_url(shared, "index")).status_code == 404
    assert client_as("pilot").get(_url(shared, "index")).status_code == 200


def test_every_chapter_opens(client_as: Callable[..., Client], shared: SharedDiagnosis) -> None:
    pilot = client_as("pilot")
    index = pilot.get(_url(shared, "index")).content.decode()
    for code, title in CHAPTERS.items():
        address = _url(shared, "chapter", address_of(code))
        assert address in index
        assert title.split("\u00a0")[0] in pilot.get(address).content.decode()
    assert pilot.get(_url(shared, "chapter", "inconnu")).status_code == 404


def test_a_passage_from_its_page_to_its_versions(
    client_as: Callable[..., Client], shared: SharedDiagnosis
) -> None:
    pilot = client_as("pilot")
    page = pilot.post(_url(shared, "add", "cooperation"), SAID, follow=True).content.decode()
    assert "C’est gardé." in page
    assert "On se parle peu." in page
    passage = Passage.objects.get()

    pilot.post(_url(shared, "edit", passage.pk), {**SAID, "text": "On se parle mieux.", "seen": "1"})

    page = pilot.get(_url(shared, "history", passage.pk)).content.decode()
    assert "<ins>mieux.</ins>" in page
    assert "<del>peu.</del>" in page
    pilot.post(_url(shared, "history", passage.pk), {"number": "1"})
    assert PassageRevision.objects.latest("number").text == "On se parle peu."


def test_somebody_wrote_meanwhile(client_as: Callable[..., Client], shared: SharedDiagnosis) -> None:
    passage = _note(shared)
    client_as("facilitator").post(_url(shared, "edit", passage.pk), {**SAID, "text": "Elle.", "seen": "1"})

    page = (
        client_as("pilot")
        .post(_url(shared, "edit", passage.pk), {**SAID, "text": "Moi.", "seen": "1"}, follow=True)
        .content.decode()
    )

    assert "avait écrit pendant ce temps" in page
    assert PassageRevision.objects.count() == 3


def test_a_disagreement_and_the_position_of_a_group(
    client_as: Callable[..., Client], shared: SharedDiagnosis
) -> None:
    pilot = client_as("pilot")
    pilot.post(_url(shared, "disagree", "cooperation"), {"text": "Les horaires."})
    subject = Passage.objects.get()
    page = pilot.post(
        _url(shared, "stance", subject.pk), {"text": "Trop tôt.", "voice": "PARENTS"}, follow=True
    ).content.decode()
    assert "Les horaires." in page
    assert "Trop tôt." in page
    again = pilot.post(_url(shared, "stance", subject.pk), {"text": "Encore.", "voice": "PARENTS"})
    assert "déjà dit" in again.content.decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(
    client_as: Callable[..., Client], shared: SharedDiagnosis, text: str
) -> None:
    passage = _note(shared, text)
    pilot = client_as("pilot")
    for name, more in (
        ("chapter", ["cooperation"]),
        ("read", []),
        ("history", [passage.pk]),
        ("edit", [passage.pk]),
    ):
        page = pilot.get(_url(shared, name, *more)).content.decode()
        assert "<script>alert" not in page
        assert "</textarea><b>" not in page
        assert 'href="javascript' not in page


def test_the_ten_points_are_read_in_what_was_done(
    client_as: Callable[..., Client], shared: SharedDiagnosis
) -> None:
    pilot = client_as("pilot")
    before = pilot.get(_url(shared, "index")).context["done"]
    pilot.post(_url(shared, "disagree", "cooperation"), {"text": "Les horaires."})
    pilot.post(_url(shared, "add", "priorities"), {**SAID, "text": "Un temps d’échange par mois."})
    pilot.post(
        _url(shared, "frame"),
        {
            "question": "Comment agir plus tôt ?",
            "method_agreed_on": "2024-12-01",
            "method_agreed_by": "Comité",
            "update_due_on": "2027-01-01",
        },
    )
    page = pilot.get(_url(shared, "index"))
    assert page.context["done"] == before + 6  # groups, knowledges, disagreements, priorities, method, date
    assert "Comité" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same(
    client_as: Callable[..., Client], shared: SharedDiagnosis, count: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(count):
        _note(shared, f"Note {n}.")
    pilot = client_as("pilot")
    for name, more in (("index", []), ("chapter", ["cooperation"]), ("read", [])):
        with django_assert_max_num_queries(22):
            assert pilot.get(_url(shared, name, *more)).status_code == 200


def test_a_contributor_does_not_rewrite_a_computed_sentence(
    client_as: Callable[..., Client], territory: Any
) -> None:
    shared = play.make_shared(territory)
    Diagnosis.objects.update(state=DiagnosisState.PUBLISHED)
    kept = writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None)
    number, client = kept.revision.passage_id, client_as("contributor")

    assert client.get(_url(shared, "sentence", "density")).status_code == 404
    client.post(_url(shared, "edit", number), {**SAID, "seen": "1"})
    assert client.post(_url(shared, "history", number), {"number": "1"}).status_code == 404

    assert PassageRevision.objects.count() == 1
    assert client_as("pilot").get(_url(shared, "history", number)).status_code == 200
