"""From the best set to the letters: pending decisions are private, letters leave once, a place that is left calls the next."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.calls.models import (
    Application,
    Call,
    Decision,
    Hold,
    Outcome,
    Review,
    Rule,
)
from maillage.calls.queries.composition import (
    candidates_of,
    decision_for_authors,
    decisions_of,
    digest_of,
    problem_of,
    retained_publicly,
    sentence_of,
    strengths_of,
    traits_of,
    waiting_of,
)
from maillage.calls.services import composition as services
from maillage.calls.services.sending import withdraw_application
from maillage.core.models import Mail
from maillage.programmes.models import Programme
from maillage.territories.models import Territory
from tests.calls.composed import read_all


def names(decisions: list[Decision], outcome: str) -> list[str]:
    return [each.application.name for each in decisions if each.outcome == outcome]


def test_candidates_carry_their_median_and_their_traits(six: list[Application], call: Call) -> None:
    first, *_, last = candidates_of(call)
    assert (first.name, first.score, last.score) == ("Cité 0", 300, 800)
    assert first.traits["region_name"] == "Île-de-France"
    assert (first.traits["setting"], first.traits["seniority"], first.traits["support"]) == (
        "RURAL",
        "SECOND",
        "NONE",
    )
    assert {each.name: each.traits["overseas"] for each in candidates_of(call)}["Cité 2"] == "yes"


def test_candidates_cost_the_same_for_two_and_for_six(
    six: list[Application], call: Call, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as all_six:
        candidates_of(call)
    Application.objects.filter(pk__in=[each.pk for each in six[2:]]).update(
        state="WITHDRAWN", withdrawn_at=timezone.now()
    )
    with django_assert_num_queries(len(all_six)):
        assert len(candidates_of(call)) == 2


def test_rules_are_said_in_words(six: list[Application], call: Call) -> None:
    traits = traits_of(call, candidates_of(call))
    made = [
        services.add_rule(call=call, kind="AMONG", trait="setting", value="RURAL", at_least=1),
        services.add_rule(call=call, kind="DISTINCT", trait="region", at_least=2),
        services.add_rule(call=call, kind="EACH", trait="region", at_least=None, at_most=1),
        services.add_rule(call=call, kind="DISTINCT", trait="department", at_least=1, at_most=2),
    ]
    assert [sentence_of(each, traits) for each in made] == [
        "au moins\u00a01\u00a0: milieu «\u00a0rural\u00a0»",
        "au moins\u00a02 régions différentes",
        "au plus\u00a01 pour chaque région",
        "au moins\u00a01 et au plus\u00a02 départements différents",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "AMONG", "trait": "couleur", "value": "bleu", "at_least": 1},
        {"kind": "AMONG", "trait": "setting", "value": "LUNE", "at_least": 1},
        {"kind": "DISTINCT", "trait": "region", "at_least": 3, "at_most": 2},
        {"kind": "DISTINCT", "trait": "region", "at_least": 0},
    ],
)
def test_a_rule_that_says_nothing_is_refused(
    six: list[Application], call: Call, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        services.add_rule(call=call, **wrong)
    assert not Rule.objects.exists()


def test_everybody_gets_a_decision_with_its_reasons(six: list[Application], call: Call) -> None:
    services.add_rule(call=call, kind="AMONG", trait="setting", value="RURAL", at_least=1)
    decisions = services.decide(call=call)
    assert names(decisions, Outcome.RETAINED) == ["Cité 0", "Cité 5"]
    assert names(decisions, Outcome.WAITING) == ["Cité 4"]
    assert names(decisions, Outcome.REFUSED) == ["Cité 1", "Cité 2", "Cité 3"]
    by_name = {each.application.name: each for each in decisions}
    assert "rural" in by_name["Cité 0"].reason
    assert "portage, ancrage" in by_name["Cité 5"].reason
    assert all(each.reason in each.letter and each.application.name in each.letter for each in decisions)
    assert not Mail.objects.exists()


def test_without_a_review_nor_a_rule_names_decide_and_reasons_are_still_given(
    six: list[Application], call: Call
) -> None:
    Review.objects.all().delete()
    decisions = services.decide(call=call)
    assert names(decisions, Outcome.RETAINED) == ["Cité 0", "Cité 1"]
    assert all(each.reason for each in decisions)


def test_strengths_need_two_reviews(six: list[Application]) -> None:
    assert strengths_of(six[0]) == ([], ["portage", "ancrage"])
    assert strengths_of(six[5]) == (["portage", "ancrage"], [])
    Review.objects.filter(assignment__application=six[5]).first().delete()
    assert strengths_of(six[5]) == ([], [])


def test_by_hand_one_is_kept_and_another_never_waits(
    six: list[Application], call: Call, make_user: Any
) -> None:
    facilitator = make_user("facilitator")
    with pytest.raises(ValidationError):
        services.hold(application=six[1], keep=True, reason=" ", user=facilitator)
    services.hold(application=six[1], keep=True, reason="Le seul port du Nord", user=facilitator)
    services.hold(application=six[4], keep=False, reason="Déjà accompagnée", user=facilitator)
    decisions = services.decide(call=call)
    assert names(decisions, Outcome.RETAINED) == ["Cité 1", "Cité 5"]
    assert names(decisions, Outcome.WAITING) == ["Cité 3"]
    assert "Cité 4" in names(decisions, Outcome.REFUSED)
    services.let_go(held=Hold.objects.get(application=six[1]))
    assert names(services.decide(call=call), Outcome.RETAINED) == ["Cité 3", "Cité 5"]


@pytest.mark.parametrize(("count", "sentence"), [(7, "moins de candidatures"), (2, "ensemble ne respecte")])
def test_what_cannot_be_composed_is_said(
    six: list[Application], call: Call, count: int, sentence: str
) -> None:
    Call.objects.update(places=count)
    call.refresh_from_db()
    services.add_rule(call=call, kind="DISTINCT", trait="region", at_least=6)
    with pytest.raises(ValidationError, match=sentence):
        services.decide(call=call)
    assert not Decision.objects.exists()


def test_letters_are_read_over_then_leave_once(six: list[Application], call: Call) -> None:
    services.decide(call=call)
    with pytest.raises(ValidationError, match="relues"):
        services.send_letters(call=call)
    before = digest_of(waiting_of(call))
    decision = Decision.objects.get(application=six[5])
    services.rewrite_letter(decision=decision, subject="Bravo", letter="Une lettre à nous.")
    with pytest.raises(ValidationError, match="ont changé"):
        services.mark_read(call=call, seen=before)
    read_all(call)
    assert not any(decision_for_authors(each) for each in six)
    assert retained_publicly(call) == []
    assert services.send_letters(call=call) == 6
    assert services.send_letters(call=call) == 0
    assert Mail.objects.count() == 6
    assert Mail.objects.get(recipient="cite5@exemple.fr").body == "Une lettre à nous.\n"
    assert [each.name for each in retained_publicly(call)] == ["Cité 4", "Cité 5"]
    with pytest.raises(ValidationError, match="parties"):
        services.decide(call=call)
    with pytest.raises(ValidationError, match="partie"):
        services.rewrite_letter(decision=decision, subject="Trop tard", letter="Non.")


def test_a_crash_in_the_middle_undoes_everything_and_each_leaves_once(
    six: list[Application], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.decide(call=call)
    read_all(call)
    real, calls = services.outbox.post, []

    def post(**mail: Any) -> Any:
        calls.append(mail)
        if len(calls) == 4:
            raise RuntimeError("killed")
        return real(**mail)

    monkeypatch.setattr(services.outbox, "post", post)
    with pytest.raises(RuntimeError):
        services.send_letters(call=call)
    assert not Mail.objects.exists()
    assert not Decision.objects.filter(sent_at__isnull=False).exists()
    monkeypatch.setattr(services.outbox, "post", real)
    assert services.send_letters(call=call) == 6
    assert Mail.objects.count() == 6


@pytest.fixture
def announced(six: list[Application], call: Call) -> list[Application]:
    services.decide(call=call)
    read_all(call)
    services.send_letters(call=call)
    return six


def test_a_place_that_is_taken_opens_its_territory(announced: list[Application]) -> None:
    started = services.accept_place(application=announced[5])
    assert Territory.objects.get() == started.territory
    with pytest.raises(ValidationError):
        services.accept_place(application=announced[5])
    with pytest.raises(ValidationError, match="Aucune place"):
        services.accept_place(application=announced[0])


def test_a_place_that_is_left_calls_the_next_who_is_told_once_read_over(
    announced: list[Application], call: Call
) -> None:
    heir = services.decline_place(application=announced[5])
    assert heir is not None
    assert (heir.application, heir.outcome, heir.sent_at) == (announced[3], Outcome.RETAINED, None)
    assert services.offered(announced[3]) is None
    told = decision_for_authors(announced[3])
    assert told is not None
    assert told.told == Outcome.WAITING
    assert [each.name for each in retained_publicly(call)] == ["Cité 4"]
    read_all(call)
    assert services.send_letters(call=call) == 1
    assert Mail.objects.filter(recipient="cite3@exemple.fr").count() == 2
    assert services.accept_place(application=announced[3]).territory.name == "Cité 3"
    assert services.decline_place(application=announced[4]) is None  # nobody waits any more


def test_who_is_called_keeps_the_rules_when_somebody_can(six: list[Application], call: Call) -> None:
    Call.objects.update(places=3)
    call.refresh_from_db()
    services.add_rule(call=call, kind="AMONG", trait="setting", value="RURAL", at_least=1)
    services.decide(call=call)
    Decision.objects.filter(application=six[0]).update(outcome=Outcome.WAITING, rank=9)
    Decision.objects.filter(application=six[3]).update(outcome=Outcome.RETAINED, rank=None)
    read_all(call)
    services.send_letters(call=call)
    heir = services.decline_place(application=six[5])
    assert heir is not None
    assert heir.application == six[0]


def test_what_is_withdrawn_receives_no_letter_and_leaves_its_place(
    six: list[Application], call: Call
) -> None:
    services.decide(call=call)
    read_all(call)
    withdraw_application(application=six[5])
    assert not Decision.objects.filter(application=six[5]).exists()
    assert Decision.objects.get(application=six[3]).outcome == Outcome.RETAINED
    read_all(call)
    assert services.send_letters(call=call) == 5
    withdraw_application(application=six[4])
    assert [each.name for each in retained_publicly(call)] == ["Cité 3"]


def test_the_programme_has_room_or_says_so(announced: list[Application], call: Call) -> None:
    Programme.objects.update(places=1)
    services.accept_place(application=announced[5])
    with pytest.raises(ValidationError, match="places du programme"):
        services.accept_place(application=announced[4])


def test_problem_reads_what_is_held(six: list[Application], call: Call, make_user: Any) -> None:
    services.hold(application=six[0], keep=False, reason="Non", user=make_user("facilitator"))
    assert [(each.candidate, each.keep) for each in problem_of(call).holds] == [(str(six[0].pk), False)]
    assert decisions_of(call) == []
