"""Write `sentences.tsv` from `templates.toml`: python -m tests.core.childtext_bench.make_sentences

Seeded: the same models give the same file. Columns: part, class, sentence.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SEED = 20261123
COUNTS = {"capitalised": 350, "lower": 220, "initials": 150, "situation": 90, "typos": 90, "clean": 280}
SLOT = re.compile(r"{(\w+)}")


def _written(model: str, words: dict[str, list[str]], kind: str, draw: random.Random) -> str:
    def fill(slot: re.Match[str]) -> str:
        word = draw.choice(words[slot.group(1)]).replace("Da-Silva", "Da Silva")
        return word.lower() if kind == "lower" and slot.group(1) == "name" else word

    sentence = SLOT.sub(fill, model)
    if kind == "clean" and draw.random() < 0.3:
        sentence = re.sub(r"(\w)-(?=[A-ZÉ])", r"\1 ", sentence)  # « Jules Ferry » as often written
    return sentence


def lines() -> list[str]:
    """Every line of the file, in order, none twice."""
    models: dict[str, Any] = tomllib.loads((FOLDER / "templates.toml").read_text(encoding="utf-8"))
    draw = random.Random(SEED)
    found = []
    for part in ("seen", "held"):
        words = {slot: text.split() for slot, text in models[part]["words"].items()}
        for kind, count in COUNTS.items():
            written: dict[str, None] = {}
            for attempt in range(count * 40):
                chosen = models[part]["sentences"][kind]
                written[_written(chosen[attempt % len(chosen)], words, kind, draw)] = None
                if len(written) == count:
                    break
            found += [f"{part}\t{kind}\t{sentence}" for sentence in written]
    return found


if __name__ == "__main__":
    (FOLDER / "sentences.tsv").write_text("\n".join(lines()) + "\n", encoding="utf-8")
