"""`python -m maillage demo` never mixes with real work, and rebuilds nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maillage.demo import services
from maillage.programmes.models import Programme
from maillage.territories.models import Territory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"


def test_real_work_is_never_mixed_with_the_demonstration(programme: Programme) -> None:
    with pytest.raises(CommandError, match="vrai programme"):
        call_command("demo", build_only=True)
    assert not Territory.objects.exists()


def test_a_complete_demonstration_is_left_as_it_is() -> None:
    services.build_programme(say=lambda line: None, places=[])
    said = StringIO()
    call_command("demo", build_only=True, stdout=said)
    assert "rien n’est reconstruit" in said.getvalue()
    assert not Territory.objects.exists()
