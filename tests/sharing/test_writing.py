"""Several hands write, and nothing of what anybody wrote is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from maillage.diagnosis.blocks import Disagreement, Note, Paragraph, Withheld
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import report_of
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, HeldTextState
from maillage.sharing.models import Passage, PassageRevision, SharedDiagnosis, Step
from maillage.sharing.queries.checklist import checklist
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import as_agreed, items_of
from maillage.sharing.queries.writing import chapters_of, history_of, unsaid, written_in
from maillage.sharing.services import writing
from maillage.sharing.services.restitution_reactions import answer_contest, react
from maillage.surveys.models import Answer
from maillage.territories.models import Actor
from maillage.territories.services import add_person
from tests.sharing import restitution as play

SOURCE = {"source_kind": "WORKSHOP", "source": "La grille du 12 mars"}


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    return play.make_shared(territory)


def _note(shared: SharedDiagnosis, text: str = "On se parle peu le soir.", **more: Any) -> writing.Kept:
    said: dict[str, Any] = {"chapter": "COOPERATION", "kind": "FINDING", "user": None, **SOURCE, **more}
    return writing.add_passage(shared=shared, text=text, **said)


def test_a_note_says_who_speaks_where_it_comes_from_and_when(shared: SharedDiagnosis) -> None:
    _note(shared, voice="PARENTS")

    section = next(each for each in sections_of(shared) if each.key == "cooperation")
    note = next(each for each in section.blocks if isinstance(each, Note))

    assert note.text == "On se parle peu le soir."
    assert note.author == "Parents"
    assert "La grille du 12 mars" in note.source
    assert note.date


def test_a_passage_without_a_source_is_refused(shared: SharedDiagnosis) -> None:
    with pytest.raises(ValidationError, match="d’où vient"):
        writing.add_passage(
            shared=shared, chapter="COOPERATION", kind="FINDING", text="Sans source.", user=None
        )
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    ("chapter", "kind"), [("COOPERATION", "PRIORITY"), ("SWOT", "FINDING"), ("NONE", "FINDING")]
)
def test_each_chapter_asks_for_its_own_kinds(shared: SharedDiagnosis, chapter: str, kind: str) -> None:
    with pytest.raises(ValidationError):
        _note(shared, chapter=chapter, kind=kind)


def test_every_version_is_kept_and_may_be_read_again(shared: SharedDiagnosis) -> None:
    passage = _note(shared, "Une.").revision.passage
    writing.write_passage(passage=passage, text="Deux.", seen=1, user=None, **SOURCE)
    writing.write_passage(passage=passage, text="Trois.", seen=2, user=None, **SOURCE)

    writing.restore_passage(passage=passage, number=1, user=None)

    assert [each.text for each in history_of(passage)] == ["Une.", "Trois.", "Deux.", "Une."]
    assert [each.revision.text for each in written_in(shared)] == ["Une."]
    with pytest.raises(ValidationError):
        writing.restore_passage(passage=passage, number=99, user=None)


def test_who_writes_over_somebody_is_told_so(shared: SharedDiagnosis, make_user: Any) -> None:
    one, two = make_user("pilot"), make_user("facilitator")
    passage = _note(shared, "Départ.").revision.passage
    writing.write_passage(passage=passage, text="Celle d’une autre.", seen=1, user=one, **SOURCE)

    kept = writing.write_passage(passage=passage, text="La mienne.", seen=1, user=two, **SOURCE)

    assert kept.over is not None
    assert kept.over.text == "Celle d’une autre."
    assert kept.revision.over == 2
    assert PassageRevision.objects.filter(passage=passage).count() == 3


@pytest.mark.django_db(transaction=True)
def test_three_people_at_once_lose_nothing(territory: Any) -> None:
    shared = play.make_shared(territory, size=3)
    passage = _note(shared, "Départ.").revision.passage
    texts = [f"Version {hand} {turn}." for hand in range(3) for turn in range(4)]
    errors: list[Exception] = []

    def hand(mine: list[str]) -> None:
        try:
            for text in mine:
                writing.write_passage(passage=passage, text=text, seen=1, user=None, **SOURCE)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(texts[4 * n : 4 * n + 4],)) for n in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert not errors
    rows = list(PassageRevision.objects.filter(passage=passage).order_by("number"))
    assert [row.number for row in rows] == list(range(1, 14))
    assert {row.text for row in rows} == {"Départ.", *texts}


def test_what_may_speak_of_a_child_waits_and_comes_back(shared: SharedDiagnosis, make_user: Any) -> None:
    kept = _note(shared, "La mère de Kévin est venue.")

    assert kept.held
    assert written_in(shared) == []
    assert not PassageRevision.objects.filter(text__contains="Kévin").exists()
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state=HeldTextState.FALSE_ALARM)
    assert [each.revision.text for each in written_in(shared)] == ["La mère de Kévin est venue."]


def test_a_disagreement_keeps_each_position(shared: SharedDiagnosis) -> None:
    subject = writing.add_passage(
        shared=shared, chapter="COOPERATION", kind="DISAGREEMENT", text="Les horaires.", user=None
    ).revision.passage
    for voice, text in (("PARENTS", "Trop tôt."), ("SCHOOL", "C’est le seul moment.")):
        writing.add_passage(
            shared=shared,
            chapter="COOPERATION",
            kind="STANCE",
            text=text,
            voice=voice,
            parent=subject,
            user=None,
        )
    with pytest.raises(ValidationError, match="déjà dit"):
        writing.add_passage(
            shared=shared,
            chapter="COOPERATION",
            kind="STANCE",
            text="Encore.",
            voice="SCHOOL",
            parent=subject,
            user=None,
        )

    parents = Passage.objects.get(revisions__text="Trop tôt.")
    with pytest.raises(ValidationError, match="déjà dit"):
        writing.write_passage(passage=parents, text="Trop tôt.", seen=1, user=None, voice="SCHOOL")

    blocks = [block for section in sections_of(shared) for block in section.blocks]
    assert [each.positions for each in blocks if isinstance(each, Disagreement)] == [
        (("Parents", "Trop tôt."), ("École", "C’est le seul moment."))
    ]


def test_passages_are_ordered_removed_and_brought_back(shared: SharedDiagnosis) -> None:
    one, two, three = (_note(shared, text).revision.passage for text in ("Un.", "Deux.", "Trois."))

    writing.move_passage(passage=three, up=True)
    assert [each.revision.text for each in written_in(shared)] == ["Un.", "Trois.", "Deux."]
    writing.move_passage(passage=one, up=True)  # already the first
    writing.remove_passage(passage=two)
    assert [each.revision.text for each in written_in(shared)] == ["Un.", "Trois."]
    writing.bring_back(passage=two)
    assert len(written_in(shared)) == 3


def _sentence(shared: SharedDiagnosis, rule: str) -> Any:
    chapters = chapters_of(shared, report_of(shared.diagnosis))
    return next(each for chapter in chapters for each in chapter.told if each.sentence.rule == rule)


def _recompute(shared: SharedDiagnosis) -> None:
    for answer in Answer.objects.filter(participation__wave=shared.wave, kind="cooperation"):
        answer.value["ties"].popitem()
        answer.save()
    fresh = request_diagnosis(wave=shared.wave, user=None, replicates=20)
    compute(diagnosis_id=fresh.pk)
    shared.diagnosis = Diagnosis.objects.get(pk=fresh.pk)
    shared.save()


def test_figures_computed_again_never_touch_what_people_wrote(shared: SharedDiagnosis) -> None:
    before = {key: _sentence(shared, key).text for key in ("density", "crossing")}
    writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None)

    _recompute(shared)

    mine, untouched = _sentence(shared, "density"), _sentence(shared, "crossing")
    assert mine.text == "Nos mots."
    assert mine.moved
    assert mine.written.revision.rule_text == before["density"] != mine.sentence.text
    assert not untouched.moved
    assert untouched.text == untouched.sentence.text

    writing.settle_sentence(shared=shared, rule="density", follow=False, user=None)
    assert not _sentence(shared, "density").moved
    assert _sentence(shared, "density").text == "Nos mots."
    writing.settle_sentence(shared=shared, rule="density", follow=True, user=None)
    _recompute(shared)
    followed = _sentence(shared, "density")
    assert followed.text == followed.sentence.text
    assert [each.text for each in history_of(followed.written.passage)][-1] == "Nos mots."


def test_a_contested_passage_is_frozen_until_it_is_answered(shared: SharedDiagnosis) -> None:
    passage = _note(shared, "Un passage contestable.").revision.passage
    reader = play.open_preview(shared)[0]
    section = next(each for each in sections_of(shared) if each.key == "cooperation")
    note = next(item for item in items_of(section) if isinstance(item.block, Note))
    lead = next(item for item in items_of(section) if isinstance(item.block, Paragraph))
    react(reader=reader, item=note, kind="CONTEST", text="Ce n’est pas vrai.")

    with pytest.raises(ValidationError, match="contesté"):
        writing.write_passage(passage=passage, text="Autre chose.", seen=1, user=None, **SOURCE)
    with pytest.raises(ValidationError, match="contesté"):
        writing.remove_passage(passage=passage)
    assert writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None)
    assert isinstance(lead.block, Paragraph)


def test_what_is_signed_does_not_change(shared: SharedDiagnosis) -> None:
    passage = _note(shared).revision.passage
    SharedDiagnosis.objects.update(step=Step.VALIDATION)

    for act in (
        lambda: _note(shared),
        lambda: writing.write_passage(passage=passage, text="Non.", seen=1, user=None, **SOURCE),
        lambda: writing.remove_passage(passage=passage),
        lambda: writing.write_sentence(shared=shared, rule="density", text="Non.", seen=0, user=None),
    ):
        with pytest.raises(ValidationError, match="signature"):
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_two_queries(
    shared: SharedDiagnosis, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        _note(shared, f"Note {n}.")
    with django_assert_num_queries(2):
        assert len(written_in(shared)) == count


def test_a_contested_number_is_held_back_in_every_sentence_that_says_it(shared: SharedDiagnosis) -> None:
    reader = play.open_preview(shared)[0]
    figure = next(item for item in play.items(shared) if "liens possibles existent" in item.excerpt)
    said = [str(block) for section in as_agreed(sections_of(shared), []) for block in section.blocks]
    assert any("Sur cent liens possibles entre" in each for each in said)

    reaction = react(reader=reader, item=figure, kind="CONTEST", text="Ce nombre est faux.")

    agreed = as_agreed(sections_of(shared), [reaction])
    left = [block for section in agreed for block in section.blocks if not isinstance(block, Withheld)]
    assert not [each for each in left if "Sur cent liens possibles entre" in str(each)]
    assert any("secteur à un autre" in str(each) for each in left)


def test_what_was_promised_to_be_corrected_may_be_even_once_it_is_published(shared: SharedDiagnosis) -> None:
    one, other = (_note(shared, text).revision.passage for text in ("Un passage faux.", "Un autre."))
    reader = play.open_preview(shared)[0]
    item = next(each for each in play.items(shared) if each.excerpt == "Un passage faux.")
    contest = react(reader=reader, item=item, kind="CONTEST", text="C’est faux.")
    SharedDiagnosis.objects.update(step=Step.PUBLISHED)
    with pytest.raises(ValidationError):
        writing.write_passage(passage=one, text="Un passage juste.", seen=1, user=None, **SOURCE)
    answer_contest(reaction=contest, outcome="CORRECTED", answer="Vous avez raison.", user=None)

    writing.write_passage(passage=one, text="Un passage juste.", seen=1, user=None, **SOURCE)

    assert "Un passage juste." in [each.revision.text for each in written_in(shared)]
    with pytest.raises(ValidationError, match="signature"):
        writing.write_passage(passage=other, text="Non.", seen=1, user=None, **SOURCE)


def test_a_group_that_spoke_since_keeps_another_position_out(shared: SharedDiagnosis) -> None:
    said = {"shared": shared, "chapter": "COOPERATION", "user": None}
    subject = writing.add_passage(kind="DISAGREEMENT", text="Les horaires.", **said).revision.passage
    stance = {"kind": "STANCE", "voice": "PARENTS", "parent": subject, **said}
    first = writing.add_passage(text="Trop tôt.", **stance).revision.passage
    writing.remove_passage(passage=first)
    writing.add_passage(text="Trop tard.", **stance)

    with pytest.raises(ValidationError, match="déjà dit"):
        writing.bring_back(passage=first)


def test_a_sentence_is_said_again_on_its_own_page_only(shared: SharedDiagnosis) -> None:
    kept = writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None)

    with pytest.raises(ValidationError, match="redit un chiffre"):
        writing.write_passage(passage=kept.revision.passage, text="Autres.", seen=1, user=None)


def test_a_sentence_without_its_figure_is_kept_and_said_to_be(shared: SharedDiagnosis) -> None:
    writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None)
    assert unsaid(shared, report_of(shared.diagnosis)) == []

    shared.diagnosis.findings.filter(key="density").delete()

    assert [each.revision.text for each in unsaid(shared, report_of(shared.diagnosis))] == ["Nos mots."]


def test_diversity_is_sectors_and_kinds_of_engagement(shared: SharedDiagnosis) -> None:
    """A list of professionals from every sector lacks volunteers and residents, and it is said."""

    def point() -> Any:
        report = report_of(shared.diagnosis)
        found = checklist(shared, report, chapters_of(shared, report))
        return next(each for each in found if "qui manque" in each.label)

    assert not point().done
    assert "bénévoles, personnes élues" in point().said
    assert "habitants, parents, jeunes" in point().said
    actor = Actor.objects.filter(participations__wave=shared.wave).order_by("pk")[0]
    add_person(territory=shared.territory, name="Un collectif de parents", natures=["PARENT"], actor=actor)
    assert point().done
    assert "habitants, parents, jeunes" not in point().said


def test_a_passage_says_when_the_figure_it_rests_on_has_changed(shared: SharedDiagnosis) -> None:
    passage = _note(shared, source_kind="FIGURE", source="", figure="density").revision.passage

    def source() -> str:
        section = next(
            each for each in sections_of(SharedDiagnosis.objects.get()) if each.key == "cooperation"
        )
        (note,) = (each for each in section.blocks if isinstance(each, Note))
        return note.source

    assert source().startswith("Un chiffre du diagnostic\u00a0: Sur cent liens possibles")
    assert not source().endswith("depuis.")
    _recompute(shared)
    assert source().endswith("Ce chiffre a changé depuis.")
    report = report_of(SharedDiagnosis.objects.get().diagnosis)
    report.diagnosis.findings.filter(key="density").update(withheld="Trop peu de réponses.")
    assert source().endswith("Ce chiffre n’est plus montré.")
    with pytest.raises(ValidationError, match="plus montré"):
        _note(shared, source_kind="FIGURE", source="", figure="density")
    writing.write_passage(passage=passage, text="Autrement.", seen=1, user=None, **SOURCE, figure="density")
    assert source() == "Un atelier\u00a0: La grille du 12 mars"
    restored = writing.restore_passage(passage=passage, number=1, user=None).revision
    assert (restored.figure, restored.rule_text[:10]) == ("density", "Sur cent l")


def test_words_written_while_the_figures_were_computed_again_say_so(shared: SharedDiagnosis) -> None:
    """The page showed the former sentence: words that answer it must not pass for words on the new one."""
    shown = shared.diagnosis_id
    before = _sentence(shared, "density").text
    _recompute(shared)
    writing.write_sentence(shared=shared, rule="density", text="Nos mots.", seen=0, user=None, figures=shown)
    late = _sentence(shared, "density")
    assert (late.text, late.moved, late.written.revision.rule_text) == ("Nos mots.", True, before)
    note = _note(shared, source_kind="FIGURE", source="", figure="density", figures=shown)
    assert note.revision.rule_text == before
    writing.write_sentence(
        shared=shared, rule="crossing", text="Nos mots.", seen=0, user=None, figures=shared.diagnosis_id
    )
    assert not _sentence(shared, "crossing").moved


def test_a_page_says_which_figures_it_showed(client_as: Any, shared: SharedDiagnosis) -> None:
    """So that words written while they are computed again are known to answer the former ones."""

    def at(name: str, last: str) -> str:
        return reverse(f"writing:{name}", args=[shared.territory.slug, shared.pk, last])

    pilot = client_as("pilot")
    shown = f'<input type="hidden" name="figures" value="{shared.diagnosis_id}">'
    assert shown in pilot.get(at("sentence", "density")).content.decode()
    page = pilot.get(at("add", "cooperation")).content.decode()
    assert shown in page
    assert "Sur cent liens possibles" in page  # what a passage may rest on
    said = {
        "text": "On se parle peu.",
        "voice": "PARENTS",
        "source_kind": "FIGURE",
        "figure": "density",
        "figures": "x",
    }
    assert "C’est gardé." in pilot.post(at("add", "cooperation"), said, follow=True).content.decode()
    assert PassageRevision.objects.get().figure == "density"
