"""What must hold of a whole history of answers (trust.md §3.3): what was acknowledged is stored, nothing is there twice,
and as many are counted as have answered."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from maillage.surveys import tokens
from maillage.surveys.models import Answer, Entry, Sheet
from maillage.surveys.questionnaires import asked_of, questionnaires


@dataclass
class History:
    """What respondents tried, and what they were told. Shared by threads: lists and sets only grow."""

    tried: dict[str, tuple[str, Any]] = field(
        default_factory=dict
    )  # key of a save -> question, what was posted
    acknowledged: set[str] = field(default_factory=set)
    receipts: list[tuple[str, str]] = field(default_factory=list)  # who, the receipt shown
    broken: list[str] = field(default_factory=list)  # requests without a good answer, tried again
    seconds: list[float] = field(default_factory=list)  # of each request that was answered

    @property
    def respondents(self) -> int:
        """Distinct respondents that hold a receipt."""
        return len({who for who, _ in self.receipts})


@dataclass(frozen=True)
class Held:
    """What one history gives."""

    respondents: int
    acknowledged: int
    lost: int
    twice: int
    counted: int

    @property
    def cells(self) -> list[int]:
        """Those of its row: tried, confirmed, lost, twice."""
        return [self.respondents, self.acknowledged, self.lost, self.twice]

    @property
    def also(self) -> str:
        return f"comptés {self.counted}"


def stored() -> dict[str, Any]:
    """What the database holds, in the shape of JSON: another process may be the one that reads it."""
    sheets = Sheet.objects.order_by("pk")
    for sheet in sheets.exclude(receipt_digest=""):
        assert tokens.code_digest(tokens.receipt_of(sheet.public_id)) == sheet.receipt_digest
    found = {
        "entries": list(Entry.objects.order_by("sheet_id", "question", "revision").values()),
        "answers": list(Answer.objects.order_by("pk").values("participation_id", "question", "value")),
        "answered": list(
            Sheet.objects.filter(participation__answered=True).values_list("participation_id", flat=True)
        ),
        "sheets": [
            {
                "pk": sheet.pk,
                "actor": sheet.participation_id,
                "counted": sheet.submitted_at is not None and not sheet.aside,
                "receipt": tokens.printed(tokens.receipt_of(sheet.public_id)) if sheet.submitted_at else "",
            }
            for sheet in sheets
        ],
    }
    shaped: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return shaped


def check(history: History, base: dict[str, Any], *, all_counted: bool = True) -> Held:
    """The figures of a history, once what cannot be a figure has been asserted: no value altered, no number skipped."""
    by_key = {entry["key"]: entry for entry in base["entries"]}
    for key, entry in by_key.items():
        assert key in history.tried, "an entry that nobody sent"
        question, posted = history.tried[key]
        assert entry["question"] == question
        assert posted is None or posted == entry["value"], "an answer was altered"
    _revisions_follow(base["entries"])
    _analysis_reads_the_last(base)
    sent = [sheet for sheet in base["sheets"] if sheet["receipt"]]
    shown = {receipt for _, receipt in history.receipts}
    by_respondent = {(who, receipt) for who, receipt in history.receipts}
    assert len(by_respondent) == history.respondents, "a respondent was given two receipts"
    actors = Counter(sheet["actor"] for sheet in base["sheets"] if sheet["actor"] is not None)
    counted = [sheet for sheet in sent if sheet["counted"]]
    assert not all_counted or len(counted) == len(sent)
    return Held(
        respondents=history.respondents,
        acknowledged=len(history.acknowledged) + len(shown),
        lost=len(history.acknowledged - set(by_key)) + len(shown - {sheet["receipt"] for sheet in sent}),
        twice=len(base["entries"]) - len(by_key) + sum(n - 1 for n in actors.values()),
        counted=len(counted),
    )


def _revisions_follow(entries: list[dict[str, Any]]) -> None:
    seen: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        place = (entry["sheet_id"], entry["question"])
        seen[place] += 1
        assert entry["revision"] == seen[place], "a revision is missing or came twice"


def _analysis_reads_the_last(base: dict[str, Any]) -> None:
    """Published = recomputed: the answers of an actor are the last values of its sheet, and of no other.

    What was said of an actor that was then unticked is in the log only.
    """
    asked = questionnaires()["cooperation"]
    last: dict[int, dict[str, Any]] = {}
    for entry in base["entries"]:
        last.setdefault(entry["sheet_id"], {})[entry["question"]] = entry["value"]
    told: dict[int, dict[str, Any]] = {}
    for answer in base["answers"]:
        told.setdefault(answer["participation_id"], {})[answer["question"]] = answer["value"]
    counted = {sheet["actor"]: sheet["pk"] for sheet in base["sheets"] if sheet["counted"] and sheet["actor"]}
    assert set(base["answered"]) == set(counted)
    for actor, sheet in counted.items():
        said = last[sheet]
        kept = {each.key: asked_of(asked, each, said) for each in asked.questions if said.get(each.key)}
        assert told.get(actor, {}) == kept
