"""The passport of a figure: what is needed to find it again, printed beside it (trust.md PRIV-44; metric passports)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from maillage.core.typography import plural

if TYPE_CHECKING:
    from maillage.diagnosis.queries import Report

EVERYBODY: Final = "tous les acteurs de la liste"
PRINT: Final = 12  # digits of the print of the data that are shown: enough to tell two computations apart


def passport(report: Report, *keys: str, change: bool = False, of: str = EVERYBODY) -> str:
    """Formula and version, wave, answers, filter and print of the data of what was computed; empty when nothing was."""
    kept = report.changes if change else report.findings
    found = [kept[key] for key in keys if key in kept and not kept[key].withheld]
    if not found:
        return ""
    formulas = ", ".join(f"{each.key}\u00a0v{each.version}" for each in found)
    wave = report.snapshot["wave"]["label"]
    if change and report.previous_wave is not None:
        wave = f"{report.previous_wave.label} et {wave}"
    answers = plural(min(each.n_answered for each in found), "réponse", "réponses")
    return (
        f"Formule {formulas}\u202f; {wave}\u202f; {answers}\u202f; {of}\u202f; "
        f"données {report.diagnosis.input_hash[:PRINT]}."
    )
