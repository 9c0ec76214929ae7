"""What the Club of the fictional programme wrote: published, inspiring, being read, being written. Everything is invented."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.club.codes import Depth
from maillage.club.models import Practice
from maillage.club.services import inspire, propose_practice, publish_practice, read_as_peer, start_practice
from maillage.programmes.models import Programme
from maillage.programmes.queries import in_force
from maillage.territories.models import Role, RoleKind, Territory


class Said(NamedTuple):
    """One sheet: where it comes from, what it says, how far it went (« draft », « proposed », « published »)."""

    place: str
    content: dict[str, Any]
    reached: str = "published"
    likes: str = "On voit tout de suite comment commencer."
    wishes: str = ""
    depth: str = Depth.DOCUMENTED
    inspires: str = ""


SHEETS: Final = (
    Said(
        "rivesable",
        {
            "title": "Le petit-déjeuner du jeudi",
            "summary": "Chaque jeudi, l’école ouvre une heure plus tôt. On y mange, on s’y parle, personne n’est convoqué.",
            "themes": ["PARENTING", "SCHOOL_CLIMATE"], "bands": ["3-6", "6-11"], "audiences": ["PARENTS", "PROFESSIONALS"],
            "levels": ["ATTENTIVENESS"], "sectors": ["EDUCATION", "RESIDENTS", "SOCIAL_LIFE"],
            "natures": ["PARENT", "PROFESSIONAL", "VOLUNTEER"],
            "need": "Parents et enseignants ne se voyaient que pour les problèmes. Les réunions de 18 h laissaient la salle vide.",
            "origin": "Une mère a apporté un gâteau un matin de pluie. La directrice a demandé qui revenait la semaine suivante.",
            "course": "De 7 h 30 à 8 h 30, dans la salle du bas. Deux parents préparent, une enseignante est là, le centre social passe une fois sur deux. Rien n’est noté, personne ne fait de discours.",
            "families": "Les parents tiennent la caisse et décident du menu. Les enfants servent.",
            "people": "Deux parents, une enseignante volontaire, une animatrice une semaine sur deux.",
            "money": "Trois cents euros par an, donnés par la coopérative scolaire.",
            "time": "Une heure par semaine, une matinée pour commencer.",
            "results": "Une trentaine de parents chaque semaine, contre cinq en réunion. Les pères viennent encore peu.",
            "evidence": "COUNTED",
            "helps": "Être là toutes les semaines, même quand il pleut.", "hinders": "Une direction qui change.",
            "functions": "Un moment régulier, sans ordre du jour, où l’on n’est pas convoqué.",
            "changes": "Le jour, le lieu, ce que l’on mange.",
            "quotes": "«\u00a0On se parle avant que cela casse.\u00a0» (une mère)\n«\u00a0J’ai appris des prénoms.\u00a0» (une enseignante)",
            "contact": "La direction de l’école des Alisiers",
        },
        likes="L’heure, et que personne ne soit convoqué.",
        depth=Depth.ASSESSED,
        inspires="Ce sont les parents qui décident. Cela coûte peu, et trois cités savent déjà le refaire.",
    ),
    Said(
        "val-d-ambre",
        {
            "title": "Deux heures pour ceux qui ne viennent plus",
            "summary": "Le mardi, trois adultes de métiers différents attendent au café du quartier les collégiens qui ne vont plus en cours.",
            "themes": ["DROPOUT", "GUIDANCE_JOBS"], "bands": ["11-15", "15-18"], "audiences": ["CHILDREN"],
            "levels": ["EARLY_SUPPORT", "TARGETED"], "sectors": ["SPECIALISED_PREVENTION", "EDUCATION", "YOUTH_JOBS"],
            "natures": ["PROFESSIONAL"],
            "need": "Entre la première absence et le premier rendez-vous, il se passait deux mois.",
            "course": "Le mardi de 14 h à 16 h, au café. Un éducateur de rue, une conseillère d’orientation, un enseignant. On parle d’abord d’autre chose.",
            "families": "Les parents sont appelés avant, jamais après, et viennent s’ils le veulent.",
            "time": "Deux heures par semaine pour trois personnes.",
            "results": "La moitié de ceux qui poussent la porte reviennent. On ne sait pas encore ce qu’ils deviennent un an après.",
            "evidence": "DECLARED",
            "difficulties": "Le café ferme l’été.",
            "functions": "Un lieu qui n’est ni l’école ni un guichet\u202f; les mêmes visages chaque semaine.",
            "changes": "Le lieu, le jour, les métiers.",
            "contact": "Le club de prévention du Val-d’Ambre",
        },
        wishes="Combien de temps avant que les premiers reviennent\u202f?",
    ),
    Said(
        "grand-tilleulois",
        {
            "title": "Les papiers ensemble, le samedi matin",
            "summary": "Une fois par mois, on vient remplir ses papiers à plusieurs\u00a0: inscriptions, cantine, droits.",
            "themes": ["ACCESS_RIGHTS", "SCREENS_DIGITAL"], "bands": ["0-3", "3-6", "6-11"], "audiences": ["PARENTS"],
            "levels": ["UNIVERSAL"], "sectors": ["SOCIAL_LIFE", "FAMILY_BRANCH", "MUNICIPALITY"], "natures": ["VOLUNTEER", "PROFESSIONAL"],
            "need": "Des droits jamais demandés, parce que tout se fait sur un écran.",
            "course": "Le premier samedi, de 9 h 30 à 12 h, à la médiathèque. Quatre postes, deux bénévoles, une personne de la caisse.",
            "families": "Ceux qui ont appris la fois d’avant aident les suivants.",
            "results": "Soixante dossiers en un an. Une personne sur trois revient pour aider.",
            "evidence": "COUNTED",
            "contact": "La médiathèque du Grand-Tilleulois",
        },
        depth=Depth.SPOTTED,
    ),
    Said(
        "clairvigne",
        {
            "title": "La marche des écoliers",
            "summary": "Des voisins accompagnent à pied les enfants d’un quartier à l’école, et se relaient.",
            "themes": ["MOBILITY", "HEALTH", "URBAN_LIFE"], "bands": ["3-6", "6-11"], "audiences": ["CHILDREN", "PARENTS"],
            "need": "Des voitures en double file, et des enfants en retard chaque lundi.",
            "course": "Trois lignes, deux adultes par ligne, un gilet. On s’inscrit pour la semaine.",
            "families": "Les parents tiennent les lignes et le tableau des relais.",
            "results": "Quarante enfants par jour. Moins de retards le lundi, dit l’école.",
            "evidence": "DECLARED",
            "contact": "L’association de parents de Clairvigne",
        },
        reached="proposed",
    ),
    Said(
        "rivesable",
        {
            "title": "Une porte pour les plus de seize ans",
            "summary": "Le mercredi, une infirmière et une conseillère reçoivent sans rendez-vous.",
            "themes": ["HEALTH", "GUIDANCE_JOBS"], "bands": ["15-18", "18-25"],
            "need": "Après seize ans, on ne sait plus à quelle porte frapper.",
        },
        reached="draft",
    ),
)  # fmt: skip
SINCE: Final = timedelta(days=120)


@transaction.atomic
def build_practices(*, programme: Programme) -> int:
    """Every sheet whose cité exists, once; returns how many are there."""
    if Practice.objects.filter(programme=programme).exists():
        return Practice.objects.filter(programme=programme).count()
    places = {each.slug: each for each in Territory.objects.filter(programme=programme)}
    for rank, said in enumerate(SHEETS):
        if said.place in places:
            _write(programme, places, said, rank)
    return Practice.objects.filter(programme=programme).count()


def _write(programme: Programme, places: dict[str, Territory], said: Said, rank: int) -> None:
    began = timezone.now() - SINCE + timedelta(days=9 * rank)
    made = start_practice(
        programme=programme,
        territory=places[said.place],
        user=_somebody(places[said.place]),
        content=said.content,
        key=uuid.uuid4(),
        now=began,
    )
    assert not made.refused, made.refused
    sheet = made.revision.practice
    if said.reached == "draft":
        return
    propose_practice(practice=sheet)
    others = [each for slug, each in places.items() if slug != said.place]
    if said.reached == "proposed" or not others:
        return
    read_as_peer(
        practice=sheet,
        user=_somebody(others[rank % len(others)]),
        seen=made.revision.number,
        now=began + timedelta(days=6),
        is_clear=True,
        is_repeatable=True,
        names_nobody=True,
        likes=said.likes,
        wishes=said.wishes,
    )
    publish_practice(practice=sheet, depth=said.depth, now=began + timedelta(days=8))
    if said.inspires:
        sheet.refresh_from_db()
        inspire(practice=sheet, why=said.inspires)


def _somebody(territory: Territory) -> User:
    """Who pilots a cité today."""
    return Role.objects.filter(in_force(), territory=territory, kind=RoleKind.PILOT).earliest("pk").user
