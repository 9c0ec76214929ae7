"""What may not be written where. The node of a network is never a natural person."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from maillage.core.childtext import names_a_person

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"(?<!\d)(?:\+33\s?\(?0?\)?|0033\s?|0)[1-9](?:[\s.\-\u00a0\u202f]?\d{2}){4}(?!\d)")
# A civility opens the name or follows a separator: « Collège Madame-de-Sévigné » is a school, « Mme Durand » is not.
CIVILITY = re.compile(
    r"(?:^|[(,;:/–—]|\s-)\s*(?:M\.|MM\.|Mr\.?|Mme\.?|Mmes|Mlle\.?|Melle\.?|Dr\.?|Pr\.?|Monsieur|Madame|Mademoiselle|Docteur|Docteure)"
    r"[\s\u00a0\u202f]+\S",
    re.IGNORECASE,
)

PERSON_NAME = (
    "Écrivez le nom d’une structure, d’un service, d’une fonction ou d’un collectif, jamais celui d’une personne. "
    "Par exemple «\u00a0Service social du collège\u00a0» plutôt que «\u00a0Mme\u00a0Durand\u00a0»."
)
PERSON_CONTACT = (
    "Retirez l’adresse électronique ou le numéro de téléphone\u00a0: le nom d’un acteur ne désigne pas une personne. "
    "Les coordonnées se rangent dans l’annuaire des personnes."
)


def refuse_person_name(value: str) -> None:
    """Refuse what names or reaches a natural person: used by the model, the forms and the imports."""
    if EMAIL.search(value) or PHONE.search(value):
        raise ValidationError(PERSON_CONTACT, code="person_contact")
    if CIVILITY.search(value) or names_a_person(value):
        raise ValidationError(PERSON_NAME, code="person_name")
