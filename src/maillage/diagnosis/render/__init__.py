"""The renderings of a report: HTML parts, Typst documents, office files. They know blocks, never sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Form:
    """A form in which a document is taken away. Its key is the module that writes it and the name of its address."""

    label: str
    use: str
    suffix: str
    content_type: str


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FORMS: Final = {
    "word": Form("Word", "à relire et à compléter ensemble", ".docx", f"{OFFICE}.wordprocessingml.document"),
    "slides": Form(
        "Diapositives", "à projeter, une idée par page", ".pptx", f"{OFFICE}.presentationml.presentation"
    ),
    "summary": Form("Une page", "l’essentiel, en PDF", "-une-page.pdf", "application/pdf"),
    "poster": Form("Affiche", "A2 ou A3, lisible à deux mètres", "-affiche.pdf", "application/pdf"),
    "archive": Form("Archive", "à garder\u00a0: tout se lit sans la plateforme", ".zip", "application/zip"),
}
