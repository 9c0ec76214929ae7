"""What one may say of oneself when registering: the languages one speaks, what one needs to come."""

from __future__ import annotations

from typing import Final

from django.db import models

LANGUAGES: Final[dict[str, str]] = {
    "fr": "Français",
    "ar": "Arabe",
    "ber": "Berbère, kabyle",
    "bm": "Bambara",
    "en": "Anglais",
    "es": "Espagnol",
    "ff": "Peul",
    "fsl": "Langue des signes française",
    "hi": "Hindi, ourdou",
    "ht": "Créole",
    "it": "Italien",
    "ku": "Kurde",
    "ln": "Lingala",
    "pl": "Polonais",
    "prs": "Dari, persan",
    "ps": "Pachto",
    "pt": "Portugais",
    "ro": "Roumain",
    "rom": "Romani",
    "ru": "Russe",
    "shi": "Comorien",
    "snk": "Soninké",
    "so": "Somali",
    "sq": "Albanais",
    "sr": "Serbe, croate, bosnien",
    "ta": "Tamoul",
    "ti": "Tigrinya, amharique",
    "tr": "Turc",
    "uk": "Ukrainien",
    "vi": "Vietnamien",
    "wo": "Wolof",
    "zh": "Chinois",
}


class Need(models.TextChoices):
    """Counted, never shown beside a name."""

    INTERPRETER = "INTERPRETER", "Un interprétariat"
    STEP_FREE = "STEP_FREE", "Un accès sans marche, en fauteuil ou avec une poussette"
    CHILDCARE = "CHILDCARE", "Une garde d’enfants sur place"


class Way(models.TextChoices):
    LINK = "LINK", "Par le lien"
    DOOR = "DOOR", "À l’accueil"
    SHEET = "SHEET", "Compté sur la feuille"
