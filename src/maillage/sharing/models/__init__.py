"""What is written together on a diagnosis, given back, validated and published."""

from maillage.sharing.models.publication import Publication, Validation, Verdict
from maillage.sharing.models.restitution import (
    Institution,
    Mirror,
    Outcome,
    PilotReading,
    Reaction,
    ReactionKind,
    Reader,
)
from maillage.sharing.models.shared import SharedDiagnosis, Step
from maillage.sharing.models.writing import Passage, PassageKind, PassageRevision, SourceKind, Voice

__all__ = [
    "Institution",
    "Mirror",
    "Outcome",
    "Passage",
    "PassageKind",
    "PassageRevision",
    "PilotReading",
    "Publication",
    "Reaction",
    "ReactionKind",
    "Reader",
    "SharedDiagnosis",
    "SourceKind",
    "Step",
    "Validation",
    "Verdict",
    "Voice",
]
