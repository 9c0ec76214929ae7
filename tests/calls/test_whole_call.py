"""From the page to ten territories, on the call of the demonstration: read, composed, one swapped, answered, opened, measured."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.calls.composing import bring_in, compose
from maillage.calls.models import Application, Call, Conflict, Decision, Outcome, Review
from maillage.calls.queries.composition import digest_of, problem_of, retained_publicly, waiting_of
from maillage.calls.queries.drafts import answers_of, form_of_application, history_of, progress_of
from maillage.calls.services import composition
from maillage.core.models import Mail
from maillage.demo.communes import load_places
from maillage.demo.drafting import build_draft
from maillage.demo.jury import FILES, READERS, build_jury
from maillage.programmes.models import Programme
from maillage.surveys.services import collecting, create_wave
from maillage.territories.models import Actor, Territory
from maillage.territories.services import validate_actors


@pytest.fixture
def jury(programme: Programme) -> Call:
    Programme.objects.update(places=20)
    load_places()
    return build_jury(programme=programme)


def test_the_jury_of_the_demonstration_is_whole(jury: Call) -> None:
    assert Application.objects.filter(call=jury, state="SUBMITTED").count() == FILES == 30
    assert jury.reviewers.count() == len(READERS) == 6  # type: ignore[attr-defined]
    assert Review.objects.filter(state="IN").count() > 80
    assert set(Conflict.objects.values_list("level", flat=True)) == {"HARD", "SOFT"}
    assert set(Conflict.objects.values_list("source", flat=True)) == {"DETECTED", "DECLARED"}
    before = Application.objects.count()
    assert build_jury(programme=jury.programme) == jury
    assert Application.objects.count() == before


def test_ten_are_composed_one_swapped_and_their_territories_open(
    jury: Call, make_user: Any, client: Client
) -> None:
    facilitator = make_user("facilitator")
    problem = problem_of(jury)
    made = compose(problem)
    assert len(made.kept) == 10
    chosen = [each for each in problem.candidates if each.key in set(made.kept)]
    assert all(rule.holds(chosen) for rule in problem.constraints)
    outsider = next(each for each in problem.candidates if each.key not in set(made.kept))
    change = bring_in(problem, made, outsider.key)
    assert change.cost >= 0
    swapped = Application.objects.get(pk=outsider.key)
    composition.hold(application=swapped, keep=True, reason="Le seul port", user=facilitator)
    composition.decide(call=jury)
    assert Decision.objects.get(application=swapped).outcome == Outcome.RETAINED
    assert retained_publicly(jury) == []
    composition.mark_read(call=jury, seen=digest_of(waiting_of(jury)))
    assert composition.send_letters(call=jury) == 30
    assert Mail.objects.filter(kind="application_decision").count() == 30
    retained = retained_publicly(jury)
    assert len(retained) == 10
    page = client.get(reverse("calls:show", args=[jury.slug])).content.decode()
    assert all(each.name in page for each in retained)
    started = [composition.accept_place(application=each) for each in retained]
    assert Territory.objects.filter(application__isnull=False).count() == 10
    assert not any(each.refused for each in started)
    _measure(started[0].territory)
    desk = Client()
    desk.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
    document = desk.get(
        reverse("filing:convention", args=[jury.programme.slug, jury.slug, retained[0].reference])
    )
    assert retained[0].name in _words(document.content)


def test_the_draft_of_the_demonstration_is_written_at_two(call: Call) -> None:
    load_places()
    made = build_draft(call=call)
    assert build_draft(call=call) == made
    assert made.authors.count() == 2  # type: ignore[attr-defined]
    assert made.support.state == "GIVEN"  # type: ignore[attr-defined]
    assert history_of(made, "obstacles").count() == 2
    progress = progress_of(form_of_application(made), answers_of(made))
    assert 0 < sum(each.is_complete for each in progress) < len(progress)


def _measure(territory: Territory) -> None:
    """One of them goes on to the survey: its proposed actors are agreed, a wave opens."""
    proposed = list(Actor.objects.filter(territory=territory))
    assert len(proposed) >= 6
    assert validate_actors(actors=proposed) == len(proposed)
    wave = create_wave(
        territory=territory, label="Première vague", opened_on=timezone.localdate(), roster=proposed
    )
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=wave, questionnaire="cooperation", languages=["fr"], closes_at=closes)
    opened = collecting.open_wave(wave=wave)
    assert opened.opened_at is not None
    assert opened.opened_on >= date(2026, 1, 1)


def _words(content: bytes) -> str:
    from docx import Document

    return "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)
