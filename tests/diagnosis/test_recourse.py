"""Answers to made-up situations, from the database to the section: kinds of engagement, thresholds, words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maillage.diagnosis import sections, services
from maillage.diagnosis.blocks import Heading, KeyFigure, Paragraph, Table, Withheld
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.recourse import Recourse, Reply, read, recourse_of
from maillage.diagnosis.sections import recourse as section
from maillage.surveys import services as surveys
from maillage.surveys.models import Participation, Wave
from maillage.surveys.queries.respondents import said_by_respondent
from maillage.surveys.questionnaires import questionnaires
from maillage.territories.models import Actor
from maillage.territories.services import add_person
from tests.diagnosis.test_opinions import entry, resident, voted
from tests.diagnosis.test_opinions import statements as statements
from tests.surveys.test_kinds import BLANK

__all__ = ["voted"]  # sixteen actors, and residents on sheets


def replies(kind: str, n: int, *, start: int = 0, situation: str = "07", **said: Any) -> list[Reply]:
    """n respondents of a kind who say the same."""
    return [Reply(f"{kind} {start + i}", kind, situation, BLANK | said) for i in range(n)]


def told(*groups: list[Reply]) -> dict[str, Any]:
    found = Recourse(tuple(each for group in groups for each in group), {"1": "school"})
    (one,) = read(found, {}, size=16, seed=1)["situations"]
    kinds: dict[str, Any] = one["kinds"]
    return kinds


def test_each_kind_is_read_apart_when_it_can_be() -> None:
    found = told(
        replies("PROFESSIONALS", 9, first="relay:school", next="relay:social", worry="no"),
        replies("PROFESSIONALS", 3, start=20, first="unknown", worry="maybe"),
        replies("LOCALS", 8, first="nobody", next="unknown", around=["school"]),
    )
    assert list(found) == ["PROFESSIONALS", "LOCALS"]
    one, other = found["PROFESSIONALS"], found["LOCALS"]
    assert one["n"] == (10, 14)
    assert one["first"]["school"][0] <= 9 <= one["first"]["school"][1]
    assert one["first"]["none"][0] == 0
    assert (one["two"], other["two"]) == (2, 0)
    assert other["around"]["school"] == 3
    assert other["first"]["none"][0] >= 5


@pytest.mark.parametrize(
    ("sizes", "kinds"),
    [
        ((9, 0, 8), ["PROFESSIONALS", "LOCALS"]),
        ((9, 5, 8), ["PROFESSIONALS", "VOLUNTEERS", "LOCALS"]),
        ((9, 3, 8), ["PROFESSIONALS", "OTHERS"]),
        ((9, 3, 1), ["ALL"]),
        ((4, 3, 8), ["ALL"]),
        ((3, 0, 8), ["ALL"]),
        ((2, 1, 1), []),
        ((0, 0, 5), ["LOCALS"]),
    ],
)
def test_nobody_is_counted_twice_and_few_are_read_with_others(
    sizes: tuple[int, ...], kinds: list[str]
) -> None:
    names = ("PROFESSIONALS", "VOLUNTEERS", "LOCALS")
    groups = [replies(kind, n, first="relay:school") for kind, n in zip(names, sizes, strict=True) if n]
    assert list(told(*groups)) == kinds


def test_no_count_is_kept() -> None:
    found = told(replies("PROFESSIONALS", 12, first="relay:school"), replies("LOCALS", 12, first="nobody"))
    limits = [each for kind in found.values() for each in (*kind["first"].values(), *kind["worry"].values())]
    assert all(high - low >= 2 for low, high in limits)
    assert {high for kind in found.values() for _, high in kind["first"].values()} == {4, 14}


def test_the_worst_is_told_when_no_other_may_be_as_bad() -> None:
    many = replies("LOCALS", 30, first="unknown") + replies(
        "LOCALS", 30, situation="11", first="relay:health"
    )
    situations = read(Recourse(tuple(many), {}), {}, size=3, seed=1)["situations"]
    assert section._lead(situations).startswith("C’est pour «\u00a0Les lundis absents\u00a0» que")
    assert section._lead(situations[:1]).startswith("Aucune situation")
    assert section._lead([]).startswith("Trop peu")


@pytest.fixture
def asked(voted: Wave) -> Wave:
    """The actors of a wave answer two situations, and so do eight residents."""
    rows = list(Participation.objects.filter(wave=voted).order_by("actor_id"))
    pks = [row.actor_id for row in rows]
    for key in ("07", "11"):
        question = questionnaires()["cooperation"].question(f"vignette_{key}")
        values = {
            pk: BLANK
            | {"first": f"actor:{pks[(i + 1) % 16]}", "next": f"actor:{pks[0 if i else 3]}", "worry": "maybe"}
            for i, pk in enumerate(pks)
        }
        surveys.record_answers(wave=voted, kind="vignette", values=values, question=question)
    for i in range(20, 28):
        resident(voted, i)
    for sheet in voted.sheets.filter(receipt_digest__in=[f"r{i}" for i in range(20, 28)]):
        entry(sheet, "vignette_07", BLANK | {"first": "unknown"})
        entry(sheet, "vignette_11", BLANK)
    return voted


def computed(wave: Wave) -> Report:
    diagnosis = services.request_diagnosis(wave=wave, user=None, replicates=20)
    services.compute(diagnosis_id=diagnosis.pk)
    return report_of(Diagnosis.objects.get(pk=diagnosis.pk))


def test_replies_are_read_from_the_answers_of_a_wave(asked: Wave) -> None:
    found = recourse_of(asked, said_by_respondent(asked))
    assert sorted({reply.kind for reply in found.replies}) == ["LOCALS", "PROFESSIONALS"]
    assert sum(reply.situation == "11" for reply in found.replies) == 16  # a sheet left blank is not a reply
    assert sum(reply.situation == "07" for reply in found.replies) == 24
    first = Actor.objects.order_by("pk").first()
    assert first is not None
    add_person(territory=asked.territory, name="Bénévole du club", natures=["VOLUNTEER"], actor=first)
    again = recourse_of(asked, said_by_respondent(asked))
    assert {each.kind for each in again.replies if each.who == f"actor {first.pk}"} == {"VOLUNTEERS"}
    assert set(found.relays.values()) == {"school", "social"}


def test_replies_change_the_print_of_the_data_and_their_absence_does_not(voted: Wave) -> None:
    assert recourse_of(voted, said_by_respondent(voted)) == Recourse((), {})
    assert not recourse_of(voted, said_by_respondent(voted)).said
    assert section.build(computed(voted)) == []


def test_the_section_tells_where_the_paths_stop(asked: Wave) -> None:
    report = computed(asked)
    blocks = section.build(report)
    text = json.dumps([str(each) for each in blocks], ensure_ascii=False)
    zones, *tables = [each for each in blocks if isinstance(each, Table)]
    assert [row[0] for row in zones.rows] == ["Les lundis absents", "La dispute de trop"]
    assert [row[1] for row in zones.rows] == ["11\u00a0à\u00a015\u00a0ans", "15\u00a0à\u00a018\u00a0ans"]
    assert zones.passport
    (lead,) = (each for each in blocks if isinstance(each, Paragraph) and each.lead)
    assert lead.text.startswith("Aucune situation ne se détache")
    assert text.count("119, gratuit") == 1  # beside the story where somebody may be in danger
    lundis = next(each for each in tables if "lundis" in each.caption)
    assert lundis.columns[0] == "D’abord vers"
    assert lundis.columns[1].startswith("Professionnels (15 à")
    assert lundis.columns[2].startswith("Parents, jeunes, habitants (")
    assert ("Personne, ou ne sait pas" in [row[0] for row in lundis.rows]) is True
    assert all(len(row) == len(each.columns) for each in (zones, *tables) for row in each.rows)
    assert any(each.key == "recourse" for each in sections.build_all(report))


def test_recourse_is_set_beside_declared_cooperation(asked: Wave) -> None:
    """Each actor declared a tie with the next one, whom it names first; the second one it names is not a partner."""
    report = computed(asked)
    told = report.findings["recourse"].value["supported"]
    assert told["share"] == 0.5
    assert told["interval"][0] <= 0.5 <= told["interval"][1]
    (figure,) = (each for each in section.build(report) if isinstance(each, KeyFigure))
    assert figure.value.startswith("50")
    first = Actor.objects.order_by("pk").first()
    assert first is not None
    assert report.findings["recourse"].value["doors"] == [str(first.pk)]
    listed = [each.text for each in section.build(report) if isinstance(each, Paragraph)]
    assert any(
        each.startswith("Cinq structures ou plus") and each.endswith(f"{first.name}.") for each in listed
    )


def test_an_actor_that_objects_is_not_named_as_a_door(asked: Wave) -> None:
    first = Actor.objects.order_by("pk").first()
    assert first is not None
    report = computed(asked)
    Actor.objects.filter(pk=first.pk).update(objects_to_naming=True)
    blocks = section.build(report_of(Diagnosis.objects.get(pk=report.diagnosis.pk)))
    assert "Les portes que l’on nomme" not in [each.text for each in blocks if isinstance(each, Heading)]


def test_too_few_replies_tell_why(voted: Wave) -> None:
    rows = list(Participation.objects.filter(wave=voted).order_by("actor_id"))[:4]
    question = questionnaires()["cooperation"].question("vignette_07")
    values = {row.actor_id: BLANK | {"first": "own"} for row in rows}
    surveys.record_answers(wave=voted, kind="vignette", values=values, question=question)
    report = computed(voted)
    (block,) = section.build(report)
    assert isinstance(block, Withheld)
    assert "Moins de 5" in block.reason
    assert set(report.findings["recourse"].value) == {"withheld"}
