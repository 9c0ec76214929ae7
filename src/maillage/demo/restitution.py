"""Two cités give their diagnosis back: one is published with a reserve, the other is being read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from maillage.demo.writing import write_together
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.sharing.models import Institution, Reader, SharedDiagnosis, Step
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.items import Item, items_of
from maillage.sharing.services import restitution_mirror as mirror
from maillage.sharing.services import restitution_preview as preview
from maillage.sharing.services.opening import open_shared
from maillage.sharing.services.publication import publish
from maillage.sharing.services.restitution_reactions import answer_contest, react
from maillage.sharing.services.validation import record_validation

INSTITUTIONS: Final = (
    ("État (préfecture)", "etat", True),
    ("Éducation nationale", "education", True),
    ("Ville", "ville", True),
    ("Conseil départemental", "departement", False),
    ("Caisse d’allocations familiales", "caf", False),
    ("Agglomération", "agglomeration", False),
)
READINGS: Final = (
    "Nous reconnaissons l’élan du quartier. Ce qui nous surprend\u00a0: la santé est plus loin des écoles que nous ne le pensions."
    " Nous voulons en parler avant le prochain comité.",
    "Les collèges sont au centre de la carte parce qu’ils répondent à tous. Cela ne veut pas dire que tout y passe\u00a0:"
    " beaucoup se règle entre associations, sans nous.",
    "La ville se voit citée par presque tous, et cite moins. Nous le prenons comme une question\u00a0: à qui devons-nous du temps\u202f?",
)
RESERVE: Final = (
    "Les structures sociales du nord du territoire ont peu répondu\u00a0: ce qui est dit d’elles doit être repris avec elles"
    " avant toute décision."
)
OPENED_BEFORE: Final = 24  # days
PREVIEW_BEFORE: Final = 20
SIGNED_BEFORE: Final = 6
UNNAMED: Final = 7  # one reader in so many prefers not to be named


def dated_back(diagnosis: Diagnosis) -> Diagnosis:
    """A diagnosis of the past, dated the day after its wave closed and not the day the demonstration is built."""
    closed = diagnosis.wave.closed_on
    if closed is not None:
        day = timezone.make_aware(datetime.combine(closed + timedelta(days=1), time(10)))
        rows = Diagnosis.objects.filter(pk=diagnosis.pk)
        rows.update(
            requested_at=day, computed_at=day, published_at=min(day + timedelta(hours=4), timezone.now())
        )
        diagnosis.refresh_from_db()
    return diagnosis


def build_restitution(*, slug: str, user: Any, published: bool) -> SharedDiagnosis | None:
    """From the computed wave to the published version, or to a preview that is open today."""
    diagnosis = (
        Diagnosis.objects.filter(
            territory__slug=slug, state__in=[DiagnosisState.READY, DiagnosisState.PUBLISHED]
        )
        .select_related("wave", "territory")
        .order_by("wave__number", "pk")
        .last()
    )
    if diagnosis is None:
        return None
    shared = open_shared(diagnosis=diagnosis, user=user)
    if shared.step == Step.WRITING:
        _play(shared, user, published)
    return shared


@transaction.atomic
def _play(shared: SharedDiagnosis, user: Any, published: bool) -> None:
    now = timezone.now()
    opened = now - timedelta(days=OPENED_BEFORE if published else 8)
    read = now - timedelta(days=PREVIEW_BEFORE if published else 4)
    slug = shared.territory.slug
    if published:
        write_together(shared=shared, user=user, now=opened - timedelta(days=6))
    listed = [
        mirror.add_institution(shared=shared, name=name, email=f"{word}.{slug}@exemple.fr", reads_first=first)
        for name, word, first in INSTITUTIONS
    ]
    mirror.open_mirror(shared=shared, until=opened + timedelta(days=6), user=user, now=opened)
    for institution, text in zip(listed, READINGS, strict=False):
        mirror.write_reading(institution=institution, text=text, now=opened + timedelta(days=2))
        mirror.join_reading(institution=institution, joins=True)
    preview.open_preview(shared=shared, user=user, days=12, now=read)
    _react(shared, user, answered=published)
    if published:
        _sign(shared, listed, user)
        day = timezone.localtime(now - timedelta(days=2))
        publish(shared=shared, audience="PUBLIC", user=user, now=day)


def _react(shared: SharedDiagnosis, user: Any, *, answered: bool) -> None:
    """Comments, two contests, who accepts to be named."""
    read = shared_again(shared).preview_from or timezone.now()
    readers = list(
        Reader.objects.filter(shared=shared, actor__objects_to_naming=False)
        .select_related("actor", "shared__territory__programme")
        .order_by("pk")
    )
    for rank, reader in enumerate(readers):
        if rank % UNNAMED:
            preview.set_naming(reader=reader, agrees=True, now=read + timedelta(days=1))
    every = [item for section in sections_of(shared) for item in items_of(section)]
    first, second = _item(every, "network", "keyfigure"), _item(every, "sectors", "paragraph")
    day = read + timedelta(days=2)
    one, two, three = readers[1], readers[2], readers[4]
    react(reader=three, item=first, kind="COMMENT", text="C’est ce que nous vivons aussi.", now=day)
    kept = react(
        reader=one,
        item=first,
        kind="CONTEST",
        text="La moitié des liens possibles n’ont pas lieu d’exister\u00a0: le mot «\u00a0possibles\u00a0» nous fait un reproche.",
        now=day,
    )
    fixed = react(
        reader=two,
        item=second,
        kind="CONTEST",
        text="Notre secteur est dit en retrait, alors qu’il travaille surtout hors du quartier.",
        now=day,
    )
    if answered:
        said = "Le chiffre reste, parce que les autres territoires le lisent de la même façon\u00a0; votre remarque est écrite dessous."
        answer_contest(reaction=kept, outcome="KEPT", answer=said, user=user, now=day + timedelta(days=3))
        said = "Vous avez raison\u00a0: la phrase est relue avec vous, et l’on dit maintenant d’où viennent ces liens."
        answer_contest(
            reaction=fixed, outcome="CORRECTED", answer=said, user=user, now=day + timedelta(days=4)
        )


def _item(items: list[Item], section: str, kind: str) -> Item:
    """The first item of a section that has this shape; any other when it is withheld in this cité."""
    found = [each for each in items if each.section == section] or items
    return next((each for each in found if type(each.block).__name__.lower() == kind), found[0])


def shared_again(shared: SharedDiagnosis) -> SharedDiagnosis:
    """The same, as the services left it."""
    shared.refresh_from_db()
    return shared


def _sign(shared: SharedDiagnosis, listed: list[Institution], user: Any) -> None:
    signed = timezone.now() - timedelta(days=SIGNED_BEFORE)
    preview.open_validation(shared=shared, now=signed)
    for rank, institution in enumerate(listed):
        reserved = rank == 3
        record_validation(
            institution=institution,
            verdict="RESERVED" if reserved else "VALIDATED",
            reservations=RESERVE if reserved else "",
            decided_on=timezone.localdate(signed + timedelta(days=rank // 2)),
            user=user,
            now=signed + timedelta(days=rank // 2, hours=2),
        )
