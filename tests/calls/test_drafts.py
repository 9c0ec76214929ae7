"""Writing together: nothing that was saved is lost, whoever writes over whom, whatever the clock says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.calls.models import Application, ApplicationState, Author, Call, LateCode, Revision
from maillage.calls.queries.drafts import answers_of, history_of, progress_of
from maillage.calls.questions import form_of
from maillage.calls.services.drafts import (
    LATE,
    add_author,
    ask_to_start,
    remove_author,
    save_answers,
    start_application,
    take_back,
)
from maillage.core.models import Mail
from maillage.core.tokens import code_digest, new_code, printed
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText, HeldTextState
from tests.calls.answering import write_all

CHILD = "Le petit Kevin Martin, 8 ans, est souvent absent."


def test_an_address_receives_a_link_that_begins(call: Call) -> None:
    ask_to_start(call=call, email="Mairie@Exemple.fr")
    mail = Mail.objects.get()
    assert mail.recipient == "mairie@exemple.fr"
    assert "candidater" in mail.body


def test_an_application_begins_while_the_call_is_open(call: Call, authors: list[Any]) -> None:
    made = start_application(call=call, user=authors[0], name="  Val-Clair ", organisation="Mairie")
    assert (made.name, made.state) == ("Val-Clair", ApplicationState.DRAFT)
    assert made.authors.get().organisation == "Mairie"
    with pytest.raises(ValidationError):
        start_application(call=call, user=authors[0], name="Trop tard", now=call.closes_at)
    with pytest.raises(ValidationError):
        start_application(
            call=call, user=authors[0], name="Trop tôt", now=call.opens_at - timedelta(seconds=1)
        )


def test_a_late_code_opens_once(call: Call, authors: list[Any]) -> None:
    code, late = new_code(), call.closes_at + timedelta(days=1)
    LateCode.objects.create(
        call=call,
        digest=code_digest(LATE, code),
        reason="Panne",
        valid_until=late + timedelta(days=1),
        given_by=authors[0],
    )
    made = start_application(call=call, user=authors[0], name="A", late_code=printed(code).lower(), now=late)
    assert made.late_code is not None
    for typed in (code, "nimporte", new_code()):
        with pytest.raises(ValidationError) as caught:
            start_application(call=call, user=authors[1], name="B", late_code=typed, now=late)
        assert "late_code" in caught.value.message_dict


def test_what_is_typed_is_kept_even_when_it_is_not_finished(
    application: Application, authors: list[Any]
) -> None:
    save_answers(
        application=application, user=authors[0], values={"days": "deux", "governance": "mot " * 400}
    )
    answers = answers_of(application)
    assert answers["days"] == "deux"
    assert len(answers["governance"].split()) == 400
    lacks = {
        lack.question.key: lack.sentence
        for part in progress_of(form_of("cite_educative"), answers)
        for lack in part.lacks
    }
    assert "150\u00a0mots de trop" in lacks["governance"]
    assert "chiffres" in lacks["days"]


def test_what_did_not_change_is_not_written_again(application: Application, authors: list[Any]) -> None:
    for _ in range(3):
        save_answers(
            application=application, user=authors[0], values={"referent": "Cheffe de projet", "college": ""}
        )
    assert Revision.objects.filter(application=application).count() == 1


def test_two_people_on_one_question_lose_nothing_and_are_told(
    application: Application, authors: list[Any]
) -> None:
    one, two = authors
    first = save_answers(application=application, user=one, values={"referent": "A"}).kept["referent"]
    saved = save_answers(
        application=application, user=two, values={"referent": "B"}, over={"referent": first}
    )
    assert saved.crossed == {}
    crossed = save_answers(
        application=application, user=one, values={"referent": "C"}, over={"referent": first}
    )
    assert crossed.crossed["referent"].value == "B"
    assert answers_of(application)["referent"] == "C"
    assert [each.value for each in history_of(application, "referent")] == ["C", "B", "A"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(["referent", "college"]), st.integers(0, 3)), max_size=12
    )
)
def test_the_log_holds_every_change_in_order(
    application: Application, authors: list[Any], moves: list[tuple[int, str, int]]
) -> None:
    Revision.objects.all().delete()
    told: dict[str, list[str]] = {"referent": [], "college": []}
    for who, question, what in moves:
        save_answers(application=application, user=authors[who], values={question: f"réponse {what}"})
        if not told[question] or told[question][-1] != f"réponse {what}":
            told[question].append(f"réponse {what}")
    for question, values in told.items():
        assert [each.value for each in history_of(application, question)] == values[::-1]
        assert answers_of(application)[question] == (values[-1] if values else "")


def test_the_departement_follows_the_communes(application: Application, authors: list[Any]) -> None:
    Application.objects.update(department="")
    write_all(application, authors[0])
    application.refresh_from_db()
    assert application.department == "93"


def test_words_that_may_name_a_child_are_never_kept(application: Application, authors: list[Any]) -> None:
    saved = save_answers(
        application=application, user=authors[0], values={"prevention": CHILD, "referent": "Cheffe de projet"}
    )
    assert list(saved.kept) == ["referent"]
    assert saved.flagged["prevention"]
    assert not Revision.objects.filter(question="prevention").exists()
    assert not HeldText.objects.exists()


def test_a_passage_one_insists_on_goes_to_the_facilitators_and_comes_back(
    application: Application, authors: list[Any], make_user: Any
) -> None:
    facilitator = make_user("facilitator")
    saved = save_answers(
        application=application, user=authors[0], values={"prevention": CHILD}, insisted=True
    )
    assert saved.held == ["prevention"]
    assert not Revision.objects.exists()
    decide(held=HeldText.objects.get(), user=facilitator, state=HeldTextState.FALSE_ALARM)
    assert answers_of(application)["prevention"] == CHILD
    save_answers(application=application, user=authors[1], values={"prevention": "Autre chose."})
    again = save_answers(
        application=application, user=authors[1], values={"prevention": CHILD}, insisted=True
    )
    assert (list(again.kept), again.held) == (["prevention"], [])


def test_a_text_given_back_too_late_does_not_reopen_what_was_sent(
    application: Application, authors: list[Any]
) -> None:
    Application.objects.update(state=ApplicationState.SUBMITTED, submitted_at=timezone.now())
    take_back(text="Rien.", application=application.pk, question="prevention", user=authors[0].pk)
    assert not Revision.objects.exists()


def test_structures_of_the_application_are_nobody(application: Application, authors: list[Any]) -> None:
    save_answers(
        application=application,
        user=authors[0],
        values={
            "college": "Collège Lucie Aubrac",
            "actors": [{"name": "Association Léo Martin", "sector": "NGO"}],
        },
    )
    saved = save_answers(
        application=application,
        user=authors[0],
        values={"obstacles": "Le collège Lucie Aubrac et l’Association Léo Martin se voient peu."},
    )
    assert saved.flagged == {}


def test_somebody_more_writes_and_the_last_one_stays(application: Application, authors: list[Any]) -> None:
    made = add_author(application=application, user=authors[0], email="caf@exemple.fr", organisation="CAF")
    assert Mail.objects.get(kind="application_author").recipient == "caf@exemple.fr"
    with pytest.raises(ValidationError, match="déjà"):
        add_author(application=application, user=authors[0], email="CAF@exemple.fr")
    remove_author(application=application, author=made)
    first, last = Author.objects.filter(application=application).order_by("pk")
    remove_author(application=application, author=first)
    with pytest.raises(ValidationError):
        remove_author(application=application, author=last)


def test_what_is_sent_is_not_written_any_more(application: Application, authors: list[Any]) -> None:
    Application.objects.update(state=ApplicationState.SUBMITTED, submitted_at=timezone.now())
    with pytest.raises(ValidationError, match="déposée"):
        save_answers(application=application, user=authors[0], values={"referent": "A"})
