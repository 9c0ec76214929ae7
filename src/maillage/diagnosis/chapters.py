"""The twelve chapters of a shared diagnosis, in reading order. A section says which one it belongs to."""

from __future__ import annotations

from typing import Final

CHAPTERS: Final = {
    "SUMMARY": "L’essentiel en une page",
    "METHOD": "Comment ce diagnostic a été construit",
    "PERIMETER": "Le territoire et ses habitants",
    "CHILDREN_FAMILIES": "Les enfants, les jeunes et leurs familles",
    "RESOURCES": "Qui fait quoi\u00a0: ressources et manques",
    "PREVENTION": "La prévention aujourd’hui",
    "COOPERATION": "Les coopérations",
    "VIEWPOINTS": "Regards croisés",
    "SWOT": "Forces, fragilités, opportunités, risques",
    "PRIORITIES": "Enjeux et priorités partagés",
    "COMMITMENTS": "Engagements et calendrier",
    "ANNEXES": "Annexes",
}
