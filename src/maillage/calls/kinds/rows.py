"""A list of things of the same shape: schools, partners, actors. As many rows as one wants."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from maillage.calls.kinds._missing import MISSING
from maillage.calls.questions import Question
from maillage.territories.codes import Sector
from maillage.territories.validators import refuse_person_name

LONG: Final = 160
MOST: Final = 80
MAIL: Final = "email"  # a column of this name holds an address
SECTOR: Final = "sector"  # a column of this name holds the code of a sector
STRUCTURE: Final = "name"  # a column of this name holds that of a structure, never of somebody


class Rows:
    """[{column: text, …}, …]; rows left empty are not kept."""

    key = "rows"
    empty: list[dict[str, str]] = []

    def read(self, question: Question, data: QueryDict) -> list[dict[str, str]]:
        columns = {each.key: data.getlist(f"{question.key}.{each.key}") for each in question.columns}
        count = min(max((len(cells) for cells in columns.values()), default=0), MOST)
        rows = [
            {
                key: " ".join(cells[n].replace("\x00", "").split())[:LONG] if n < len(cells) else ""
                for key, cells in columns.items()
            }
            for n in range(count)
        ]
        return [row for row in rows if any(row.values())]

    def problem(self, question: Question, value: list[dict[str, str]]) -> str:
        if question.required and not value:
            return MISSING
        if len(value) < question.least:
            return f"Il en faut au moins {question.least}."
        return next((found for row in value if (found := _wrong(question, row))), "")

    def texts(self, value: list[dict[str, str]]) -> list[str]:
        return []  # short names, checked one by one

    def said(self, question: Question, value: list[dict[str, str]]) -> list[str]:
        shown = [each.key for each in question.columns if each.key != MAIL]
        return [" · ".join(_word(key, row[key]) for key in shown if row.get(key)) for row in value]


def _word(column: str, cell: str) -> str:
    return str(Sector(cell).label) if column == SECTOR and cell in Sector.values else cell


def _wrong(question: Question, row: dict[str, Any]) -> str:
    first = question.columns[0]
    if not row.get(first.key):
        return f"Une ligne n’a pas de «\u00a0{first.label.lower()}\u00a0»."
    try:
        if STRUCTURE in row:
            refuse_person_name(row[STRUCTURE])
        if row.get(MAIL):
            validate_email(row[MAIL])
    except ValidationError as error:
        said = (
            error.messages[0]
            if STRUCTURE in row and error.code != "invalid"
            else "Cette adresse n’est pas complète."
        )
        return f"{row[first.key]}\u00a0: {said}"
    return ""


KIND = Rows()
