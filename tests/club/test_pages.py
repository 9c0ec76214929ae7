"""The pages of the Club, and what everybody reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.club.models import PeerReading, Practice, PracticeState, Revision
from maillage.club.services import propose_practice, read_as_peer, start_practice, withdraw_practice
from tests.club.conftest import CONTENT, KIND

Opener = Callable[..., Client]


def _in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(name: str, sheet: Practice, *more: Any) -> str:
    return reverse(f"club:{name}", args=[sheet.programme.slug, sheet.pk, *more])


def test_a_practice_goes_from_a_phone_to_everybody(
    author: Any, peer: Any, client_as: Opener, client: Client, territory: Any
) -> None:
    writer, start = _in(author), reverse("club:start", args=[territory.programme.slug])
    page = writer.get(start)
    sent = {**CONTENT, "territory": territory.pk, "key": page.context["key"]}
    shown = writer.post(start, sent, follow=True).content.decode()
    assert "C’est gardé." in shown
    sheet = Practice.objects.get()
    writer.post(_url("propose", sheet))
    reader = _in(peer)
    answer = {**KIND, "is_clear": "True", "is_repeatable": "True", "names_nobody": "True", "seen": "1"}
    assert "Merci." in reader.post(_url("read", sheet), answer, follow=True).content.decode()
    facilitator = client_as("facilitator")
    facilitator.post(_url("publish", sheet), {"depth": "DOCUMENTED"})
    public = client.get(reverse("practices:show", args=[sheet.slug])).content.decode()
    assert CONTENT["title"] in public
    assert "Documentée" in public
    assert author.full_name not in public
    assert CONTENT["title"] in client.get(reverse("practices:list")).content.decode()


def test_what_is_refused_is_said_and_the_rest_is_kept(author: Any, sheet: Practice) -> None:
    writer, url = _in(author), _url("edit", sheet, 3)
    page = writer.get(url).context
    data = {"seen": page["seen"], "key": page["key"], "time": "Deux heures."}
    data["course"] = "Le petit Kevin Marchand, 8 ans, sert le lait."
    shown = writer.post(url, data, follow=True).content.decode()
    assert "Le reste est gardé" in shown
    assert "Le déroulé" in shown
    assert "Kevin" in shown  # in its box, for its author to write again
    sheet_page = writer.get(_url("show", sheet)).content.decode()
    assert "Deux heures." in sheet_page
    assert "Kevin" not in sheet_page


def test_a_first_form_gives_back_what_it_refuses(author: Any, territory: Any) -> None:
    writer, url = _in(author), reverse("club:start", args=[territory.programme.slug])
    data = {**CONTENT, "territory": territory.pk, "key": str(uuid.uuid4())}
    data["course"] = "Le petit Kevin Marchand, 8 ans, sert le lait."
    assert "Kevin" in writer.post(url, data).content.decode()
    assert not Practice.objects.exists()
    writer.post(url, {**data, "course": CONTENT["course"]})
    assert Practice.objects.get().slug == "le-petit-dejeuner-du-jeudi"


def test_a_page_that_is_old_keeps_its_text(author: Any, sheet: Practice) -> None:
    writer, url = _in(author), _url("edit", sheet, 2)
    writer.post(url, {"seen": "1", "key": str(uuid.uuid4()), "need": CONTENT["need"], "aims": "Se voir."})
    old = writer.post(url, {"seen": "1", "key": str(uuid.uuid4()), "need": "Autre.", "aims": "Se voir."})
    page = old.content.decode()
    assert "pendant que vous écriviez" in page
    assert "Autre." in page


@pytest.mark.parametrize("role", ["pilot", "contributor", "club", "department"])
def test_a_draft_is_for_its_authors(client_as: Opener, sheet: Practice, role: str) -> None:
    assert client_as(role).get(_url("show", sheet)).status_code == 404
    assert client_as("facilitator").get(_url("show", sheet)).status_code == 200


def test_the_nation_reads_what_everybody_reads(client_as: Opener, public_sheet: Practice) -> None:
    nation = client_as("national")
    assert nation.get(_url("show", public_sheet)).status_code == 404
    assert nation.get(reverse("practices:show", args=[public_sheet.slug])).status_code == 200


def test_who_is_not_a_peer_does_not_read_as_one(client_as: Opener, proposed: Practice, peer: Any) -> None:
    assert client_as("pilot").get(_url("read", proposed)).status_code == 404
    reader = _in(peer)
    assert reader.get(_url("read", proposed)).status_code == 200
    for name in ("publish", "inspire", "withdraw", "authors"):
        assert reader.get(_url(name, proposed)).status_code == 404
    assert not PeerReading.objects.exists()


def test_what_is_not_published_is_nobody_s_page(client: Client, proposed: Practice) -> None:
    assert client.get(reverse("practices:show", args=[proposed.slug])).status_code == 404
    assert CONTENT["title"] not in client.get(reverse("practices:list")).content.decode()


def test_a_withdrawn_sheet_says_why(client: Client, public_sheet: Practice) -> None:
    withdraw_practice(practice=public_sheet, why="L’école a changé ses horaires.")
    gone = client.get(reverse("practices:show", args=[public_sheet.slug]))
    assert gone.status_code == 410
    assert "changé ses horaires" in gone.content.decode()
    assert CONTENT["need"] not in gone.content.decode()


def test_filters_stay_in_the_address(client: Client, public_sheet: Practice) -> None:
    url = reverse("practices:list")
    assert CONTENT["title"] in client.get(url, {"themes": "PARENTING"}).content.decode()
    assert "ne répond encore" in client.get(url, {"themes": "SPORT"}).content.decode()
    assert client.get(url, {"themes": "<script>", "page": "999"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(
    client: Client, author: Any, territory: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for rank in range(count):
        start_practice(
            programme=territory.programme,
            territory=territory,
            user=author,
            content={**CONTENT, "title": f"Pratique {rank}"},
            key=uuid.uuid4(),
        )
    writer = _in(author)
    with django_assert_max_num_queries(7):
        writer.get(reverse("club:list", args=[territory.programme.slug]))
    for each in Practice.objects.all():
        revision = Revision.objects.get(practice=each)
        Practice.objects.filter(pk=each.pk).update(
            state=PracticeState.PUBLISHED, published=revision, published_at=revision.written_at
        )
    with django_assert_max_num_queries(3):
        client.get(reverse("practices:list"))


def test_hostile_text_is_text(client: Client, author: Any, peer: Any, territory: Any) -> None:
    hostile = "<script>alert(1)</script> {{ x }} \"' & <img src=x onerror=1>"
    made = start_practice(
        programme=territory.programme,
        territory=territory,
        user=author,
        content={**CONTENT, "course": hostile, "summary": hostile},
        key=uuid.uuid4(),
    )
    sheet = propose_practice(practice=made.revision.practice)
    read_as_peer(practice=sheet, user=peer, seen=1, **KIND)
    from maillage.club.services import publish_practice

    publish_practice(practice=sheet, depth="SPOTTED")
    page = client.get(reverse("practices:show", args=[sheet.slug])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
