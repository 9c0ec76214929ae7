"""What a cité writes on its diagnosis: passages of several hands, two disagreements, a sentence said again, three priorities."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from maillage.diagnosis.queries import report_of
from maillage.programmes.services import change
from maillage.sharing.models import Passage, SharedDiagnosis
from maillage.sharing.narrative import sentences
from maillage.sharing.services import writing

GRID: Final = ("WORKSHOP", "La grille de la coopération, remplie par trois tables")
# chapter, kind, voice, source kind, source, text
PASSAGES: Final = (
    (
        "PERIMETER", "FINDING", "ELECTED", "DOCUMENT", "Contrat de ville",
        "Le quartier prioritaire touche deux communes\u202f: une famille peut dépendre de deux mairies selon le trottoir.",
    ),
    (
        "CHILDREN_FAMILIES", "FINDING", "PARENTS", "EXPERIENCE", "Rencontres du café des parents",
        "On nous appelle quand cela va mal. On aimerait aussi être appelés quand cela va bien.",
    ),
    (
        "RESOURCES", "FINDING", "ASSOCIATIONS", "ANSWERS", "Réponses de la dernière vague",
        "Le mercredi après-midi, trois associations accueillent les mêmes âges\u202f; le samedi, personne.",
    ),
    (
        "PREVENTION", "FINDING", "HEALTH", "EXPERIENCE", "Permanences du centre de santé",
        "Avant trois ans et après seize ans, on ne sait pas vers qui se tourner sans rendez-vous.",
    ),
    (
        "COOPERATION", "FINDING", "SCHOOL", "FIGURE", "Liens entre secteurs",
        "Nous travaillons bien avec la mairie, parce que deux personnes s’y parlent depuis dix ans.",
    ),
    (
        "COOPERATION", "FINDING", "PARENTS", *GRID,
        "Les lieux pour se parler existent. Ils sont à des heures où nous sommes à la porte de l’école.",
    ),
    (
        "VIEWPOINTS", "FINDING", "SOCIAL", *GRID,
        "L’école dit que les buts sont partagés, les parents que personne ne les leur a dits\u202f: les deux sont vrais.",
    ),
    ("SWOT", "STRENGTH", "GROUP", "FIGURE", "Carte des coopérations", "Presque tous les acteurs se connaissent."),
    ("SWOT", "WEAKNESS", "GROUP", "FIGURE", "Ce qui est fragile", "Beaucoup de liens tiennent à une seule personne."),
    ("SWOT", "OPPORTUNITY", "ELECTED", "DOCUMENT", "Projet du pôle santé", "Le pôle santé ouvre l’an prochain, à côté du collège."),
    ("SWOT", "RISK", "ASSOCIATIONS", "EXPERIENCE", "Budgets de l’année", "Deux postes d’adultes-relais s’arrêtent en juin."),
    (
        "PRIORITIES", "PRIORITY", "GROUP", *GRID,
        "Un temps d’échange par mois, à une heure où les parents peuvent venir.",
    ),
    (
        "PRIORITIES", "PRIORITY", "GROUP", "FIGURE", "Ce qui est fragile",
        "Que chaque structure ait deux personnes connues des autres, et non une.",
    ),
    (
        "PRIORITIES", "PRIORITY", "HEALTH", "ANSWERS", "Réponses de la dernière vague",
        "Une porte où l’on vient sans rendez-vous, pour les tout-petits et pour les plus de seize ans.",
    ),
)  # fmt: skip
DISAGREEMENTS: Final = (
    (
        "COOPERATION",
        "Faut-il une charte pour échanger des informations\u202f?",
        (
            ("SOCIAL", "Oui\u202f: sans elle, chacun se tait, ou en dit trop."),
            ("ASSOCIATIONS", "Non\u202f: une charte de plus, que personne ne lira. Qu’on se voie d’abord."),
            ("PARENTS", "Ce qui compte, c’est qu’on nous demande notre accord."),
        ),
    ),
    (
        "PRIORITIES",
        "À quelle heure se réunir\u202f?",
        (
            ("SCHOOL", "À dix-sept heures\u202f: c’est le seul moment où les équipes sont là."),
            ("PARENTS", "À neuf heures, après l’école, ou le samedi."),
        ),
    ),
)
OURS: Final = "La plupart des liens que nous pourrions avoir n’existent pas. Tous ne sont pas utiles\u202f: nous avons choisi lesquels chercher."
QUESTION: Final = "Comment une difficulté trouve-t-elle une réponse avant de devenir un danger, et qui manque pour cela\u202f?"


FIGURES: Final = {
    "Liens entre secteurs": "crossing",
    "Carte des coopérations": "density",
    "Ce qui est fragile": "fragile",
}


def write_together(*, shared: SharedDiagnosis, user: Any, now: datetime) -> None:
    """Fill the chapters as several people would have; what is written already is left as it is."""
    if Passage.objects.filter(shared=shared).exists():
        return
    said = {each.rule for each in sentences(report_of(shared.diagnosis))}
    for rank, (chapter, kind, voice, source_kind, source, text) in enumerate(PASSAGES):
        figure = FIGURES.get(source, "")
        writing.add_passage(
            shared=shared,
            chapter=chapter,
            kind=kind,
            text=text,
            voice=voice,
            source_kind=source_kind,
            source=source,
            figure=figure if figure in said else "",
            user=user,
            now=now + timedelta(hours=rank),
        )
    for chapter, subject, stances in DISAGREEMENTS:
        kept = writing.add_passage(
            shared=shared, chapter=chapter, kind="DISAGREEMENT", text=subject, user=user, now=now
        )
        for voice, text in stances:
            writing.add_passage(
                shared=shared,
                chapter=chapter,
                kind="STANCE",
                text=text,
                voice=voice,
                parent=kept.revision.passage,
                user=user,
                now=now,
            )
    writing.write_sentence(shared=shared, rule="density", text=OURS, seen=0, user=user, now=now)
    _frame(shared, now.date())


def _frame(shared: SharedDiagnosis, today: date) -> None:
    change(
        shared,
        {
            "question": QUESTION,
            "method_agreed_on": shared.wave.opened_on - timedelta(days=14),
            "method_agreed_by": "Comité de pilotage",
            "update_due_on": today + timedelta(days=365),
        },
    )
