"""What one needs to find the figures of a diagnosis again without the platform: the ties, who answered, the command.

For whoever may already export the ties of the wave (surveys/permissions.py). Trust is not there: it is never told pair by
pair, to anyone, so that its means between sectors cannot be recomputed outside. Names are not there either.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.queries import Report
from maillage.territories.exports import as_csv

TIES, NODES, FIGURES, README = "liens.csv", "structures.csv", "chiffres.json", "LISEZMOI.txt"
EARLIEST: Final = datetime(1980, 1, 1, tzinfo=timezone.get_fixed_timezone(0))  # a ZIP knows nothing older


def recomputing(report: Report) -> bytes:
    """A ZIP: ties, structures, what was found and how to find it again; always the same bytes for the same diagnosis."""
    nodes = [
        (node["id"], node["group"], "oui" if node["answered"] else "non") for node in report.snapshot["nodes"]
    ]
    ties = [(source, target, level) for source, target, level in report.snapshot["ties"]]
    files = {
        README: _readme(report.diagnosis, directed=report.snapshot["wave"].get("directed", True)).encode(),
        NODES: as_csv(("id", "groupe", "a_repondu"), nodes),
        TIES: as_csv(("source", "target", "value"), ties),
        FIGURES: json.dumps(_figures(report), ensure_ascii=False, indent=2, sort_keys=True).encode(),
    }
    when = report.diagnosis.computed_at or EARLIEST
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, when.timetuple()[:6]), content)
    return out.getvalue()


def _figures(report: Report) -> dict[str, Any]:
    return {
        key: {
            "version": finding.version,
            "n_answered": finding.n_answered,
            "value": None if finding.withheld else finding.value,
            "withheld": finding.withheld,
        }
        for key, finding in report.findings.items()
    }


def command_of(diagnosis: Diagnosis, *, directed: bool) -> str:
    """What to type, in the folder of these files, to find the same figures."""
    way = "" if directed else " --undirected"
    return (
        f"python -m maillage_analysis {TIES} --nodes {NODES} --group groupe --answered a_repondu{way} "
        f"--seed {diagnosis.seed} --replicates {diagnosis.replicates} --json"
    )


def _readme(diagnosis: Diagnosis, *, directed: bool) -> str:
    return (
        f"{diagnosis}\n\n"
        f"{TIES} : les liens déclarés, du plus faible (1) au plus fort (4). {NODES} : les structures, sous un numéro, "
        f"leur secteur, et si elles ont répondu. {FIGURES} : ce que la plateforme a trouvé, et la version de chaque formule.\n\n"
        f"Pour retrouver ces chiffres (maillage {diagnosis.package_version}) :\n\n    {command_of(diagnosis, directed=directed)}\n\n"
        "Les parts entre secteurs sont ensuite arrondies, et cachées quand elles diraient la réponse d’une structure. "
        "La confiance n’est pas dans ces fichiers, ni les mesures qui la croisent avec les liens : elle n’est jamais "
        "montrée d’une structure à l’autre.\n\n"
        f"Empreinte des données : {diagnosis.input_hash}\n\n"
        "Ces fichiers disent qui a cité qui : ils restent dans l’équipe qui conduit la recherche, et ne fondent aucune décision.\n"
    )
