"""Whatever a respondent may type, in whatever field of whatever screen, a sentence on a child stays nowhere in clear (PRIV-52)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from maillage.programmes.models import HeldText
from maillage.surveys.models import Wave
from maillage.surveys.services import collecting
from tests.surveys.test_respond import choices, fields, wave

__all__ = ["wave"]
CHILD = "Le petit Kevin, 8 ans, est battu"
TYPED = re.compile(r"<(?:textarea|input)\b[^>]*>")


def typed_fields(html: str) -> list[str]:
    """The names of the fields where one types, found in the page."""
    free = [
        tag
        for tag in TYPED.findall(html)
        if tag.startswith("<textarea") or not re.search(r'type="(hidden|radio|checkbox|submit)"', tag)
    ]
    return [found.group(1) for tag in free if (found := re.search(r'name="([^"]+)"', tag))]


def everything() -> str:
    """All that the base keeps, the mails included."""
    rows = [list(model._default_manager.values()) for model in apps.get_models()]
    return json.dumps(rows, default=str, ensure_ascii=False)


@pytest.mark.parametrize("door", ["actor", "residents"])
def test_no_field_keeps_a_sentence_on_a_child(wave: Wave, door: str) -> None:
    token = (
        collecting.invite(participation=wave.roster.order_by("pk")[0]).token
        if door == "actor"
        else collecting.open_to_residents(wave=wave)
    )
    client, written, held = Client(), set(), False
    address = client.post(f"/r/{token}/", {"language": "fr", "path": "full"})["Location"]
    for _ in range(60):
        page = client.get(address)
        if page.status_code == 302:
            address = page["Location"]
            continue
        if "feuille/relire" in address:
            break
        html = page.content.decode()
        posted: dict[str, Any] = fields(html)
        for name, values in choices(html).items():
            posted[name] = values[:2] if name == "partners" else values[:1]
        here = typed_fields(html)
        written.update(here)
        answer = client.post(address, posted | dict.fromkeys(here, CHILD))
        if answer.status_code != 302:  # refused: nothing was kept of it, the screen is passed without
            answer = client.post(address, posted)
        address = answer["Location"]
    assert "feuille/relire" in address
    client.post(address, fields(client.get(address).content.decode()))
    held = HeldText.objects.exists()
    assert "Kevin" not in everything()
    assert held is bool(written), "what was not refused waits for somebody to read it"
    assert bool(written) is (door == "actor"), "residents never have to type"
