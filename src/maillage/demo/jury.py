"""A call that is closed: thirty fictional applications, read by six people, ready to be composed. Played through the services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user
from maillage.calls.models import (
    Application,
    Assignment,
    Call,
    ConflictLevel,
    Criterion,
    Reviewer,
    Support,
)
from maillage.calls.queries.conflicts import hard_pairs
from maillage.calls.queries.review import table_of
from maillage.calls.services import composition, drafts, review_assigning, review_conflicts, review_setup
from maillage.calls.services import page as pages
from maillage.calls.services.advice import ask_advice, give_advice
from maillage.calls.services.referents import add_referent
from maillage.calls.services.reviewing import save_review, send_review, write_remark
from maillage.calls.services.sending import submit_application
from maillage.calls.services.support import answer_support, ask_support, share_with_department
from maillage.demo.dossiers import COMMENTS, answers_for
from maillage.demo.places import PLACES
from maillage.programmes.models import Programme
from maillage.territories.models import Commune

SLUG: Final = "cooperer-plus-tot-automne"
FILES: Final = 30
EACH: Final = 3
# Name, address, structure, départements.
READERS: Final[tuple[tuple[str, str, str, list[str]], ...]] = (
    ("Hortense Valmore", "expertise@exemple.fr", "Observatoire des coopérations locales (fictif)", []),
    ("Baptiste Lanoue", "expertise-2@exemple.fr", "Coordination des cités d’essai (fictive)", ["59", "62"]),
    ("Aïcha Fontbelle", "expertise-3@exemple.fr", "Réseau des fondations de l’enfance (fictif)", ["13"]),
    ("Corentin Kermadec", "expertise-4@exemple.fr", "Université de l’Ouest (fictive)", ["29", "35"]),
    ("Mireille Sauvagnac", "expertise-5@exemple.fr", "Union des centres sociaux (fictive)", ["31"]),
    ("Yanis Roquebrune", "expertise-6@exemple.fr", "Association des villes moyennes (fictive)", []),
)  # fmt: skip
# The Département of a territory of the demonstration, whose referent reads what is shown to it.
REFERENT: Final = ("34", "departement.rivesable@exemple.fr", "Marius Lacombelle")
ADVICES: Final[tuple[tuple[str, str, str], ...]] = (
    ("Délégation académique", "YES", "Le collège porte déjà la démarche."),
    ("Préfecture, politique de la ville", "RESERVED", "Le chef de projet change à l’automne."),
    ("Caisse d’allocations familiales", "", ""),
)  # fmt: skip
REMARK: Final = (
    "Nous ne lisons pas la même chose sous «\u00a0gouvernance\u00a0»\u00a0: parlons-en avant de trancher."
)
RULES: Final = (
    {"kind": "EACH", "trait": "region", "at_least": 0, "at_most": 2},
    {"kind": "DISTINCT", "trait": "region", "at_least": 7},
    {"kind": "AMONG", "trait": "overseas", "value": "yes", "at_least": 1},
    {"kind": "AMONG", "trait": "setting", "value": "RURAL", "at_least": 1},
    {"kind": "AMONG", "trait": "maturity", "value": "STARTING", "at_least": 2},
    {"kind": "AMONG", "trait": "support", "value": "GIVEN", "at_least": 6},
)


@transaction.atomic
def build_jury(*, programme: Programme, now: datetime | None = None) -> Call:
    """The closed call with everything that led to its composition; one that exists is left as people made it."""
    moment = now or timezone.now()
    found = Call.objects.filter(programme=programme, slug=SLUG).first()
    if found is not None:
        return found
    opens, closes = moment - timedelta(days=70), moment - timedelta(days=14)
    call = pages.create_call(
        programme=programme,
        slug=SLUG,
        title="Coopérer plus tôt\u00a0: appel d’automne",
        summary="L’appel précédent, fermé\u00a0: trente cités éducatives y ont répondu, dix places sont à composer.",
        contact_email="contact@exemple.fr",
        places=10,
        opens_at=opens,
        closes_at=closes,
    )
    pages.add_section(
        call=call, title="De quoi s’agit-il\u00a0?", body="Le premier appel de cette promotion. Il est fermé."
    )
    call = pages.publish_call(call=call, now=opens)
    rng = Random(f"jury-{SLUG}")
    files = list(_apply(call, rng, opens=opens, closes=closes))
    _read(call, files, rng, since=closes)
    _ask_around(call, files, since=closes)
    for rule in RULES:
        composition.add_rule(call=call, **rule)  # type: ignore[arg-type]
    return call


def _apply(call: Call, rng: Random, *, opens: datetime, closes: datetime) -> Iterator[Application]:
    """Thirty territories that have a priority neighbourhood; two in three have their Département's support."""
    here = [place.name for place in PLACES]  # those take part already
    asking = Commune.objects.filter(quarters__isnull=False, replaced_by=None).exclude(name__in=here)
    places = list(asking.distinct().order_by("code"))
    rng.shuffle(places)
    for rank, place in enumerate(places[:FILES]):
        begun = opens + timedelta(days=rank)
        user = invite_user(email=f"candidature-{rank + 1}@exemple.fr", full_name=f"Équipe de {place.name}")
        made = drafts.start_application(
            call=call, user=user, name=place.name, organisation="Mairie", now=begun
        )
        quarters = sorted(place.quarters.values_list("code", flat=True))  # type: ignore[attr-defined]
        values = answers_for(place, quarters, rng, rank=rank)
        drafts.save_answers(application=made, user=user, values=values)
        made.refresh_from_db()
        if rank % 3 != 2:
            _support(made, user, gives=rank % 10 != 4)
        submit_application(application=made, user=user, now=min(begun + timedelta(days=20), closes))
        yield made


