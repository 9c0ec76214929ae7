"""A suite stricter than production.

* an unknown variable in a template fails;
* warnings are errors (pyproject.toml);
* a GET may not write (the guards do it in production too);
* no socket leaves the machine;
* querysets without an order come back in a random one, so that no test rests on luck.
"""

from __future__ import annotations

import os
import random
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

# Before the settings are read (so not in pyproject.toml, which pytest-django reads first): the tests never touch
# anybody's data.
os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings"
os.environ["MAILLAGE_DATA"] = tempfile.mkdtemp(prefix="maillage-tests-")
Path(os.environ["MAILLAGE_DATA"], "static").mkdir()  # WhiteNoise warns about a missing folder
os.environ.setdefault("MAILLAGE_SECRET_KEY", "tests-only")
os.environ["MAILLAGE_DEMO"] = "0"
os.environ["MAILLAGE_SECOND_FACTOR"] = "0"

import django
import pytest

django.setup()

from django.conf import settings as _settings

# A file, as in production. In memory, the threads of the live server would share one connection: a page read would
# refuse what another page writes meanwhile, and their transactions would mix.
if _settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
        Path(os.environ["MAILLAGE_DATA"], "tests.sqlite3")
    )

from django.db.models import QuerySet
from django.test import Client
from hypothesis import settings as _examples

_examples.register_profile(
    "maillage", deadline=None
)  # no test is timed: a machine that is busy is not a failure
_examples.load_profile("maillage")

SHARED = Path(os.environ.get("MAILLAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real networks and reference values, kept beside the project and never committed."""
    if not (SHARED / "reference").is_dir():
        pytest.skip(
            "real networks are not here: put the shared folder beside the project or set MAILLAGE_SHARED"
        )
    return SHARED


class UnknownVariable(str):
    """What a template gets for a variable that does not exist."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"a template uses an unknown variable: {name}")


@pytest.fixture(autouse=True)
def _strict_templates(settings: Any) -> None:
    from django.template import engines

    for engine in engines.all():
        engine.engine.string_if_invalid = UnknownVariable()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _fast_and_quiet(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path
    settings.FRAGILE_DATABASE_ALLOWED = (
        True  # CI's PostgreSQL has no fsync; processes that tests start have none of this
    )
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _no_socket_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"a test tried to reach {host}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _random_order(monkeypatch: pytest.MonkeyPatch) -> None:
    real = QuerySet._fetch_all

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        real(self)
        sliced = self.query.is_sliced or self.query.distinct_fields or self.query.combinator
        if fresh and not self.ordered and not sliced and isinstance(self._result_cache, list):
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's own, then end the sessions that threads of the live server left on PostgreSQL: a database in
    use cannot be dropped."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test outside the analysis may use the database."""
    for item in items:
        if "analysis" not in item.path.parts and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


TODAY = date(2026, 11, 2)
ROLES = ("anonymous", "facilitator", "national", "pilot", "department", "contributor", "club")


@pytest.fixture
def programme(db: None) -> Any:
    from maillage.programmes.models import Programme

    return Programme.objects.create(
        name="Coopérer tôt",
        slug="cooperer-tot",
        facilitator_name="Un tiers",
        facilitator_contact="tiers@exemple.fr",
        legal_notice="Mission d’intérêt public. Réponses gardées le temps de la recherche.",
        places=10,
        starts_on=date(2025, 9, 1),
    )


def _territory(programme: Any, name: str, slug: str) -> Any:
    from maillage.territories.models import Territory

    return Territory.objects.create(
        programme=programme, name=name, slug=slug, department="93", joined_on=date(2025, 9, 1)
    )


@pytest.fixture
def territory(programme: Any) -> Any:
    return _territory(programme, "Les Trois-Ponts", "les-trois-ponts")


@pytest.fixture
def other_territory(programme: Any) -> Any:
    return _territory(programme, "Val-d’Ambre", "val-d-ambre")


@pytest.fixture
def three_actors(territory: Any) -> list[Any]:
    from maillage.territories.models import Actor

    rows = [
        ("Collège des Saules", "EDUCATION"),
        ("PMI du Centre", "DEPARTMENT"),
        ("Centre social La Passerelle", "SOCIAL_LIFE"),
    ]
    return [Actor.objects.create(territory=territory, name=n, sector=s, status="VALIDATED") for n, s in rows]


@pytest.fixture
def make_user(programme: Any, territory: Any) -> Callable[..., Any]:
    """`make_user("pilot")`: a user holding that role, today, on the territory (or on another one)."""
    from maillage.accounts.models import User
    from maillage.programmes.models import ProgrammeRole
    from maillage.territories.models import Role

    def make(role: str, *, on: Any = None) -> Any:
        user = User.objects.create_user(
            f"{role}-{User.objects.count()}@exemple.fr", full_name=f"Camille {role.title()}"
        )
        if role in {"facilitator", "national"}:
            ProgrammeRole.objects.create(
                programme=programme, user=user, kind=role.upper(), starts_on=date(2025, 9, 1)
            )
        else:
            Role.objects.create(
                territory=on or territory, user=user, kind=role.upper(), starts_on=date(2025, 9, 1)
            )
        return user

    return make


@pytest.fixture
def client_as(make_user: Callable[..., Any]) -> Callable[..., Client]:
    """`client_as("pilot")`: a browser signed in with that role."""

    def sign_in(role: str, *, on: Any = None) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(make_user(role, on=on), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
