"""The default is closed: every door has its guard."""

from __future__ import annotations

from tests.house.doors import doors


def test_every_view_has_a_guard() -> None:
    open_doors = [door.route for door in doors() if not getattr(door.view, "guard", None)]
    assert not open_doors


def test_public_doors_are_few_and_known() -> None:
    public = {door.name for door in doors() if getattr(door.view, "guard", None) == "public"}
    strangers = {name for name in public if ":" in name and not name.startswith("accounts:")}
    assert not strangers


def test_a_territory_is_entered_by_a_predicate() -> None:
    """Whoever is signed in is not yet somebody of the territory."""
    loose = [
        door.route
        for door in doors()
        if {"territory", "programme"} & set(door.arguments)
        and getattr(door.view, "guard", "") in {"public", "signed_in"}
    ]
    assert not loose


def test_addresses_are_french_and_end_with_a_slash_or_a_file_name() -> None:
    odd = [
        door.route
        for door in doors()
        if door.route and not door.route.endswith("/") and "." not in door.route.rsplit("/", 1)[-1]
    ]
    assert not odd
