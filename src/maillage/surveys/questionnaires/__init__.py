"""Questionnaires are data: read (`data`), checked (`linter`, `forbidden`), shared between screens and weighed (`cost`)."""

from maillage.surveys.questionnaires.cost import Cost, asked_about, asked_of, cost, slices_of
from maillage.surveys.questionnaires.data import (
    ACTORS,
    FULL,
    RESIDENTS,
    SHORT,
    Question,
    Questionnaire,
    alone,
    questionnaires,
    read,
)
from maillage.surveys.questionnaires.linter import lint

__all__ = [
    "ACTORS",
    "FULL",
    "RESIDENTS",
    "SHORT",
    "Cost",
    "Question",
    "Questionnaire",
    "alone",
    "asked_about",
    "asked_of",
    "cost",
    "lint",
    "questionnaires",
    "read",
    "slices_of",
]
