"""The fictional call: read by everybody, open today, built once, and no first name in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.calls.models import Call, Inquiry, Section
from maillage.calls.queries.page import OPEN, page_of, state_of
from maillage.core.childtext import findings
from maillage.demo.call import build_call, plan
from maillage.demo.services import open_programme
from maillage.programmes.models import HeldText


@pytest.fixture
def call(db: None) -> Call:
    today = timezone.localdate()
    return build_call(programme=open_programme(today=today), today=today)


def test_it_is_open_for_about_twenty_days(call: Call) -> None:
    assert state_of(call, timezone.now()) == OPEN
    assert timedelta(days=19) < call.closes_at - timezone.now() < timedelta(days=22)
    page = page_of(call)
    assert (len(page.sections), len(page.dates), len(page.documents), len(page.inquiries)) == (7, 6, 1, 3)
    assert Inquiry.objects.filter(answer="").count() == 1
    assert Client().get(f"/appels/{call.slug}/").status_code == 200


def test_it_is_built_once(call: Call) -> None:
    Section.objects.filter(call=call).update(body="Réécrit.")
    again = build_call(programme=call.programme, today=timezone.localdate())
    assert again == call
    assert set(Section.objects.values_list("body", flat=True)) == {"Réécrit."}


def test_it_speaks_of_nobody(call: Call) -> None:
    assert not HeldText.objects.exists()
    assert [one for part in plan()["section"] for one in findings(part["body"])] == []
