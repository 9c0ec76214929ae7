"""What is said of a question without an answer."""

from typing import Final

MISSING: Final = "Il manque une réponse."
