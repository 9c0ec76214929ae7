"""The catalogue of metrics, written from their own words when the documentation is built."""

from __future__ import annotations

import sys
from pathlib import Path

from maillage_analysis.registry import Metric, metrics

KINDS = {
    "scalar": "un chiffre pour le réseau",
    "per_node": "un chiffre par acteur",
    "per_group": "un chiffre par groupe ou par catégorie",
    "matrix": "un tableau",
}


def _bound(value: float) -> str:
    if value in (float("inf"), float("-inf")):
        return "sans limite"
    return f"{value:g}".replace(".", ",").replace("-", "−")


def _interval(metric: Metric) -> str:
    """How the interval is obtained: from draws, or without each actor in turn."""
    if metric.statistic:
        return "par tirages au sort des acteurs"
    used = vars(sys.modules[metric.compute.__module__]).values()
    if any(
        "maillage_analysis.jackknife" in (getattr(each, "__module__", ""), getattr(each, "__name__", ""))
        for each in used
    ):
        return "en refaisant le calcul sans chacun des acteurs"
    return "aucun"


def _card(key: str, metric: Metric) -> str:
    """The few facts one looks up, as a table."""
    rows = {
        "Clé": f"`{key}`",
        "Version": str(metric.version),
        "Forme": KINDS[metric.kind],
        "Bornes": f"{_bound(metric.bounds[0])} ; {_bound(metric.bounds[1])}",
        "Convention": metric.convention or "une seule",
        "Intervalle à 95\u202f%": _interval(metric),
        "Réponses nécessaires": f"au moins {metric.smallest}"
        + (f", et {metric.response * 100:.0f}\u202f% des structures" if metric.response else ""),
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _page(key: str, metric: Metric) -> str:
    sources = "\n".join(
        f"* {source}" for source in dict.fromkeys(example.source for example in metric.examples)
    )
    parts = {
        "La question posée": metric.question,
        "Comment lire": metric.reading,
        "Limites": metric.limits,
        "Définition": f"{metric.definition}\n\n{_card(key, metric)}",
        "Référence": metric.reference,
        "Exemples vérifiés par les tests": sources,
    }
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in parts.items())
    return f"# {metric.label}\n\n{body}\n"


def pages() -> dict[str, str]:
    """The page of each metric, in Markdown, by key."""
    return {key: _page(key, metric) for key, metric in metrics().items()}


def write_pages(folder: Path) -> None:
    """Write every page, and remove those of metrics that no longer exist."""
    written = pages()
    for path in folder.glob("*.md"):
        if path.stem != "index" and path.stem not in written:
            path.unlink()
    for key, text in written.items():
        path = folder / f"{key}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
