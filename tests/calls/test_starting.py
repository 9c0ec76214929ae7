"""The start of a territory, and the end of what has no reason to be kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from maillage.calls.models import (
    GRACE,
    Application,
    ApplicationState,
    Attachment,
    Call,
    LateCode,
    Revision,
    Submission,
)
from maillage.calls.services.attaching import attach
from maillage.calls.services.drafts import start_application
from maillage.calls.services.page import add_document
from maillage.calls.services.purging import purge_applications, refused_until, sweep_files
from maillage.calls.services.referents import add_referent
from maillage.calls.services.sending import submit_application, withdraw_application
from maillage.calls.services.starting import named_actors, open_territory
from maillage.core.models import Mail
from maillage.territories.models import Actor, ActorStatus, Role, RoleKind, Territory
from tests.calls.answering import ANSWERS, write_all
from tests.calls.test_sending import png
from tests.core.upload_files import docx

TODAY = date(2026, 11, 23)


@pytest.fixture
def sent(application: Application, authors: list[Any]) -> Application:
    write_all(application, authors[0])
    attach(application=application, user=authors[0], file=png())
    submit_application(application=application, user=authors[0])
    application.refresh_from_db()
    return application


def test_a_territory_opens_with_what_its_application_said(sent: Application, authors: list[Any]) -> None:
    referent = add_referent(
        call=sent.call, department="93", email="rim@departement.exemple", full_name="Rim Lacombelle"
    )
    started = open_territory(application=sent, today=TODAY)
    territory = Territory.objects.get()
    assert started.territory == territory
    assert (territory.name, territory.department, territory.joined_on) == ("Les Trois-Ponts", "93", TODAY)
    assert {area.code for area in territory.areas.all()} == {"93998", "QN09399I"}
    actors = {actor.name: actor for actor in territory.actors.all()}
    assert set(actors) == {
        "PMI du Centre", "Centre social La Passerelle", "Ludothèque", "Ville des Trois-Ponts", "Collège des Saules", "École des Tilleuls",
    }  # fmt: skip
    assert {actor.status for actor in actors.values()} == {ActorStatus.PROPOSED}
    assert actors["Collège des Saules"].sector == "EDUCATION"
    pilots = {role.user.email for role in Role.objects.filter(kind=RoleKind.PILOT)}
    assert pilots == {*(user.email for user in authors), "ville@exemple.fr"}
    assert Role.objects.get(kind=RoleKind.DEPARTMENT).user == referent.user
    assert {mail.recipient for mail in Mail.objects.filter(kind="territory_opened")} == pilots
    assert started.pilots == 3


def test_a_territory_opens_once(sent: Application) -> None:
    open_territory(application=sent, today=TODAY)
    with pytest.raises(ValidationError, match="déjà ouvert"):
        open_territory(application=sent, today=TODAY)
    assert Territory.objects.count() == 1


def test_neither_a_draft_nor_what_is_withdrawn_opens(sent: Application, authors: list[Any]) -> None:
    draft = start_application(call=sent.call, user=authors[0], name="Brouillon")
    withdraw_application(application=sent)
    for each in (draft, sent):
        with pytest.raises(ValidationError, match="déposée"):
            open_territory(application=each, today=TODAY)
    assert not Territory.objects.exists()


def test_a_name_that_is_refused_is_told_and_the_rest_opens(sent: Application) -> None:
    submission = Submission.objects.get()
    submission.answers["actors"].append({"name": "Mme Marie Durand", "sector": "NGO"})
    submission.save()
    started = open_territory(application=sent, today=TODAY)
    assert [name for name, _ in started.refused] == ["Mme Marie Durand"]
    assert started.actors == 6
    assert not Actor.objects.filter(name__contains="Durand").exists()


def test_one_structure_named_twice_is_one_actor() -> None:
    named = named_actors(
        {
            "actors": [
                {"name": "Ville des  Trois-Ponts", "sector": ""},
                {"name": "PMI", "sector": "DEPARTMENT"},
            ],
            "copilots": [{"name": "ville des trois ponts"}],
            "college": "Collège des Saules",
            "schools": [{"name": "collège des saules"}],
        }
    )
    assert named == {"Ville des Trois-Ponts": "", "PMI": "DEPARTMENT", "Collège des Saules": "EDUCATION"}
    assert named_actors({}) == {}


def _days(application: Application, **change: Any) -> Application:
    Application.objects.filter(pk=application.pk).update(**change)
    application.refresh_from_db()
    return application


def test_a_draft_never_sent_goes_thirty_days_after_the_end(
    application: Application, authors: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    write_all(application, authors[0])
    made = attach(application=application, user=authors[0], file=png())
    last = application.call.closes_at + timedelta(days=30)
    assert purge_applications(now=last) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_applications(now=last + timedelta(seconds=1)) == 1
    assert purge_applications(now=last + timedelta(days=1)) == 0
    assert not Application.objects.exists()
    assert not Revision.objects.exists()
    assert not Attachment.objects.exists()
    assert not made.file.storage.exists(made.file.name)


def test_a_file_that_no_row_names_goes_after_a_week(
    application: Application, call: Call, authors: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    kept = attach(application=application, user=authors[0], file=png())
    offered = add_document(call=call, title="Une note", file=SimpleUploadedFile("note.docx", docx()))
    with transaction.atomic():
        undone = attach(application=application, user=authors[0], file=png())
        transaction.set_rollback(True)
    folder = Path(undone.file.path).parent
    cut = folder / ".coupe.part"  # a server that was killed while it wrote
    cut.write_bytes(b"x")
    today = timezone.now()
    assert sweep_files(now=today + timedelta(days=6)) == 0
    assert sweep_files(now=today + timedelta(days=8)) == 2
    assert sweep_files(now=today + timedelta(days=8)) == 0
    assert [path.name for path in folder.iterdir()] == [Path(kept.file.path).name]
    assert Path(offered.file.path).exists()


def test_nothing_to_sweep_where_nothing_was_ever_kept(db: None) -> None:
    assert sweep_files() == 0


def test_a_late_code_keeps_its_draft(application: Application, authors: list[Any]) -> None:
    late = application.call.closes_at + timedelta(days=60)
    code = LateCode.objects.create(
        call=application.call, digest="x", reason="Panne", valid_until=late, given_by=authors[0]
    )
    _days(application, late_code=code)
    assert purge_applications(now=late) == 0
    assert purge_applications(now=late + timedelta(days=31)) == 1


def test_what_was_not_retained_goes_on_its_date(sent: Application) -> None:
    until = refused_until(sent.call)
    assert until.year - sent.call.closes_at.year == 2
    assert purge_applications(now=until - timedelta(seconds=1)) == 0
    assert purge_applications(now=until) == 1
    assert not Submission.objects.exists()


def test_what_is_withdrawn_goes_after_thirty_days(sent: Application) -> None:
    withdraw_application(application=sent, now=timezone.now() - timedelta(days=29))
    assert purge_applications() == 0
    _days(sent, withdrawn_at=timezone.now() - timedelta(days=31))
    assert purge_applications() == 1


def test_what_opened_a_territory_stays(sent: Application) -> None:
    open_territory(application=sent, today=TODAY)
    assert purge_applications(now=refused_until(sent.call) + timedelta(days=900)) == 0
    assert Application.objects.get().state == ApplicationState.SUBMITTED


def test_day_by_day_for_three_years_each_goes_once(sent: Application, authors: list[Any]) -> None:
    start_application(call=sent.call, user=authors[0], name="Brouillon")
    day, end, gone = sent.call.closes_at + GRACE, refused_until(sent.call) + timedelta(days=60), []
    while day < end:
        if erased := purge_applications(now=day):
            gone.append(((day - sent.call.closes_at).days, erased))
        day += timedelta(days=1)
    assert [erased for _, erased in gone] == [1, 1]
    assert gone[0][0] in {30, 31}
    assert abs(gone[1][0] - (refused_until(sent.call) - sent.call.closes_at).days) <= 1
    assert not Application.objects.exists()


def test_answers_are_those_that_were_sent(sent: Application) -> None:
    assert Submission.objects.get().answers["copilots"] == ANSWERS["copilots"]
