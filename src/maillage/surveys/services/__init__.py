"""What one may do: waves and answers from files (`waves`), collecting (`collecting`), sheets (`sheets`)."""

from maillage.surveys.services.waves import add_to_roster, create_wave, import_ties, record_answers

__all__ = ["add_to_roster", "create_wave", "import_ties", "record_answers"]