def _support(application: Application, user: User, *, gives: bool) -> None:
    ask_support(
        application=application, user=user, email=f"departement-{application.department.lower()}@exemple.fr"
    )
    answer_support(
        support=Support.objects.get(application=application),
        gives=gives,
        signatory="Direction enfance et famille",
        comment="" if gives else "Nous ne pourrons pas dégager de temps cette année.",
    )


def _read(call: Call, files: list[Application], rng: Random, *, since: datetime) -> None:
    """Six readers, three readings each file, two conflicts declared; a few readings are still awaited."""
    review_setup.use_grid(call=call)
    review_setup.save_phase(
        call=call, label="Lecture", starts_at=since + timedelta(days=1), ends_at=since + timedelta(days=24)
    )
    for name, email, organisation, departments in READERS:
        review_setup.invite_reviewer(
            call=call, email=email, full_name=name, organisation=organisation, departments=list(departments)
        )
    readers = list(Reviewer.objects.filter(call=call).select_related("user").order_by("pk"))
    for reader, file, level, reason in (
        (readers[0], files[3], ConflictLevel.HARD, "J’y ai dirigé le centre social jusqu’à l’an dernier."),
        (readers[5], files[8], ConflictLevel.SOFT, "J’y ai animé une journée d’étude."),
    ):
        review_conflicts.declare_conflict(reviewer=reader, application=file, level=level, reason=reason)
    review_assigning.apply_plan(call=call, each=EACH)
    _write_reviews(call, files, rng, at=since + timedelta(days=6))


def _ask_around(call: Call, files: list[Application], *, since: datetime) -> None:
    """A file shown to its Département, three people asked for their advice on the one that divides most, and a remark."""
    told = next((file for file in files if file.department == REFERENT[0]), files[0])
    add_referent(call=call, department=told.department, email=REFERENT[1], full_name=REFERENT[2])
    share_with_department(application=told, shared=True, now=since)
    file = table_of(call)[0].application
    for rank, (capacity, state, reason) in enumerate(ADVICES):
        asked = ask_advice(
            application=file, email=f"avis-{rank + 1}@exemple.fr", capacity=capacity, now=since
        )
        if state:
            give_advice(advice=asked, state=state, reason=reason, now=since + timedelta(days=5))
    author = User.objects.get(email=READERS[1][1])
    write_remark(application=file, user=author, text=REMARK)


def _write_reviews(call: Call, files: list[Application], rng: Random, *, at: datetime) -> None:
    """Each file has its worth, each reader their severity, and two files divide them."""
    criteria, away = list(Criterion.objects.filter(call=call)), hard_pairs(call)
    worth = {file.pk: rng.gauss(0.58, 0.13) for file in files}
    divided = {files[6].pk, files[17].pk}
    severity: dict[int, float] = {}
    given = (
        Assignment.objects.filter(application__in=files)
        .select_related("reviewer__user", "application")
        .order_by("pk")
    )
    for rank, each in enumerate(given):
        reader, file = each.reviewer, each.application
        if (reader.pk, file.pk) in away or rank % 23 == 11:
            continue
        severe = severity.setdefault(reader.pk, rng.gauss(0, 0.07))
        apart = (0.38 if rank % 2 else -0.38) if file.pk in divided else 0.0
        scores = {
            one.key: _level(one, worth[file.pk] - severe + apart + rng.gauss(0, 0.12)) for one in criteria
        }
        save_review(reviewer=reader, application=file, scores=scores, comment=rng.choice(COMMENTS), now=at)
        send_review(reviewer=reader, application=file, seen=1, now=at)


def _level(criterion: Criterion, worth: float) -> Any:
    values = [level["value"] for level in criterion.levels]
    return values[min(max(int(worth * len(values)), 0), len(values) - 1)]
