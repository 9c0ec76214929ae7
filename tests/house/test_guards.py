"""The default is closed: every door has its guard."""

from __future__ import annotations

from maillage.core.middleware import TRUSTED
from tests.house.doors import Door, doors


def _ours() -> list[Door]:
    """Our own doors: the pages of allauth carry the checks of their authors."""
    return [door for door in doors() if not door.view.__module__.startswith(TRUSTED)]


def test_every_view_has_a_guard() -> None:
    assert len(_ours()) > 20
    assert not [door.route for door in _ours() if not getattr(door.view, "guard", None)]


def test_only_the_account_is_left_to_others() -> None:
    others = set(doors()) - set(_ours())
    assert not [door.route for door in others if not door.route.startswith("compte/")]


def test_public_doors_are_few_and_known() -> None:
    public = {door.name for door in _ours() if getattr(door.view, "guard", None) == "public"}
    strangers = {name for name in public if ":" in name and not name.startswith("accounts:")}
    # A link or a code, before any sheet is in hand; then the frame and the script a phone keeps, which say nothing of anybody.
    # The card of a listed actor opens with the link that told it so, and the Département answers by a link; anybody may begin
    # an application to a call, whose page is for everybody. A diagnosis is read before it is published by a link of one's
    # own, and by everybody once it is. A table of a workshop, and whoever carries a commitment, write by their link.
    # Anybody may read a conversation, put a statement forward, and follow it with the receipt. Whoever has the link of a
    # meeting registers.
    assert strangers == {
        *(f"calls:{name}" for name in ("list", "show", "pdf", "dates", "news", "ask", "document")),
        "applications:start",
        "dashboard:feed",
        "applications:support",
        "respond:code",
        "respond:start",
        "respond:shell",
        "respond:worker",
        *(f"holding:{name}" for name in ("show", "agree", "reminders", "hand_on")),
        "public_plans:list",
        *(f"practices:{name}" for name in ("list", "news", "show")),
        *(f"published:{name}" for name in ("index", "show", "version", "file")),
        *(f"reading:{name}" for name in ("document", "react", "naming", "withdraw", "mirror", "join")),
        "reviewing:advice",
        *(f"speak:{name}" for name in ("read", "propose", "receipt", "ask_receipt")),
        *(f"attend:{name}" for name in ("register", "receipt", "leave", "here", "door", "walk_in", "ics")),
        *(f"tables:{name}" for name in ("draw", "say", "vote", "ballot")),
        "tables:sit",
        "territories:card",
    }


def test_a_territory_is_entered_by_a_predicate() -> None:
    """Whoever is signed in is not yet somebody of the territory."""
    loose = [
        door.route
        for door in _ours()
        if {"territory", "programme"} & set(door.arguments)
        and getattr(door.view, "guard", "") in {"public", "signed_in"}
    ]
    assert not loose


def test_an_address_ends_with_a_slash_or_a_file_name() -> None:
    odd = [
        door.route
        for door in _ours()
        if door.route and not door.route.endswith("/") and "." not in door.route.rsplit("/", 1)[-1]
    ]
    assert not odd
