"""What a cité decided to do: three commitments of last year, whose ties a wave has read since, and three that are new."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from maillage.demo.restitution import dated_back
from maillage.diagnosis.biography import Biographies, Fate, biographies_of
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.services import compute, publish_diagnosis, request_diagnosis
from maillage.plans.models import Commitment
from maillage.plans.queries.commitments import priorities_of
from maillage.plans.services.commitments import add_party, aim_at, make_commitment
from maillage.plans.services.following import remind_holders, save_update
from maillage.plans.services.links import agree
from maillage.programmes.services import change
from maillage.territories.models import Actor, ActorStatus, Territory

REPLICATES: Final = 100  # the former waves are there for their ties, not for their intervals
LAST_YEAR: Final = 330  # days
SINCE_PUBLISHED: Final = 4


class Said(NamedTuple):
    """One commitment; `due`: days from the day it was made. `news`: days after it, state, percent, words."""

    title: str
    difficulty: str
    sectors: tuple[str, ...]
    bands: tuple[str, ...]
    levels: tuple[str, ...]
    answer: str
    means: str
    evidence: str
    due: int
    news: tuple[tuple[int, str, int, str], ...] = ()
    aims: tuple[Fate, ...] = ()
    is_public: bool = False


OLD: Final = (
    Said(
        "Une permanence commune au collège, le mardi midi",
        "Des absences répétées dont personne ne sait à qui parler",
        ("EDUCATION", "DEPARTMENT"), ("11-15",), ("EARLY_SUPPORT",), "INDIVIDUAL",
        "Une salle du collège, deux heures par semaine d’une assistante sociale.",
        "Le nombre de mardis tenus, et ce qu’en disent les parents en juin.",
        240,
        (
            (40, "ONGOING", 30, "La salle est trouvée. Le premier mardi, personne n’est venu\u202f; au cinquième, six parents."),
            (230, "KEPT", 100, "Vingt-sept mardis tenus sur trente. On continue."),
        ),
        (Fate.STRONGER, Fate.NEW), True,
    ),
    Said(
        "Un accueil sans rendez-vous avant trois ans",
        "Des parents de tout-petits qui ne savent pas à quelle porte frapper",
        ("EARLY_CHILDHOOD", "DEPARTMENT"), ("0-3",), ("ATTENTIVENESS", "UNIVERSAL"), "COLLECTIVE",
        "Une demi-journée par semaine de la PMI.",
        "Une porte ouverte chaque semaine, dite à la crèche et à la mairie.",
        300,
        ((200, "TRANSFORMED", 60, "Pas de local au centre-ville\u00a0: l’accueil se fait dans la bibliothèque, une fois par mois."),),
        (Fate.KEPT,),
    ),
    Said(
        "Une liste commune des associations du mercredi",
        "Trois associations pour les mêmes âges, personne pour les autres",
        ("NGO", "MUNICIPALITY"), ("6-11",), ("UNIVERSAL",), "COLLECTIVE",
        "Le temps d’une personne de la mairie.",
        "Une liste à jour à la rentrée.",
        150,
        ((160, "GIVEN_UP", 20, "La liste est fausse au bout d’un mois. Mieux vaut un temps où l’on se voit."),),
        (Fate.LOST, Fate.UNSURE),
    ),
)  # fmt: skip
NEW: Final = (
    Said(
        "Un temps d’échange par mois, à 18\u00a0h, au centre social",
        "Des réunions à l’heure de la sortie de l’école",
        ("SOCIAL_LIFE", "EDUCATION", "RESIDENTS"), ("3-6", "6-11"), ("ATTENTIVENESS",), "COLLECTIVE",
        "La salle du centre social\u202f; une garde sur place.",
        "Autant de parents que de professionnels, une fois sur deux.",
        190, (), (Fate.ABSENT, Fate.WEAKER), True,
    ),
    Said(
        "Deux personnes connues par structure, et non une",
        "Des liens qui s’arrêtent quand quelqu’un part",
        ("MUNICIPALITY", "DEPARTMENT", "EDUCATION"), (), (), "",
        "Une matinée de rencontre par trimestre.",
        "La carte de la prochaine vague, et la liste tenue par la ville.",
        280, (), (Fate.ABSENT,),
    ),
    Said(
        "Une porte pour les plus de seize ans au pôle santé",
        "Après seize ans, on ne sait pas vers qui se tourner sans rendez-vous",
        ("HEALTH", "YOUTH_JOBS"), ("15-18", "18-25"), ("EARLY_SUPPORT",), "BOTH",
        "Une infirmière et une conseillère, le mercredi après-midi.",
        "Le nombre de mercredis ouverts.",
        28, (), (),  # near enough for its reminder to be in the mailbox
    ),
)  # fmt: skip


def build_commitments(*, territory: Territory, user: Any) -> None:
    """The six of them, once; what is there already is left as it is."""
    if Commitment.objects.filter(territory=territory).exists():
        return
    former = _publish_former_waves(territory, user)
    with transaction.atomic():
        ties, now = biographies_of(territory), timezone.now()
        begun = now - timedelta(days=LAST_YEAR)
        used: set[int] = set()
        for said in OLD:
            made = _make(territory, user, said, begun, ties, used)
            if former is not None:  # they were made when that wave was the last one
                change(made, {"wave": former.wave})
        listed = priorities_of(territory).listed
        for rank, said in enumerate(NEW):
            priority = listed[rank].passage.pk if rank < len(listed) else None
            _make(territory, user, said, now - timedelta(days=SINCE_PUBLISHED), ties, used, priority)
    remind_holders()


def _publish_former_waves(territory: Territory, user: Any) -> Diagnosis | None:
    """The diagnoses of the waves before the last one; the latest of them."""
    waves = list(territory.waves.filter(closed_on__isnull=False).order_by("number"))[:-1]  # type: ignore[attr-defined]
    made = None
    for wave in waves:
        asked = request_diagnosis(wave=wave, user=user, replicates=REPLICATES)
        compute(diagnosis_id=asked.pk)
        made = Diagnosis.objects.get(pk=asked.pk)
        if made.state == DiagnosisState.READY:
            made = dated_back(publish_diagnosis(diagnosis=made))
    return made


def _make(
    territory: Territory,
    user: Any,
    said: Said,
    day: datetime,
    ties: Biographies,
    used: set[int],
    priority: int | None = None,
) -> Commitment:
    made = make_commitment(
        territory=territory,
        user=user,
        priority=priority,
        now=day,
        due_on=timezone.localdate(day) + timedelta(days=said.due),
        **{
            name: getattr(said, name)
            for name in ("title", "difficulty", "answer", "means", "evidence", "is_public")
        },
        bands=list(said.bands),
        levels=list(said.levels),
    )
    _take_part(made, said, day)
    for fate in said.aims:
        pair = _pair(made, ties, fate, used)
        if pair:
            aim_at(commitment=made, one=pair[0], other=pair[1])
    return made


def _take_part(made: Commitment, said: Said, day: datetime) -> None:
    """The first one carries it and says where it stands; the others take part."""
    parties = [
        add_party(
            commitment=made,
            actor=actor,
            role="PARTNER" if rank else "HOLDER",
            email=f"engagement.{made.pk}.{rank}@exemple.fr",
            now=day,
        )
        for rank, actor in enumerate(_who(made.territory, said.sectors))
    ]
    for party in parties if said.news or said.is_public else parties[:1]:
        agree(party=party, public=said.is_public, tie=True, now=day + timedelta(days=3))
    for after, state, percent, words in said.news:
        save_update(
            commitment=made,
            state=state,
            percent=percent,
            text=words,
            key=uuid.uuid4(),
            party=parties[0] if parties else None,
            now=day + timedelta(days=after),
        )


def _named(territory: Territory) -> Any:
    found = Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED, objects_to_naming=False)
    return found.order_by("pk")


def _who(territory: Territory, sectors: tuple[str, ...]) -> list[Actor]:
    listed = list(_named(territory))
    first = (next((a for a in listed if a.sector == sector), None) for sector in sectors)
    return [actor for actor in first if actor is not None]


def _pair(made: Commitment, ties: Biographies, fate: Fate, used: set[int]) -> tuple[Actor, Actor] | None:
    """Two actors, one of whom takes part, whose tie met this fate in the last wave; no tie is aimed at twice."""
    inside = [each.actor for each in made.parties.select_related("actor")]  # type: ignore[attr-defined]
    for one in inside:
        for other in _named(made.territory):
            life = ties.of(one.pk, other.pk) if other.pk not in used else ()
            if other.sector != one.sector and life and life[-1].fate is fate:
                used.add(other.pk)
                return one, other
    return None
