"""Texts kept apart: who sees them, what becomes of them, and what never leaves them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import Mail
from maillage.programmes import tasks
from maillage.programmes.held_texts import services
from maillage.programmes.models import HeldText, Partner, Programme

SECRET = "Zélibelle, huit ans, a peur."
ORIGIN = "Question ouverte, vague 1"
EVERYONE = ["facilitator", "national", "pilot", "department", "contributor", "club"]


def take_back(*, text: str, partner: int) -> None:
    """A service of a room that takes its text back."""
    Partner.objects.filter(pk=partner).update(contribution=text)


TAKE_BACK = f"{__name__}.take_back"


def held(programme: Programme, text: str = SECRET, **more: Any) -> HeldText:
    return services.hold_text(programme=programme, text=text, origin=ORIGIN, rules=["small", "age"], **more)


def list_url(programme: Programme) -> str:
    return reverse("programmes:held_texts", args=[programme.slug])


def url(text: HeldText) -> str:
    return reverse("programmes:held_text", args=[text.programme.slug, text.pk])


def test_a_clean_text_goes_on_its_way(programme: Programme) -> None:
    assert services.guard_text(programme=programme, text="Une réunion par mois.", origin=ORIGIN) is None
    assert not HeldText.objects.exists()


def test_a_suspect_text_is_held_with_its_reasons(programme: Programme) -> None:
    text = services.guard_text(programme=programme, text="La mère de lina est venue.", origin=ORIGIN)
    assert text is not None
    assert text.waits
    assert text.rules == ["small"]
    assert (
        services.guard_text(programme=programme, text="Chez Lucie", origin=ORIGIN, known=["Chez Lucie"])
        is None
    )


def test_the_database_does_not_say_the_text(programme: Programme) -> None:
    held(programme)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {HeldText._meta.db_table}")
        kept = repr(
            [[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor.fetchall()]
        )
    assert "libelle" not in kept
    assert "huit ans" not in kept


def test_another_secret_key_opens_nothing_an_old_one_still_does(programme: Programme, settings: Any) -> None:
    text = held(programme)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert services.read_text(held=text) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert services.read_text(held=text) is None


def test_the_same_text_sent_twice_is_held_once(programme: Programme) -> None:
    assert held(programme).pk == held(programme).pk
    assert held(programme, on_release=TAKE_BACK, release_with={"partner": 1}).pk != held(programme).pk
    assert HeldText.objects.count() == 2


def test_a_mistake_in_the_way_back_shows_at_once(programme: Programme) -> None:
    with pytest.raises(ImportError):
        held(programme, on_release="maillage.nowhere.at_all")
    assert not HeldText.objects.exists()


@pytest.mark.parametrize("role", EVERYONE)
def test_only_a_facilitator_sees_it(programme: Programme, client_as: Any, role: str) -> None:
    text = held(programme)
    client = client_as(role)
    wanted = 200 if role == "facilitator" else 404
    for address in (list_url(programme), url(text)):
        page = client.get(address)
        assert page.status_code == wanted
        assert ("119" in page.text) is (wanted == 200) or wanted == 404
    assert (SECRET in client.get(url(text)).text) is (role == "facilitator")
    assert client.post(url(text), {"state": "NO_DANGER"}).status_code == (
        302 if role == "facilitator" else 404
    )


def test_the_facilitator_of_another_programme_sees_nothing(programme: Programme, client_as: Any) -> None:
    other = Programme.objects.create(name="B", slug="b", facilitator_name="C", starts_on=programme.starts_on)
    text = held(other)
    client = client_as("facilitator")
    assert client.get(url(text)).status_code == 404
    assert client.get(reverse("programmes:held_text", args=[programme.slug, text.pk])).status_code == 404


def test_what_was_written_cannot_run_in_the_page(programme: Programme, client_as: Any) -> None:
    page = client_as("facilitator").get(url(held(programme, "<script>alert(1)</script>\nLina")))
    assert "<script>alert" not in page.text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("state", ["TRANSMITTED", "NO_DANGER"])
def test_decision_first_then_nothing_within_seven_days(
    programme: Programme, make_user: Any, state: str
) -> None:
    user = make_user("facilitator")
    text = services.decide(held=held(programme), user=user, state=state)
    waiting = held(programme, "Un autre texte.")
    assert services.erase_decided(now=timezone.now() + timedelta(days=5)) == 0
    assert services.read_text(held=text) == SECRET
    assert services.erase_decided(now=timezone.now() + timedelta(days=7)) == 1
    assert services.erase_decided(now=timezone.now() + timedelta(days=900)) == 0
    text.refresh_from_db()
    assert (bytes(text.sealed), text.digest, text.release_with) == (b"", "", {})
    assert (text.state, text.decided_by) == (state, user)
    assert services.read_text(held=text) is None
    assert services.read_text(held=waiting) == "Un autre texte."


def test_a_false_alarm_goes_back_where_it_was_written(programme: Programme, make_user: Any) -> None:
    partner = Partner.objects.create(programme=programme, name="Une fondation")
    text = held(programme, on_release=TAKE_BACK, release_with={"partner": partner.pk})
    done = services.decide(held=text, user=make_user("facilitator"), state="FALSE_ALARM")
    partner.refresh_from_db()
    assert partner.contribution == SECRET
    assert done.erased_at is not None
    assert services.read_text(held=done) is None


def test_a_refused_return_decides_nothing(programme: Programme, make_user: Any) -> None:
    text = held(programme, on_release=TAKE_BACK, release_with={"unknown": 1})
    with pytest.raises(TypeError), transaction.atomic():
        services.decide(held=text, user=make_user("facilitator"), state="FALSE_ALARM")
    text.refresh_from_db()
    assert text.waits
    assert services.read_text(held=text) == SECRET


def test_one_decides_once(programme: Programme, make_user: Any) -> None:
    user = make_user("facilitator")
    text = held(programme)
    for state in ("PENDING", "MAYBE", ""):
        with pytest.raises(ValidationError):
            services.decide(held=text, user=user, state=state)
    services.decide(held=text, user=user, state="NO_DANGER")
    with pytest.raises(ValidationError, match="déjà décidé"):
        services.decide(held=text, user=user, state="FALSE_ALARM")


def test_the_database_refuses_to_erase_before_a_decision(programme: Programme) -> None:
    text = held(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldText.objects.filter(pk=text.pk).update(erased_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldText.objects.filter(pk=text.pk).update(state="NO_DANGER")


def test_the_alert_says_nothing_of_the_text(programme: Programme, make_user: Any) -> None:
    user = make_user("facilitator")
    make_user("national")
    make_user("pilot")
    text = held(programme)
    sent = Mail.objects.get()
    assert sent.recipient == user.email
    assert url(text) in sent.body
    assert not any(word in sent.subject + sent.body for word in ("libelle", "huit ans", ORIGIN))


def test_a_text_that_is_not_held_is_not_told(programme: Programme, make_user: Any) -> None:
    make_user("facilitator")

    @transaction.atomic
    def hold_then_fail() -> None:
        held(programme)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        hold_then_fail()
    assert not HeldText.objects.exists()
    assert not Mail.objects.exists()


def test_after_a_day_one_is_reminded_once(programme: Programme, make_user: Any) -> None:
    user = make_user("facilitator")
    programme.facilitator_contact = "contact@exemple.fr"
    programme.save()
    held(programme)
    now = timezone.now()
    assert services.escalate_waiting(now=now + timedelta(hours=23)) == 0
    assert services.escalate_waiting(now=now + timedelta(hours=25)) == 1
    assert services.escalate_waiting(now=now + timedelta(hours=26)) == 0
    reminded = Mail.objects.filter(kind="held_text.waits").order_by("recipient")
    assert [sent.recipient for sent in reminded] == ["contact@exemple.fr", user.email]


def test_what_runs_by_itself_does_both(programme: Programme, make_user: Any) -> None:
    user = make_user("facilitator")
    late = held(programme)
    done = services.decide(held=held(programme, "Un autre."), user=user, state="NO_DANGER")
    HeldText.objects.update(held_at=timezone.now() - timedelta(days=8))
    HeldText.objects.filter(pk=done.pk).update(decided_at=timezone.now() - timedelta(days=7))
    tasks.watch_held_texts()
    late.refresh_from_db()
    done.refresh_from_db()
    assert late.escalated_at is not None
    assert done.erased_at is not None


def test_the_list_costs_the_same_with_one_and_ten(
    programme: Programme, client_as: Any, make_user: Any
) -> None:
    client, user = client_as("facilitator"), make_user("facilitator")
    costs = []
    for rank in range(10):
        held(programme, f"Texte {rank}")
        services.decide(held=held(programme, f"Autre {rank}"), user=user, state="TRANSMITTED")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(list_url(programme)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[-1]


def test_the_pages_say_what_is_and_what_was(programme: Programme, client_as: Any) -> None:
    client = client_as("facilitator")
    assert "Aucun texte" in client.get(list_url(programme)).text
    text = held(programme)
    assert "1 texte attend une décision" in client.get(list_url(programme)).text
    assert "attend votre décision" in client.get(reverse("programmes:show", args=[programme.slug])).text
    refused = client.post(url(text), {"state": ""})
    assert refused.status_code == 200
    client.post(url(text), {"state": "TRANSMITTED"})
    services.erase_decided(now=timezone.now() + timedelta(days=7))
    page = client.get(url(text)).text
    assert "a été effacé" in page
    assert "Transmis à la CRIP" in page
    assert "Noter cette décision" not in page
