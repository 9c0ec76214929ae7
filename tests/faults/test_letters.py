"""The letters of a composition when the mail server is down for a day: they wait, then each leaves once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail.backends import smtp as django_smtp
from django.utils import timezone

from maillage.calls.models import Call
from maillage.calls.services.composition import decide, send_letters
from maillage.core import outbox
from maillage.core.models import Mail, State
from maillage.programmes.models import Programme
from tests.calls.composed import read_all, six_applications
from tests.faults.history import read
from tests.faults.smtp import Server
from tests.faults.test_smtp_faults import DAY, START, minutes, settle, sweep


@pytest.fixture
def call(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Six applications for two places, their letters read over."""
    monkeypatch.setattr(django_smtp.DNS_NAME, "_fqdn", "localhost", raising=False)
    now = timezone.now()
    made = Call.objects.create(
        programme=programme, title="Appel", slug="appel", summary="Une phrase.", contact_email="a@exemple.fr", places=2,
        opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=1), published_at=now,
    )  # fmt: skip
    six_applications(made)
    decide(call=made)
    read_all(made)
    return made


def test_the_letters_of_a_composition_without_server(server: Server, call: Call) -> None:
    server.stop()
    assert send_letters(call=call) == 6
    letters = list(Mail.objects.filter(kind="application_decision").order_by("pk"))
    assert sweep(minutes(0, DAY, step=5)) == 0
    assert {mail.state for mail in Mail.objects.all()} == {State.WAITING}
    assert outbox.server_trouble() == "Le serveur d’envoi refuse la connexion."
    assert send_letters(call=call) == 0, "sent again by hand, they are not written twice"
    server.start()
    settle()
    figures = read(server, letters)
    assert (figures.asked, figures.lost, figures.duplicates) == (6, 0, 0)
    assert len(server.ids) == 6
    assert sweep([START + timedelta(days=3)]) == 0
