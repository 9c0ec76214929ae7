"""Validation, then publication: what each level holds, who reads which, and what stays of a version replaced."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from maillage.diagnosis.blocks import KeyFigure, Note, Paragraph, Quote, Table, Withheld
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.sharing.freezing import frozen, section_of, thawed
from maillage.sharing.levels import Level, level_of, recognisable
from maillage.sharing.models import Institution, Publication, Reader, SharedDiagnosis, Step, Validation
from maillage.sharing.queries.publication import publishable, reads, signatures
from maillage.sharing.services.publication import publish
from maillage.sharing.services.restitution_preview import set_naming
from maillage.sharing.services.restitution_reactions import react
from maillage.sharing.services.validation import record_validation
from maillage.surveys.models import Answer, Participation, Sheet
from maillage.territories.models import Actor
from tests.sharing import restitution as play


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    """Sixteen actors, of which two accept to be named; the preview is over and everybody has signed, one with a reserve."""
    made = play.make_shared(territory)
    readers = play.to_validation(made)
    for reader in readers[:2]:
        set_naming(reader=reader, agrees=True)
    for rank, each in enumerate(Institution.objects.order_by("pk")):
        record_validation(
            institution=each,
            verdict="RESERVED" if rank == 4 else "VALIDATED",
            reservations="À revoir dans un an." if rank == 4 else "",
            decided_on=timezone.localdate(),
            user=None,
        )
    made.refresh_from_db()
    return made


def public_page(shared: SharedDiagnosis) -> str:
    return reverse("published:show", args=[shared.territory.slug, shared.wave.number])


def member_page(shared: SharedDiagnosis, number: int = 1) -> str:
    return reverse("restitution:version", args=[shared.territory.slug, shared.pk, number])


# What each one reads of a version published for everybody: (counts, categories, named structures).
MATRIX = {
    "anonymous": (True, True, False),
    "national": (True, True, False),
    "contributor": (True, True, True),
    "club": (True, True, True),
    "department": (True, True, True),
    "pilot": (True, True, True),
    "facilitator": (True, True, True),
}
MARKS = ("des liens possibles existent", "Les institutions et leur décision", "Structure Azur 0")


@pytest.mark.parametrize("role", MATRIX)
def test_each_role_reads_its_levels(shared: SharedDiagnosis, client_as: Any, role: str) -> None:
    publish(shared=shared, audience="PUBLIC", user=None)
    client = client_as(role)
    member = client.get(member_page(shared))
    inside = member.status_code == 200
    assert inside is MATRIX[role][2]
    page = (member if inside else client.get(public_page(shared))).content.decode()
    assert tuple(mark in page for mark in MARKS) == MATRIX[role]


def test_the_public_page_names_no_structure_at_all(shared: SharedDiagnosis, client: Any) -> None:
    publish(shared=shared, audience="PUBLIC", user=None)
    page = client.get(public_page(shared)).content.decode()
    assert "Structure Azur" not in page
    assert '<svg class="map' not in page
    assert "À revoir dans un an." in page


def test_only_those_who_agreed_are_named_inside(shared: SharedDiagnosis, client_as: Any) -> None:
    publish(shared=shared, audience="PUBLIC", user=None)
    content = json.dumps(Publication.objects.get().content, ensure_ascii=False)
    named = [
        rank
        for rank in range(16)
        if f'Structure Azur {rank}"' in content or f"Structure Azur {rank}<" in content
    ]
    assert named == [0, 1]


def test_published_for_members_only_there_is_no_public_page(
    shared: SharedDiagnosis, client: Any, client_as: Any
) -> None:
    publish(shared=shared, audience="TERRITORY", user=None)
    assert client.get(public_page(shared)).status_code == 404
    assert client_as("contributor").get(member_page(shared)).status_code == 200


def test_a_level_is_the_strictest_unless_it_is_said() -> None:
    names = recognisable(["Collège des Saules", "CAF", "PMI"])
    figure = KeyFigure(value="3", label="liens")
    assert level_of("network", figure, names) == Level.COUNTS
    assert level_of("a section of tomorrow", figure, names) == Level.NAMED
    assert level_of("network", Paragraph(text="Le collège des saules tient tout."), names) == Level.NAMED
    trust = KeyFigure(value="3,1", label="de confiance entre deux secteurs")
    assert level_of("sectors", trust, names) == Level.NAMED
    said = Note(text="La CAF et la PMI se parlent.", author="Un groupe", date="", source="")
    assert level_of("notes", said, names) == Level.CATEGORIES


def test_too_few_answers_for_the_public_give_way_to_their_reason() -> None:
    figure = KeyFigure(value="40 %", label="des parents", n_answered=10)
    content = frozen([play_section(figure)], names=[])
    (inside,) = thawed(content, upto=Level.CATEGORIES)
    (outside,) = thawed(content, upto=Level.CATEGORIES, public=True)
    assert inside.blocks == (figure,)
    assert isinstance(outside.blocks[0], Withheld)


def play_section(*blocks: Any) -> Any:
    return section_of("participation", "Une partie", "METHOD", blocks)


def test_a_document_frozen_is_read_again_as_it_was(shared: SharedDiagnosis) -> None:
    sections = publishable(shared)
    again = thawed(json.loads(json.dumps(frozen(sections, names=[]))), upto=Level.NAMED)
    assert [each.blocks for each in again] == [each.blocks for each in sections]


def test_an_objection_holds_back_at_once_then_makes_a_new_version(
    shared: SharedDiagnosis, client: Any, client_as: Any
) -> None:
    publish(shared=shared, audience="PUBLIC", user=None)
    actor = Actor.objects.get(name="Structure Azur 0")
    actor.objects_to_naming = True
    actor.save()
    member = client_as("contributor")
    assert "Structure Azur 0<" not in member.get(member_page(shared)).content.decode()
    with pytest.raises(ValidationError, match="ce qui change"):
        publish(shared=shared, audience="PUBLIC", user=None)
    publish(shared=shared, audience="PUBLIC", user=None, reason="Une structure n’est plus nommée.")
    old, new = Publication.objects.order_by("number")
    assert old.archived_at is not None
    assert {block["kind"] for each in old.content for block in each["blocks"]} <= {"keyfigure", "table"}
    assert {block["level"] for each in old.content for block in each["blocks"]} == {0}
    assert "Structure Azur" not in json.dumps(old.content)
    assert 'Structure Azur 0"' not in json.dumps(new.content, ensure_ascii=False)
    kept = client.get(reverse("published:version", args=[shared.territory.slug, shared.wave.number, 1]))
    assert "il n’en reste que les chiffres" in kept.content.decode()


def test_a_contest_after_publication_holds_its_item_back(shared: SharedDiagnosis, client: Any) -> None:
    publish(shared=shared, audience="PUBLIC", user=None)
    shared.refresh_from_db()
    item = play.item_in(shared, "network", "keyfigure")
    assert isinstance(item.block, KeyFigure)
    assert item.block.label in client.get(public_page(shared)).content.decode()
    react(reader=Reader.objects.order_by("pk")[0], item=item, kind="CONTEST", text="Faux.")
    page = client.get(public_page(shared)).content.decode()
    assert item.block.label not in page
    assert "Contesté, en discussion" in page
    assert "Niveaux des liens déclarés" in page


def test_what_is_published_does_not_follow_what_is_computed_later(shared: SharedDiagnosis) -> None:
    made = publish(shared=shared, audience="PUBLIC", user=None)
    before = reads(made, Level.NAMED, public=False)
    shared.diagnosis.findings.all().delete()
    assert reads(Publication.objects.get(), Level.NAMED, public=False) == before


def test_validation_says_who_when_and_with_which_reservations(shared: SharedDiagnosis) -> None:
    section = next(each for each in publishable(shared) if each.key == "validations")
    lead, table, _, reserved = section.blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(table, Table)
    assert lead.text == "5\u00a0institutions valident ce diagnostic, dont 1 avec des réserves."
    assert [row[0] for row in table.rows] == ["État", "Éducation nationale", "Ville", "Département", "CAF"]
    assert reserved == Quote(text="À revoir dans un an.", source="CAF, validé avec réserves")


def test_the_last_decision_counts_and_the_others_stay(shared: SharedDiagnosis) -> None:
    first = Institution.objects.order_by("pk")[0]
    with pytest.raises(ValidationError, match="Écrivez les réserves"):
        record_validation(institution=first, verdict="REFUSED", decided_on=timezone.localdate(), user=None)
    record_validation(
        institution=first,
        verdict="REFUSED",
        reservations="Nous n’avons pas été écoutés.",
        decided_on=timezone.localdate(),
        user=None,
    )
    assert Validation.objects.filter(institution=first).count() == 2
    assert next(each.words for each in signatures(shared) if each.institution == first) == "Non validé"


def test_steps_only_move_forward(territory: Any) -> None:
    made = play.make_shared(territory, size=3)
    with pytest.raises(ValidationError, match="après la relecture"):
        publish(shared=made, audience="PUBLIC", user=None)
    play.to_validation(made)
    with pytest.raises(ValidationError, match="Aucune institution"):
        publish(shared=made, audience="PUBLIC", user=None)
    first = Institution.objects.order_by("pk")[0]
    later = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="à venir"):
        record_validation(institution=first, verdict="VALIDATED", decided_on=later, user=None)
    record_validation(institution=first, verdict="VALIDATED", decided_on=timezone.localdate(), user=None)
    publish(shared=made, audience="TERRITORY", user=None)
    made.refresh_from_db()
    assert made.step == Step.PUBLISHED


def test_figures_too_close_to_those_shown_before_are_not_published(shared: SharedDiagnosis) -> None:
    """The ledger of the gate: one answer that changed would be read by comparing. A withdrawal is a right, and passes."""
    publish(shared=shared, audience="PUBLIC", user=None)
    participation = Participation.objects.filter(wave=shared.wave).order_by("pk")[0]
    Answer.objects.filter(participation=participation).delete()
    Participation.objects.filter(pk=participation.pk).update(answered=False)
    fresh = request_diagnosis(wave=shared.wave, user=None, replicates=20)
    compute(diagnosis_id=fresh.pk)
    SharedDiagnosis.objects.update(diagnosis=fresh)
    with pytest.raises(ValidationError, match="comparer les deux versions"):
        publish(shared=shared, audience="PUBLIC", user=None, reason="Une réponse en moins.")
    assert Publication.objects.get().archived_at is None
    Sheet.objects.create(
        wave=shared.wave,
        participation=participation,
        questionnaire="cooperation",
        questionnaire_version=1,
        notice_version="1",
        started_at=timezone.now(),
        withdrawn_at=timezone.now(),
    )
    publish(shared=shared, audience="PUBLIC", user=None, reason="Une réponse est retirée.")
    assert Publication.objects.count() == 2


def test_who_signs_is_named_where_it_signs_and_only_there(shared: SharedDiagnosis) -> None:
    Institution.objects.filter(name="CAF").update(name="Structure Azur 3")
    content = publish(shared=shared, audience="PUBLIC", user=None).content
    named = [
        (section["key"], block["level"])
        for section in content
        for block in section["blocks"]
        if "Structure Azur 3" in json.dumps(block, ensure_ascii=False)
    ]
    assert named == [("validations", Level.CATEGORIES)] * len(("its decision", "its reservations"))


def test_readings_joined_are_read_side_by_side_and_the_others_stay_apart(shared: SharedDiagnosis) -> None:
    Institution.objects.filter(name__in=["État", "Ville"]).update(joins=True)
    section = next(each for each in publishable(shared) if each.key == "readings")
    assert [each.source for each in section.blocks if isinstance(each, Quote)] == ["État", "Ville"]


def test_the_summary_keeps_the_level_of_where_it_comes_from() -> None:
    counted, named = KeyFigure(value="3", label="liens"), KeyFigure(value="4", label="liens fragiles")
    sections = [
        section_of("summary", "L’essentiel", "SUMMARY", (counted, named)),
        section_of("network", "Le réseau", "COOPERATION", (counted,)),
        section_of("fragility", "Ce qui est fragile", "COOPERATION", (named,)),
    ]
    summary, *_ = frozen(sections, names=[])
    assert [block["level"] for block in summary["blocks"]] == [Level.COUNTS, Level.NAMED]
