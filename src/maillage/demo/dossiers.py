"""What thirty fictional applications say, and what their readers note: invented, and different from one another."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from maillage.territories.models import Commune

GOVERNANCE: Final = (
    "Un comité de pilotage se réunit deux fois par an, un comité technique chaque mois. Les décisions se prennent surtout entre deux réunions, au téléphone\u00a0: c’est rapide, mais les associations l’apprennent après.",
    "La préfecture, le collège et la mairie décident ensemble. Le Département vient quand l’ordre du jour le concerne. Nous aimerions qu’il soit là dès le début.",
    "Cinq groupes de travail ouverts à qui veut, et un petit comité qui tranche. Le plus difficile est de ne pas se réunir pour se réunir.",
    "Nous avons changé trois fois de chef de projet en deux ans. Les instances existent sur le papier\u00a0; nous repartons du terrain, avec les directeurs d’école.",
)
PREVENTION: Final = (
    "L’école voit les difficultés en premier, mais ne sait pas toujours vers qui se tourner. La PMI et la prévention spécialisée répondent quand on les appelle par leur nom\u00a0; sinon, l’attente est longue.",
    "Le centre social et la mission locale se parlent chaque semaine. Avec le collège, tout passe par une personne\u00a0: quand elle est absente, plus rien ne circule.",
    "Beaucoup d’acteurs, peu de liens. Une difficulté repérée au printemps trouve souvent une réponse après l’été.",
    "La réussite éducative fait le lien entre l’école et les familles. Les clubs de sport voient beaucoup de choses et ne sont jamais autour de la table.",
)
OBSTACLES: Final = (
    "Le temps. Chacun a dix métiers, et la coopération n’est dans la fiche de poste de personne.",
    "Les équipes changent chaque année\u00a0; on recommence à se présenter.",
    "Le secret professionnel, mal compris des deux côtés, sert parfois de raison pour ne pas se parler.",
    "La distance\u00a0: une heure de route entre le collège et le service social du Département.",
)
EXPECTED: Final = (
    "Qu’une difficulté vue par un adulte trouve une réponse dans la semaine, et que les parents sachent à qui parler.",
    "Des professionnels qui se connaissent assez pour s’appeler sans passer par leur hiérarchie, et des parents qui siègent vraiment.",
    "Moins de réunions, plus de gestes communs\u00a0: un accueil du matin, une porte ouverte, un numéro que tout le monde connaît.",
    "Que la prévention commence avant l’école, avec les modes d’accueil et les lieux de parentalité.",
)
ACTORS: Final = (
    ("PMI", "DEPARTMENT"),
    ("Service social du Département", "DEPARTMENT"),
    ("Centre social", "SOCIAL_LIFE"),
    ("Prévention spécialisée", "SPECIALISED_PREVENTION"),
    ("Mission locale", "YOUTH_JOBS"),
    ("Maison des adolescents", "HEALTH"),
    ("Médiathèque", "CULTURE_SPORT"),
    ("Association de parents d’élèves", "RESIDENTS"),
    ("Club de judo", "CULTURE_SPORT"),
    ("Relais petite enfance", "EARLY_CHILDHOOD"),
)
REFERENTS: Final = (
    "Cheffe de projet opérationnelle",
    "Coordonnateur de la réussite éducative",
    "Directrice de l’éducation",
)
COMMENTS: Final = (
    "Un dossier qui dit ce qui ne marche pas, ce qui est rare. On voit où la recherche-action pourrait aider.",
    "La place des parents reste à écrire, mais l’équipe le sait et le dit.",
    "Beaucoup d’actions, peu de liens entre elles\u00a0: c’est justement ce que le diagnostic éclairerait.",
    "Le Département est cité sans que l’on sache ce qu’il fera. À creuser avant de décider.",
    "Une cité jeune, avec peu de moyens et une vraie envie. Elle apprendrait beaucoup aux autres.",
    "Solide, un peu convenu. Je n’ai pas trouvé la question que le territoire se pose vraiment.",
)
MATURITY: Final = ("STARTING", "PEOPLE", "ORGANISED", "SHARED")
PARENTS: Final = ("NOT_YET", "CONSULTED", "PRESENT", "DECIDE")


def answers_for(place: Commune, quarters: list[str], rng: Random, *, rank: int) -> dict[str, Any]:
    """Every answer of one application; rank: its number, which spreads what the composition balances."""
    people = place.population or 0
    here = rng.sample(ACTORS, rng.randint(4, 7))
    return {
        "communes": [place.code],
        "quarters": quarters,
        "labelled": rng.choice((2019, 2020, 2021, 2022, 2023, 2024)),
        "setting": "METROPOLIS" if people >= 100_000 else "TOWN" if people >= 20_000 else "SMALL" if rank % 4 else "RURAL",
        "college": f"Collège de {place.name}",
        "schools": [{"name": f"École du quartier, {place.name}", "uai": ""}],
        "copilots": [
            {"name": f"Ville de {place.name}", "function": "Direction de l’éducation", "email": ""},
            {"name": f"Collège de {place.name}", "function": "Principal", "email": ""},
            {"name": "Préfecture", "function": "Déléguée du préfet", "email": ""},
        ],
        "governance": rng.choice(GOVERNANCE),
        "actors": [{"name": f"{name} de {place.name}", "sector": sector} for name, sector in here],
        "parents": rng.choice(PARENTS),
        "parents_how": "",
        "prevention": rng.choice(PREVENTION),
        "cooperation": MATURITY[rank % len(MATURITY)],
        "obstacles": rng.choice(OBSTACLES),
        "expected": rng.choice(EXPECTED),
        "question": "Comment garder le lien quand les personnes changent\u00a0?",
        "referent": rng.choice(REFERENTS),
        "days": rng.randint(1, 6),
        "ready": ["ROOM", "TRAVEL"],
        "limits": "",
        "no_use": True,
        "three_years": True,
    }  # fmt: skip
