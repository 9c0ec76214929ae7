"""What is written together on a diagnosis, given back, validated and published."""

from maillage.sharing.models.shared import SharedDiagnosis, Step

__all__ = ["SharedDiagnosis", "Step"]
