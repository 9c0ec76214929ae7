"""The document as it is read: every section, in the order of its chapters."""

from __future__ import annotations

from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import Section, build_all
from maillage.sharing.models import SharedDiagnosis


def sections_of(shared: SharedDiagnosis, *, report: Report | None = None) -> list[Section]:
    """All the sections of a shared diagnosis. `report`: another reading of its figures, fewer names for example."""
    return build_all(report or report_of(shared.diagnosis))
