"""The mirror of the pilots, then the preview: who is asked, who sees what, and what may not be hurried."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import Mail
from maillage.sharing.models import PilotReading, Reader, SharedDiagnosis, Step
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from tests.sharing import restitution as play


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    return play.make_shared(territory, size=3)


def address(link: str) -> str:
    return link[link.index("/relecture/") :]


def test_each_pilot_writes_alone_and_they_meet_when_all_are_in(
    shared: SharedDiagnosis, client: Client
) -> None:
    now = timezone.now()
    first, second, third = play.open_mirror(shared, now=now)
    assert Mail.objects.filter(kind="mirror").count() == 3
    pages = [address(mirror.link_of(each)) for each in (first, second, third)]
    client.post(pages[0], {"text": "Une lecture singulière."})
    client.post(pages[1], {"text": "Un autre regard."})
    assert "Une lecture singulière." in client.get(pages[0]).content.decode()
    assert "Une lecture singulière." not in client.get(pages[1]).content.decode()
    client.post(pages[2], {"text": "Le regard de la ville."})
    met = client.get(pages[1]).content.decode()
    assert "Une lecture singulière." in met
    assert "Le regard de la ville." in met
    assert Mail.objects.filter(kind="mirror_met").count() == 3
    client.post(pages[1], {"text": "Trop tard."})
    assert PilotReading.objects.count() == 3


def test_nobody_else_reads_the_mirror(shared: SharedDiagnosis, client_as: Any) -> None:
    institutions = play.open_mirror(shared)
    mirror.write_reading(institution=institutions[0], text="Une lecture singulière.", now=play.LONG_AGO)
    mirror.write_reading(institution=institutions[1], text="Un regard réservé.", now=play.LONG_AGO)
    for role in ("facilitator", "pilot"):
        page = client_as(role).get(_desk(shared)).content.decode()
        assert "Lecture écrite" in page or "Les lectures sont réunies" in page
        assert "singulière" not in page
        assert "réservé." not in page


def _desk(shared: SharedDiagnosis) -> str:
    return reverse("restitution:desk", args=[shared.territory.slug, shared.pk])


def test_what_was_written_before_is_kept(shared: SharedDiagnosis) -> None:
    now = timezone.now()
    first, *_ = play.open_mirror(shared, now=now)
    mirror.write_reading(institution=first, text="D’abord.", now=now)
    mirror.write_reading(institution=first, text="Ensuite.", now=now)
    assert list(PilotReading.objects.order_by("pk").values_list("text", flat=True)) == [
        "D’abord.",
        "Ensuite.",
    ]


def test_a_reading_that_may_name_a_child_is_held_and_comes_back(
    shared: SharedDiagnosis, make_user: Any
) -> None:
    from maillage.programmes.held_texts.services import decide
    from maillage.programmes.models import HeldText

    now = timezone.now()
    first, *_ = play.open_mirror(shared, now=now)
    text = "Le petit Kylian, 8 ans, est frappé par son père."
    row = mirror.write_reading(institution=first, text=text, now=now)
    assert row.text == ""
    assert text not in str(list(PilotReading.objects.values()))
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state="FALSE_ALARM")
    row.refresh_from_db()
    assert row.text == text


def test_the_preview_waits_for_the_readings_or_their_day(shared: SharedDiagnosis) -> None:
    now = timezone.now()
    with pytest.raises(ValidationError, match="Demandez d’abord"):
        preview.open_preview(shared=shared, user=None)
    first, *_ = play.open_mirror(shared, now=now)
    mirror.write_reading(institution=first, text="Une lecture.", now=now)
    with pytest.raises(ValidationError, match="Toutes les lectures ne sont pas là"):
        preview.open_preview(shared=shared, user=None, now=now)
    preview.open_preview(shared=shared, user=None, now=now + timedelta(days=7))
    shared.refresh_from_db()
    assert shared.step == Step.PREVIEW


def test_a_preview_lasts_ten_days_at_least_and_is_not_shortened(shared: SharedDiagnosis) -> None:
    now = timezone.now()
    for each in play.open_mirror(shared, now=now):
        mirror.write_reading(institution=each, text="Une lecture.", now=now)
    with pytest.raises(ValidationError, match="dix jours au moins"):
        preview.open_preview(shared=shared, user=None, days=9, now=now)
    preview.open_preview(shared=shared, user=None, days=10, now=now)
    with pytest.raises(ValidationError, match="ne se raccourcit pas"):
        preview.open_validation(shared=shared, now=now + timedelta(days=9, hours=23))
    preview.open_validation(shared=shared, now=now + timedelta(days=10))
    with pytest.raises(ValidationError, match="déjà ouverte"):
        preview.open_preview(shared=shared, user=None, now=now)


def test_everybody_gets_a_link_of_its_own(shared: SharedDiagnosis, client: Client) -> None:
    readers = play.open_preview(shared)
    assert [each.way for each in readers] == ["MAIL", "LETTER", "MAIL"]
    mails = Mail.objects.filter(kind="preview")
    assert mails.count() == 2
    links = {preview.link_of(each) for each in readers}
    assert len(links) == 3
    kept = str(list(Reader.objects.values()))
    assert not any(link.rstrip("/").rpartition("/")[2] in kept for link in links)
    for reader in readers:
        page = client.get(address(preview.link_of(reader)))
        assert page.status_code == 200
        assert reader.actor.name in page.content.decode()
    assert client.get("/relecture/inconnu/").status_code == 404


def test_a_mail_server_that_is_down_loses_nothing(shared: SharedDiagnosis, settings: Any) -> None:
    from maillage.core.outbox import deliver

    settings.EMAIL_BACKEND = "tests.sharing.restitution.Down"
    play.open_preview(shared)
    deliver()
    waiting = Mail.objects.filter(kind="preview").exclude(state="SENT")
    assert waiting.count() == 2
    assert all("/relecture/" in each.body for each in waiting)


def test_an_institution_is_listed_once_and_stays_once_asked(shared: SharedDiagnosis) -> None:
    institutions = play.open_mirror(shared)
    with pytest.raises(ValidationError, match="déjà dans la liste"):
        mirror.add_institution(shared=shared, name="Ville")
    with pytest.raises(ValidationError, match="déjà sollicitée"):
        mirror.remove_institution(institution=institutions[0])
    with pytest.raises(ValidationError, match="déjà demandées"):
        mirror.add_institution(shared=shared, name="Agglomération", reads_first=True)
    mirror.add_institution(shared=shared, name="Agglomération")


def test_a_mirror_needs_two_pilots_and_their_addresses(shared: SharedDiagnosis) -> None:
    until = timezone.now() + timedelta(days=7)
    mirror.add_institution(shared=shared, name="État", reads_first=True)
    with pytest.raises(ValidationError, match="deux au moins"):
        mirror.open_mirror(shared=shared, until=until, user=None)
    mirror.add_institution(shared=shared, name="Ville", email="ville@exemple.fr", reads_first=True)
    with pytest.raises(ValidationError, match=r"adresse électronique pour.*État"):
        mirror.open_mirror(shared=shared, until=until, user=None)
