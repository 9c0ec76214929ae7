"""Every page of the restitution, for every role; then an answer taken back while people read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.diagnosis.models import Diagnosis
from maillage.programmes.models import Programme
from maillage.sharing.models import Institution, SharedDiagnosis
from maillage.sharing.services import restitution_figures as figures
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from maillage.sharing.services.publication import publish
from maillage.sharing.services.restitution_reactions import react
from maillage.sharing.services.validation import record_validation
from maillage.surveys import tokens
from maillage.surveys.models import Participation, Sheet
from tests.sharing import restitution as play


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    return play.make_shared(territory, size=3)


@pytest.fixture
def pages(shared: SharedDiagnosis) -> dict[str, str]:
    """One address of each page, with something behind it."""
    reader, *_ = play.to_validation(shared)
    contest = react(reader=reader, item=play.items(shared)[0], kind="CONTEST", text="Faux.")
    one = Institution.objects.order_by("pk")[0]
    record_validation(institution=one, verdict="VALIDATED", decided_on=timezone.localdate(), user=None)
    publish(shared=shared, audience="PUBLIC", user=None)
    base = [shared.territory.slug, shared.pk]
    reading = preview.link_of(reader)
    pilot = mirror.link_of(one)
    return {
        "desk": reverse("restitution:desk", args=base),
        "letters": reverse("restitution:letters", args=base),
        "contest": reverse("restitution:contest", args=[*base, contest.pk]),
        "sign": reverse("restitution:sign", args=[*base, one.pk]),
        "publish": reverse("restitution:publish", args=base),
        "draft": reverse("restitution:draft_file", args=[*base, "pdf"]),
        "version": reverse("restitution:version", args=[*base, 1]),
        "version_file": reverse("restitution:version_file", args=[*base, 1, "pdf"]),
        "reading": reading[reading.index("/relecture/") :],
        "item": reading[reading.index("/relecture/") :] + f"passage/{play.items(shared)[0].key}/",
        "withdraw": reading[reading.index("/relecture/") :] + "retirer-ma-reponse/",
        "mirror": pilot[pilot.index("/relecture/") :],
        "public": reverse("published:show", args=[shared.territory.slug, shared.wave.number]),
        "file": reverse("published:file", args=[shared.territory.slug, shared.wave.number, 1, "pdf"]),
        "index": reverse("published:index"),
    }


DESK = ("desk", "letters", "contest", "sign", "publish", "draft")
LINKED = ("reading", "item", "withdraw", "mirror", "public", "file", "index")


@pytest.mark.parametrize(
    ("role", "desk", "version"),
    [
        ("facilitator", 200, 200),
        ("pilot", 200, 200),
        ("department", 404, 200),
        ("contributor", 404, 200),
        ("club", 404, 200),
        ("national", 404, 404),
        ("anonymous", 302, 302),
    ],
)
def test_who_opens_what(pages: dict[str, str], client_as: Any, role: str, desk: int, version: int) -> None:
    client = client_as(role)
    found = {name: client.get(address).status_code for name, address in pages.items()}
    assert {found[name] for name in DESK} == {desk}
    assert {found["version"], found["version_file"]} == {version}
    assert {found[name] for name in LINKED} == {200}


def test_a_facilitator_of_another_programme_finds_nothing(pages: dict[str, str], make_user: Any) -> None:
    other = Programme.objects.create(name="Autre", slug="autre", places=1, starts_on=timezone.localdate())
    user = make_user("facilitator")
    user.programme_roles.update(programme=other)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found = {name: client.get(address).status_code for name, address in pages.items()}
    assert {found[name] for name in (*DESK, "version")} == {404}


def test_a_pilot_of_another_territory_finds_nothing(
    pages: dict[str, str], client_as: Any, other_territory: Any
) -> None:
    client = client_as("pilot", on=other_territory)
    assert {client.get(pages[name]).status_code for name in (*DESK, "version")} == {404}


def test_a_link_opens_its_own_page_and_no_other(pages: dict[str, str], client: Client) -> None:
    reading, pilot = pages["reading"], pages["mirror"]
    assert client.get(reading.replace("/relecture/", "/relecture/pilote/")).status_code == 404
    assert client.get(pilot.replace("/relecture/pilote/", "/relecture/")).status_code == 404


def test_the_whole_way_from_the_desk(shared: SharedDiagnosis, client_as: Any) -> None:
    client = client_as("pilot")
    desk = reverse("restitution:desk", args=[shared.territory.slug, shared.pk])
    client.post(desk, {"do": "propose"})
    assert Institution.objects.filter(reads_first=True).count() == 3
    Institution.objects.update(email="institution@exemple.fr")
    refused = client.post(desk, {"do": "mirror", "until": "2020-01-01"})
    assert "déjà passée" in refused.content.decode()
    until = timezone.localdate() + timedelta(days=5)
    assert client.post(desk, {"do": "mirror", "until": until.isoformat()}).status_code == 302
    for each in Institution.objects.filter(reads_first=True):
        mirror.write_reading(institution=each, text="Une lecture.")
    assert "dix jours au moins" in client.post(desk, {"do": "preview", "days": "3"}).content.decode()
    assert client.post(desk, {"do": "preview", "days": "10"}).status_code == 302
    assert "La relecture est promise" in client.post(desk, {"do": "sign"}, follow=True).content.decode()
    shared.refresh_from_db()
    assert shared.step == "PREVIEW"


def _sheet(shared: SharedDiagnosis, participation: Participation) -> tuple[Sheet, str]:
    sheet = Sheet(
        wave=shared.wave,
        participation=participation,
        questionnaire="cooperation",
        questionnaire_version=1,
        notice_version="1",
        started_at=play.LONG_AGO,
        submitted_at=play.LONG_AGO,
    )
    receipt = tokens.receipt_of(sheet.public_id)
    sheet.receipt_digest = tokens.code_digest(receipt)
    sheet.save()
    return sheet, receipt


def test_an_answer_taken_back_while_people_read(shared: SharedDiagnosis, client: Client) -> None:
    reader, other, _ = play.open_preview(shared)
    participation = Participation.objects.get(wave=shared.wave, actor=reader.actor)
    _, receipt = _sheet(shared, participation)
    link = preview.link_of(reader)
    address = link[link.index("/relecture/") :]
    assert client.post(address + "retirer-ma-reponse/", {"receipt": "NIMPORTE"}).status_code == 200
    assert Diagnosis.objects.count() == 1
    client.post(address + "retirer-ma-reponse/", {"receipt": receipt})
    fresh = Diagnosis.objects.order_by("-pk")[0]
    assert "en train d’être recalculés" in client.get(address).content.decode()
    figures.follow(shared_id=shared.pk, diagnosis_id=fresh.pk)
    figures.follow(shared_id=shared.pk, diagnosis_id=fresh.pk)
    shared.refresh_from_db()
    assert shared.diagnosis == fresh
    assert [node["answered"] for node in shared.diagnosis.snapshot["nodes"]].count(False) == 1
    elsewhere = preview.link_of(other)
    page = client.get(elsewhere[elsewhere.index("/relecture/") :]).content.decode()
    assert "Les chiffres ont été recalculés sans elle" in page
    assert figures.watch() == 0


def test_an_answer_taken_back_by_its_own_link_is_seen_by_the_watch(shared: SharedDiagnosis) -> None:
    from maillage.surveys.services.sheets import withdraw_sheet

    reader, *_ = play.open_preview(shared)
    sheet, receipt = _sheet(shared, Participation.objects.get(wave=shared.wave, actor=reader.actor))
    withdraw_sheet(sheet=sheet, receipt=receipt)
    assert figures.watch() == 1
    assert figures.watch() == 0


def test_an_imported_answer_is_not_taken_back_by_a_link(shared: SharedDiagnosis) -> None:
    reader, *_ = play.open_preview(shared)
    with pytest.raises(ValidationError, match="Aucune réponse envoyée ici"):
        figures.withdraw_answer(reader=reader, receipt="")


@pytest.mark.parametrize("role", ["pilot", "contributor"])
def test_the_list_of_a_territory(shared: SharedDiagnosis, client_as: Any, role: str) -> None:
    """Members find what is published; those who conduct also find what is under way."""
    client = client_as(role)
    address = reverse("sharing:index", args=[shared.territory.slug])
    assert ("Vague 1" in client.get(address).content.decode()) is (role == "pilot")
    play.to_validation(shared)
    one = Institution.objects.order_by("pk")[0]
    record_validation(institution=one, verdict="VALIDATED", decided_on=timezone.localdate(), user=None)
    publish(shared=shared, audience="TERRITORY", user=None)
    assert "Version 1" in client.get(address).content.decode()


def test_opening_a_shared_diagnosis_is_for_those_who_conduct(shared: SharedDiagnosis, client_as: Any) -> None:
    diagnosis = shared.diagnosis
    shared.delete()
    address = reverse("sharing:begin", args=[diagnosis.territory.slug])
    assert client_as("contributor").post(address, {"diagnosis": diagnosis.pk}).status_code == 404
    pilot = client_as("pilot")
    assert pilot.post(address, {"diagnosis": "x"}).status_code == 404
    for _ in range(2):
        assert pilot.post(address, {"diagnosis": diagnosis.pk}).status_code == 302
    assert SharedDiagnosis.objects.count() == 1
