"""Votes of a wave, from the database to the section: roles, thresholds, words."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from maillage.diagnosis import sections, services
from maillage.diagnosis.blocks import Block, Heading, Table
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.opinions import Ballot, Consultation, consultation_of, read, roles_told
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import opinions as section
from maillage.statements.models import Conversation, State, Statement
from maillage.surveys import services as surveys
from maillage.surveys.models import Answer, Entry, Participation, Sheet, Wave
from maillage.surveys.queries.respondents import said_by_respondent
from maillage.territories.models import Actor

TEXTS = {"1": "Se parler avant d’orienter", "2": "Une réunion par mois", "3": "Un seul dossier"}


def ballots(role: str, n: int, *, listed: bool = False, **votes: int) -> list[Ballot]:
    """n people of a role who vote alike; keys are « s1 », « s2 »…"""
    return [Ballot(role, listed, {key[1:]: vote for key, vote in votes.items()})] * n


def consultation(*groups: list[Ballot], listed: dict[str, int] | None = None) -> Consultation:
    return Consultation(tuple(each for group in groups for each in group), TEXTS, listed or {})


@pytest.fixture
def shared_and_divided() -> Consultation:
    """All agree on the first, parents and school part on the second, the third is split everywhere."""
    return consultation(
        ballots("PARENTS", 7, s1=1, s2=1, s3=1),
        ballots("PARENTS", 5, s1=1, s2=1, s3=-1),
        ballots("SCHOOL", 6, s1=1, s2=-1, s3=1),
        ballots("SCHOOL", 6, s1=1, s2=-1, s3=-1),
        ballots("HEALTH", 2, s1=-1, s2=1, s3=1),
    )


def test_statements_are_read_by_role(shared_and_divided: Consultation) -> None:
    value, n = read(shared_and_divided, seed=1)
    assert n == 26
    assert value["roles"] == {"PARENTS": [10, 14], "SCHOOL": [10, 14]}
    assert value["lists"]["together"] == ["1"]
    assert value["lists"]["between_roles"] == ["2"]
    assert value["lists"]["everywhere"] == ["2", "3"]
    by_id = {each["id"]: each for each in value["statements"]}
    assert by_id["2"]["roles"] == {"PARENTS": [3, 0], "SCHOOL": [0, 3]}
    assert by_id["3"]["total"]["agree"] == {"share": 0.6, "level": 2}
    assert (
        by_id["1"]["total"]["agree"]["share"] is None
    )  # all but two: it would say what two people of health think
    assert value["groups"]["withheld"].startswith("Moins de 30")


def test_what_is_kept_holds_no_count_of_a_role(shared_and_divided: Consultation) -> None:
    value, _ = read(shared_and_divided, seed=1)
    text = json.dumps(value)
    assert "HEALTH" not in text
    for statement in value["statements"]:
        assert set(statement) == {"id", "text", "n", "total", "roles"}
        assert all(level in range(4) for levels in statement["roles"].values() for level in levels)


def test_four_voters_tell_nothing() -> None:
    value, n = read(consultation(ballots("PARENTS", 4, s1=1)), seed=1)
    assert (list(value), n) == (["withheld"], 4)


def test_a_statement_of_four_voters_is_not_told() -> None:
    found = consultation(ballots("PARENTS", 4, s1=1, s2=1), ballots("PARENTS", 5, s1=1))
    value, _ = read(found, seed=1)
    assert [each["id"] for each in value["statements"]] == ["1"]


def test_a_statement_that_is_no_longer_published_is_not_read() -> None:
    found = consultation(ballots("PARENTS", 9, s9=1))
    assert read(found, seed=1)[0]["withheld"]


@pytest.mark.parametrize(
    ("size", "told"),
    [(5, {}), (6, {}), (7, {"SCHOOL": (5, 7)}), (12, {"SCHOOL": (5, 5)}), (30, {"SCHOOL": (5, 14)})],
)
def test_a_role_of_few_listed_actors_is_not_told(size: int, told: dict[str, Any]) -> None:
    """Of five or six, its presence would say that nearly all answered; and how many is told as participation is."""
    found = consultation(ballots("SCHOOL", 5, listed=True, s1=1), listed={"SCHOOL": size})
    assert roles_told(found) == told


def test_residents_are_told_by_five() -> None:
    assert roles_told(consultation(ballots("PARENTS", 13, s1=1))) == {"PARENTS": (10, 14)}
    assert roles_told(consultation(ballots("PARENTS", 4, s1=1))) == {}


@pytest.fixture
def statements(territory: Any) -> list[Statement]:
    """Two that are published, then one merged with the second."""
    now = timezone.now()
    asked = Conversation.objects.create(
        territory=territory, question="Que faire ensemble\u202f?", opened_at=now
    )
    found = [
        Statement.objects.create(
            conversation=asked,
            text=text,
            role="PARENTS",
            state=State.PUBLISHED,
            receipt_digest=str(i),
            proposed_at=now,
        )
        for i, text in enumerate(TEXTS.values())
    ]
    Statement.objects.filter(pk=found[2].pk).update(state=State.MERGED, merged_into=found[1].pk)
    return found


@pytest.fixture
def voted(territory: Any, statements: list[Statement]) -> Wave:
    """Sixteen actors of two roles, and nine residents of whom one withdrew."""
    sectors = ["EDUCATION"] * 8 + ["DEPARTMENT"] * 8
    actors = [
        Actor.objects.create(territory=territory, name=f"S{i}", sector=s) for i, s in enumerate(sectors)
    ]
    wave = surveys.create_wave(
        territory=territory, label="Vague 1", opened_on=date(2026, 1, 5), roster=actors
    )
    pks = [actor.pk for actor in actors]
    ties = {pk: {"ties": {str(pks[(i + 1) % 16]): 2}} for i, pk in enumerate(pks)}
    surveys.record_answers(wave=wave, kind="cooperation", values=ties)
    one, two, merged = (str(each.pk) for each in statements)
    for i, row in enumerate(Participation.objects.filter(wave=wave).order_by("actor_id")):
        votes = {one: 1, merged: 1 if i < 8 else -1}
        Answer.objects.create(participation=row, question="avis", kind="statements", value={"votes": votes})
    for i in range(9):
        resident(wave, i, {one: -1}, {one: 1, two: 0})
    Sheet.objects.filter(receipt_digest="r8").update(withdrawn_at=timezone.now())
    return wave


def resident(wave: Wave, number: int, *said: dict[str, int]) -> None:
    """A sheet sent by somebody who lives there, who changed their mind as many times as it is said."""
    now = timezone.now()
    sheet = Sheet.objects.create(
        wave=wave,
        questionnaire="habitants",
        questionnaire_version=1,
        notice_version="1",
        started_at=now,
        submitted_at=now,
        receipt_digest=f"r{number}",
    )
    for revision, votes in enumerate(said, 1):
        entry(sheet, "avis", {"votes": votes}, revision)


def entry(sheet: Sheet, question: str, value: dict[str, Any], revision: int = 1) -> None:
    """An answer as it is kept."""
    Entry.objects.create(
        sheet=sheet,
        question=question,
        revision=revision,
        value=value,
        key=uuid.uuid4(),
        saved_at=timezone.now(),
    )


def test_votes_are_read_from_the_answers_of_a_wave(voted: Wave) -> None:
    found = consultation_of(voted, said_by_respondent(voted))
    one, two, _ = Statement.objects.order_by("pk")
    assert found.texts == {str(one.pk): one.text, str(two.pk): two.text}
    assert found.listed == {"SCHOOL": 8, "SOCIAL": 8}
    assert sorted(each.role for each in found.ballots) == ["RESIDENTS"] * 8 + ["SCHOOL"] * 8 + ["SOCIAL"] * 8
    school = [each for each in found.ballots if each.role == "SCHOOL"]
    assert {each.votes[str(two.pk)] for each in school} == {1}  # what was voted on the merged statement
    residents = [each for each in found.ballots if not each.listed]
    sheet = Sheet.objects.get(receipt_digest="r0")
    entry(sheet, "place", {"choice": "PARENTS"})
    again = consultation_of(voted, said_by_respondent(voted))
    assert sorted(each.role for each in again.ballots if not each.listed) == ["PARENTS"] + ["RESIDENTS"] * 7
    assert {each.votes[str(one.pk)] for each in residents} == {1}  # the last that they said


def computed(wave: Wave) -> Report:
    diagnosis = services.request_diagnosis(wave=wave, user=None, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    return report_of(Diagnosis.objects.get(pk=diagnosis.pk))


def titles(blocks: tuple[Block, ...] | list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading)]


def test_a_wave_with_votes_has_its_section(voted: Wave) -> None:
    report = computed(voted)
    (built,) = [each for each in sections.build_all(report) if each.key == "opinions"]
    assert built.chapter == "VIEWPOINTS"
    assert titles(built.blocks)[:2] == ["Ce qui nous réunit malgré tout", "Ce qui nous partage"]
    lead = built.blocks[0].text
    assert lead.startswith("24\u00a0personnes ou structures ont voté sur 2\u00a0énoncés.")
    assert "1\u00a0énoncé réunit la majorité de chaque place\u202f; 1\u00a0énoncé partage les places." in lead
    divided = next(each for each in built.blocks if isinstance(each, Table) and each.columns[0] == "Place")
    assert divided.caption == "«\u00a0Une réunion par mois\u00a0»"
    assert [row[0] for row in divided.rows] == ["École", "Habitantes et habitants", "Action sociale"]
    assert divided.rows[0][1:] == (section.LEVELS[3], section.LEVELS[0])
    (last,) = [each for each in built.blocks if isinstance(each, Table) and each.caption == section.ALL]
    assert "opinions\u00a0v1" in last.passport
    assert "habitants qui ont voté" in last.passport
    shared_row, divided_row = last.rows
    assert (
        divided_row[-1]
        == "Pour\u00a0: École. Sans avis net\u00a0: Habitantes et habitants. Contre\u00a0: Action sociale"
    )
    assert shared_row[-1] == "Pour\u00a0: Action sociale\u202f; École\u202f; Habitantes et habitants"


def test_a_wave_without_votes_has_no_section(voted: Wave) -> None:
    Answer.objects.filter(kind="statements").delete()
    Entry.objects.all().delete()
    report = computed(voted)
    assert "opinions" not in report.findings
    assert section.build(report) == []


def test_votes_change_the_print_of_the_data(voted: Wave) -> None:
    from maillage.diagnosis.snapshot import take

    def taken() -> str:
        return take(Diagnosis(wave=voted, territory=voted.territory)).input_hash

    before = taken()
    answer = Answer.objects.filter(kind="statements").order_by("pk").first()
    assert answer is not None
    answer.value = {"votes": {}}
    answer.save()
    assert taken() != before


def test_too_few_votes_are_told_as_such(voted: Wave) -> None:
    Answer.objects.filter(kind="statements").delete()
    Entry.objects.filter(sheet__in=Sheet.objects.order_by("pk")[3:]).delete()
    report = computed(voted)
    (block,) = section.build(report)
    assert "ont voté" in block.reason


def test_votes_are_read_in_a_fixed_number_of_queries(voted: Wave, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        assert len(consultation_of(voted, said_by_respondent(voted)).ballots) == 24
    Entry.objects.filter(sheet__in=Sheet.objects.order_by("pk")[1:]).delete()
    with django_assert_num_queries(5):
        assert len(consultation_of(voted, said_by_respondent(voted)).ballots) == 17


@pytest.mark.pure
def test_the_rank_of_a_statement_does_not_tell_a_share_that_is_masked() -> None:
    def told(text: str, share: float | None) -> dict[str, Any]:
        ways = {"agree": {"share": share, "level": None}, "disagree": {"share": 0.05, "level": None}}
        return {"text": text, "n": 20, "total": ways, "roles": {}}

    by_id = {"a": told("Masqué", None), "b": told("Zèbre", 0.7), "c": told("Âne", 0.7), "d": told("Bas", 0.6)}
    ranks = (["a", "b", "c", "d"], ["b", "a", "d", "c"], ["d", "c", "b", "a"])
    tables = {section._table("La plupart", names, by_id)[0] for names in ranks}
    (table,) = tables
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Âne", "Zèbre", "Bas", "Masqué"]
