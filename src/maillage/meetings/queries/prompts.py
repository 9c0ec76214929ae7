"""What the tables say of each line of a workshop, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.meetings.models import Prompt, Saying, Table, Workshop


def latest_sayings(table: Table) -> dict[int, Saying]:
    """What a table says now, by line."""
    return {each.prompt_id: each for each in Saying.objects.filter(table=table).order_by("pk")}


@dataclass(frozen=True)
class Spoken:
    """A line, and what each table says of it, in the order of the tables."""

    prompt: Prompt
    said: tuple[tuple[Table, Saying | None], ...]

    @property
    def dots(self) -> int:
        """All the dots it received."""
        return sum(each.dots or 0 for _, each in self.said if each)

    @property
    def reasons(self) -> list[tuple[Table, Saying]]:
        """The tables that wrote or gave something."""
        return [(table, each) for table, each in self.said if each and (each.text or each.dots)]


def spoken_in(workshop: Workshop) -> list[Spoken]:
    """Every line in its order; four queries."""
    tables = list(workshop.tables.prefetch_related("sayings"))  # type: ignore[attr-defined]
    last = {table.pk: {each.prompt_id: each for each in table.sayings.all()} for table in tables}
    return [
        Spoken(each, tuple((table, last[table.pk].get(each.pk)) for table in tables))
        for each in workshop.prompts.all()  # type: ignore[attr-defined]
    ]
