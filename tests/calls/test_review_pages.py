"""The pages of the review: who opens them, what each one sees, and how many questions they ask the base."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.calls.models import Advice, Application, Assignment, Attachment, Call, Conflict, Remark, Review
from maillage.calls.queries.reviewing import code_of
from maillage.calls.services.advice import ask_advice
from maillage.calls.services.review_setup import change_reviewer
from maillage.core.models import Mail
from maillage.programmes.models import Programme, ProgrammeRole
from tests.calls.reviewers import REASONS, give, grid, levels, phase, reader, reviewed, sent

Browser = Callable[[Any], Client]
OTHERS = "Une lecture que l’on ne doit pas voir trop tôt."
DESK = ("show", "assignment", "preview", "advices", "phases", "grid", "criterion_add", "people")


def _file(application: Application, name: str = "show") -> str:
    return reverse(f"reviewing:{name}", args=[application.call.slug, application.reference])


def _desk(call: Call, name: str, *more: Any) -> str:
    return reverse(f"review:{name}", args=[call.programme.slug, call.slug, *more])


@pytest.fixture
def facilitator(make_user: Callable[..., Any], call: Call) -> Any:
    user = make_user("facilitator")
    ProgrammeRole.objects.filter(user=user).update(programme=call.programme)
    return user


def test_a_file_is_opened_by_who_reads_it_only(
    call: Call, browser_of: Browser, facilitator: Any, authors: list[Any], make_user: Callable[..., Any]
) -> None:
    grid(call)
    phase(call)
    mine, recused, stranger = reader(call, "Ana"), reader(call, "Bob"), reader(call, "Eve")
    file = sent(call, "Val-Clair")
    give(mine, file)
    give(recused, file)
    Conflict.objects.create(
        reviewer=recused, application=file, level="HARD", source="DECLARED", reason="Un lien"
    )
    other = Call.objects.create(
        programme=call.programme, title="Autre", slug="autre", summary="S", contact_email="a@exemple.fr",
        opens_at=call.opens_at, closes_at=call.closes_at,
    )  # fmt: skip
    elsewhere = reader(other, "Luc")
    phase(other, all_files=True)
    author = file.authors.get().user  # type: ignore[attr-defined]
    nobody = [
        recused.user,
        stranger.user,
        elsewhere.user,
        author,
        authors[0],
        facilitator,
        make_user("national"),
    ]
    for name in ("show", "conflict", "remark"):
        assert browser_of(mine.user).get(_file(file, name)).status_code == 200
        assert [browser_of(one).get(_file(file, name)).status_code for one in nobody] == [404] * 7
    for name in ("show", "keep", "conflict", "remark"):
        assert {browser_of(one).post(_file(file, name)).status_code for one in nobody} == {404}
        assert Client().get(_file(file, name)).status_code in {302, 405}
    assert browser_of(elsewhere.user).get(reverse("reviewing:index", args=[call.slug])).status_code == 404
    assert browser_of(recused.user).get(reverse("reviewing:index", args=[call.slug])).status_code == 200


def test_the_desk_belongs_to_the_facilitators_of_the_programme(
    call: Call, browser_of: Browser, facilitator: Any, make_user: Callable[..., Any]
) -> None:
    file, one = sent(call, "Val-Clair"), reader(call, "Ana")
    elsewhere = make_user("facilitator")
    away = Programme.objects.create(
        name="Autre",
        slug="autre",
        facilitator_name="T",
        facilitator_contact="t@exemple.fr",
        starts_on="2026-01-01",
    )
    ProgrammeRole.objects.filter(user=elsewhere).update(programme=away)
    author = file.authors.get().user  # type: ignore[attr-defined]
    addresses = [_desk(call, name) for name in DESK] + [_desk(call, "file", file.reference)]
    for address in addresses:
        assert browser_of(facilitator).get(address).status_code == 200, address
        for user in (one.user, author, elsewhere):
            assert browser_of(user).get(address).status_code == 404, address
        assert Client().get(address).status_code == 302


def test_one_is_blind_until_ones_own_review_is_in(call: Call, browser_of: Browser, facilitator: Any) -> None:
    grid(call)
    phase(call, unsigned=True)
    one, two, file = reader(call, "Ana Lise"), reader(call, "Bob Martel"), sent(call, "Val-Clair")
    other = reviewed(two, file, 3)
    Review.objects.filter(pk=other.pk).update(comment=OTHERS)
    Remark.objects.create(application=file, author=facilitator, text="Une remarque du jury.")
    give(one, file)
    browser = browser_of(one.user)
    before = browser.get(_file(file)).content.decode()
    assert OTHERS not in before
    assert "remarque du jury" not in before
    assert "Connue des familles</strong>" not in before
    scores = {f"c-{key}": "x" if value is None else value for key, value in levels(1).items()}
    done = browser.post(_file(file), scores | {"comment": REASONS, "seen": "1", "give": "1"}, follow=True)
    after = done.content.decode()
    assert OTHERS in after
    assert "remarque du jury" in after
    assert "Bob Martel" not in after
    assert "Expertise A" in after
    assert Review.objects.get(assignment__reviewer=one).state == "IN"


def test_a_draft_is_kept_as_one_goes_and_when_it_is_not_ready(call: Call, browser_of: Browser) -> None:
    grid(call)
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    browser = browser_of(one.user)
    kept = browser.post(_file(file, "keep"), {"c-objectifs": "2", "comment": "Un début"})
    assert "Gardé à" in kept.content.decode()
    page = browser.post(_file(file), {"c-objectifs": "3", "comment": "Un début", "seen": "1", "give": "1"})
    assert "Il reste à se prononcer" in page.content.decode()
    review = Review.objects.get()
    assert (review.state, review.scores) == ("DRAFT", {"objectifs": 3})
    assert 'value="3" checked' in page.content.decode()
    child = browser.post(_file(file), {"c-objectifs": "1", "comment": "Kevin Martin, 8 ans, est absent."})
    assert "Kevin Martin" in child.content.decode()
    assert "pas gardé" in child.content.decode()
    review.refresh_from_db()
    assert (review.scores, review.comment) == ({"objectifs": 1}, "Un début")


def test_anonymised_pages_do_not_say_who_applies(call: Call, browser_of: Browser) -> None:
    grid(call)
    phase(call, anonymised=True)
    one = reader(call, "Ana", departments=["93"])
    file = sent(call, "Val-Clair", obstacles="À Val-Clair, tout tient à trois personnes.")
    give(one, file)
    joined = Attachment(application=file, question="file", name="val-clair.pdf", kind="pdf", size=4)
    joined.file.save("val-clair.pdf", ContentFile(b"%PDF"))
    Conflict.objects.create(
        reviewer=one, application=file, level="SOFT", source="DETECTED", reason="Travaille dans le 93."
    )
    browser = browser_of(one.user)
    for address in (
        reverse("reviewing:index", args=[call.slug]),
        _file(file),
        _file(file, "conflict"),
        _file(file, "remark"),
    ):
        page = browser.get(address).content.decode()
        assert code_of(file) in page
        for name in ("Val-Clair", "val-clair", "Trois-Ponts", "Collège des Saules", "93."):
            assert name not in page, (address, name)
    files = reverse("reviewing:attachment", args=[call.slug, file.reference, joined.pk])
    assert browser.get(files).status_code == 404


def test_what_others_say_does_not_name_an_anonymised_file(
    call: Call, browser_of: Browser, facilitator: Any
) -> None:
    grid(call)
    phase(call, anonymised=True, others="ALWAYS")
    one, two, file = reader(call, "Ana"), reader(call, "Bob"), sent(call, "Val-Clair")
    other = reviewed(two, file, 3)
    Review.objects.filter(pk=other.pk).update(comment="À Val-Clair, la gouvernance est partagée.")
    Remark.objects.create(application=file, author=facilitator, text="J’ai appelé Val-Clair hier.")
    Advice.objects.create(
        application=file, email="a@exemple.fr", capacity="Mairie de Val-Clair", token_digest="x",
        state="YES", answered_at=file.submitted_at,
    )  # fmt: skip
    give(one, file)
    page = browser_of(one.user).get(_file(file)).content.decode()
    assert "la gouvernance est partagée" in page
    assert "J’ai appelé" in page
    assert "Val-Clair" not in page


def test_between_phases_the_file_is_closed(call: Call, browser_of: Browser) -> None:
    grid(call)
    on = phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair", obstacles="Un passage reconnaissable.")
    reviewed(one, file, 2)
    joined = Attachment(application=file, question="file", name="lettre.pdf", kind="pdf", size=4)
    joined.file.save("lettre.pdf", ContentFile(b"%PDF"))
    files = reverse("reviewing:attachment", args=[call.slug, file.reference, joined.pk])
    browser = browser_of(one.user)
    assert "Un passage reconnaissable" in browser.get(_file(file)).content.decode()
    assert browser.get(files).status_code == 200
    on.ends_at = on.starts_at.replace(microsecond=1)
    on.starts_at = on.ends_at.replace(year=2020)
    on.save()
    page = browser.get(_file(file)).content.decode()
    assert "Un passage reconnaissable" not in page
    assert REASONS in page
    assert browser.get(files).status_code == 404


def test_declaring_a_hard_tie_takes_the_file_away(call: Call, browser_of: Browser) -> None:
    phase(call)
    one, file = reader(call, "Ana"), sent(call, "Val-Clair")
    give(one, file)
    browser = browser_of(one.user)
    soft = browser.post(_file(file, "conflict"), {"level": "SOFT", "reason": "J’y ai étudié."}, follow=True)
    assert "J’y ai étudié." in soft.content.decode()
    gone = browser.post(_file(file, "conflict"), {"level": "HARD", "reason": "J’y travaille."}, follow=True)
    assert "ira à quelqu’un d’autre" in gone.content.decode()
    assert browser.get(_file(file)).status_code == 404


def test_the_organiser_sees_who_wrote_what_and_what_does_not_count(
    call: Call, browser_of: Browser, facilitator: Any
) -> None:
    grid(call)
    phase(call)
    one, two, file = reader(call, "Ana Lise"), reader(call, "Bob Martel"), sent(call, "Val-Clair")
    reviewed(one, file, 3)
    reviewed(two, file, 0)
    give(reader(call, "Eve"), file)
    browser = browser_of(facilitator)
    table = browser.get(_desk(call, "show")).content.decode()
    assert "2 expertises sur 3 rendues" in table
    assert 'aria-label="Notes sur 100\u00a0: 0, 100"' in table
    page = browser.get(_desk(call, "file", file.reference)).content.decode()
    assert "Médiane 50 sur 100, de 0 à 100" in page
    assert "Bob Martel" in page
    assert "avant sa correction" not in page
    first = file.submissions.get()  # type: ignore[attr-defined]
    first.pk, first.number = None, 2
    first.save()
    assert browser.get(_desk(call, "file", file.reference)).content.decode().count("avant sa correction") == 2
    change_reviewer(reviewer=two, organisation="Mairie de Val-Clair", departments=[])
    page = browser.get(_desk(call, "file", file.reference)).content.decode()
    assert "Une seule expertise est rendue" in page
    assert "ne compte pas" in page
    assert "une seule expertise" in browser.get(_desk(call, "show")).content.decode()


def test_the_organiser_prepares_everything_from_the_pages(
    call: Call, browser_of: Browser, facilitator: Any
) -> None:
    browser, file = browser_of(facilitator), sent(call, "Val-Clair")
    browser.post(_desk(call, "use_grid"))
    assert call.criteria.count() == 9  # type: ignore[attr-defined]
    dates = {"starts_at": "2026-01-01T09:00", "ends_at": "2027-01-01T09:00"}
    browser.post(_desk(call, "phases"), {"label": "Lecture", "kind": "READING", "others": "NEVER"} | dates)
    assert call.review_phases.count() == 1  # type: ignore[attr-defined]
    invited = {"email": "ana@lecture.exemple", "full_name": "Ana", "departments": "93, 2a"}
    browser.post(_desk(call, "people"), invited)
    one = call.reviewers.get()  # type: ignore[attr-defined]
    assert one.departments == ["2A", "93"]
    assert reverse("reviewing:index", args=[call.slug]) in Mail.objects.get(kind="reviewer_invited").body
    wrong = browser.post(
        _desk(call, "people"), invited | {"email": "b@lecture.exemple", "departments": "999"}
    )
    assert "n’existent pas" in wrong.content.decode()
    preview = browser.get(_desk(call, "preview"), {"each": "2"}).content.decode()
    assert "1\u00a0attribution" in preview
    assert "Travaille dans le département 93" in preview
    assert not Assignment.objects.exists()
    browser.post(_desk(call, "preview"), {"each": "2"})
    given = Assignment.objects.get()
    assert given.automatic
    browser.post(_desk(call, "unassign", given.pk))
    done = browser.post(_desk(call, "assignment"), {"reviewer": one.pk, "application": file.pk}, follow=True)
    assert "À savoir" in done.content.decode()
    assert not Assignment.objects.get().automatic


def test_advice_is_given_without_an_account(call: Call, browser_of: Browser, facilitator: Any) -> None:
    file = sent(call, "Val-Clair")
    ask_advice(application=file, email="rectorat@exemple.fr", capacity="Rectorat")
    body = Mail.objects.get(kind="advice_asked").body
    address = "/avis/" + body.split("/avis/")[1].split()[0]
    page = Client().get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Val-Clair" in page.content.decode()
    assert Advice.objects.get().answered_at is None
    again = Client().post(address, {"state": "NO"})
    assert "Dites pourquoi" in again.content.decode()
    thanks = Client().post(address, {"state": "NO", "reason": "Le périmètre n’est pas arrêté."})
    assert "Merci" in thanks.content.decode()
    closed, unknown = Client().get(address), Client().get("/avis/inconnu/")
    assert (closed.status_code, closed.content) == (unknown.status_code, unknown.content)
    assert Client().post(address, {"state": "YES"}).status_code == 410
    assert Advice.objects.get().state == "NO"
    assert "1/1" in browser_of(facilitator).get(_desk(call, "show")).content.decode()


def _asked(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_one_file_or_three_ask_the_base_the_same(call: Call, browser_of: Browser, facilitator: Any) -> None:
    grid(call)
    phase(call)
    people = [reader(call, "Ana", departments=["93"]), reader(call, "Bob", departments=["93"])]
    desk = [
        _desk(call, name) for name in ("show", "assignment", "preview", "advices", "people", "phases", "grid")
    ]
    mine = reverse("reviewing:index", args=[call.slug])
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            file = sent(call, name)
            reviewed(people[0], file, 3)
            reviewed(people[1], file, 1)
            ask_advice(application=file, email="caf@exemple.fr", capacity="CAF")
            Conflict.objects.create(
                reviewer=people[0], application=file, level="SOFT", source="DECLARED", reason="Un lien"
            )
        reviewers = browser_of(people[0].user)
        organiser = browser_of(facilitator)
        counts.append([_asked(organiser, address) for address in desk] + [_asked(reviewers, mine)])
    assert counts[0] == counts[1]


def test_one_review_or_three_ask_the_base_the_same(call: Call, browser_of: Browser, facilitator: Any) -> None:
    grid(call)
    phase(call, others="ALWAYS")
    file, mine = sent(call, "Val-Clair"), reader(call, "Ana")
    give(mine, file)
    counts = []
    for names in (["Bob"], ["Eve", "Luc"]):
        for name in names:
            one = reader(call, name, departments=["93"])
            reviewed(one, file, 2)
            Conflict.objects.create(
                reviewer=one, application=file, level="SOFT", source="DECLARED", reason=name
            )
            Remark.objects.create(application=file, author=one.user, text="Une remarque.")
            ask_advice(application=file, email=f"{name}@avis.exemple", capacity="CAF")
        organiser = browser_of(facilitator)
        counts.append(
            [
                _asked(organiser, _desk(call, "file", file.reference)),
                _asked(browser_of(mine.user), _file(file)),
            ]
        )
    assert counts[0] == counts[1]
