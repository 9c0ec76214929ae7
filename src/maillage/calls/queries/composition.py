"""What the composition is made of: candidates with their traits, rules in words, the best set and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from maillage.calls.composing import Candidate, Composition, Constraint, Kind, Problem
from maillage.calls.composing import Hold as Held
from maillage.calls.exports import last_submissions
from maillage.calls.models import (
    Application,
    Call,
    Criterion,
    Decision,
    Hold,
    Outcome,
    Rule,
    RuleKind,
    SupportState,
)
from maillage.calls.queries.filing import filed
from maillage.calls.queries.review import medians_of, read_reviews
from maillage.calls.questions import form_of
from maillage.calls.scoring import FEWEST
from maillage.core.typography import by_name, uncapitalised
from maillage.territories.geography import SIZES, is_overseas, region_name, region_of, size_of
from maillage.territories.models import Commune

HIGH: Final = 66  # on the scale of a criterion, from 0 to 100
LOW: Final = 34
TENTHS: Final = 10  # scores are sums of tenths, so that two sets are compared exactly
SENIORITY: Final = (("FIRST", "Labellisée en 2019 ou 2020", 0), ("SECOND", "Labellisée en 2021 ou 2022", 2021), ("NEW", "Labellisée depuis 2023", 2023))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Trait:
    """Something the set of places may balance. values: {value: label}; bare: a value says by itself what it is about."""

    key: str
    label: str
    plural: str
    values: Mapping[str, str]
    bare: bool = False


def traits_of(call: Call, candidates: Iterable[Candidate] = ()) -> dict[str, Trait]:
    """Every trait, in the order of the form: those of places, those of the Département, those of the questions."""
    regions = {
        each.traits["region"]: each.traits["region_name"] for each in candidates if each.traits["region"]
    }
    departments = {each.traits["department"]: each.traits["department"] for each in candidates}
    found = [
        Trait(key="region", bare=True, label="Région", plural="régions différentes", values=dict(sorted(regions.items(), key=lambda r: r[1]))),
        Trait(key="department", label="Département", plural="départements différents", values=dict(sorted(departments.items()))),
        Trait(key="overseas", bare=True, label="Outre-mer", plural="situations différentes", values={"yes": "en outre-mer", "no": "dans l’hexagone ou en Corse"}),
        Trait(key="size", bare=True, label="Taille", plural="tailles différentes", values={each.key: each.label for each in SIZES}),
        Trait(key="support", bare=True, label="Département", plural="réponses différentes", values={"GIVEN": "soutenue par son Département", "NONE": "sans réponse ou sans soutien"}),
        Trait(key="seniority", bare=True, label="Ancienneté", plural="anciennetés différentes", values={key: label for key, label, _ in SENIORITY}),
    ]  # fmt: skip
    asked = [each for each in form_of(call.form_key).by_key.values() if each.trait and each.kind == "choice"]
    found += [
        Trait(
            key=each.trait,
            label=each.trait_label,
            plural=each.trait_plural,
            values={one.key: one.label for one in each.options},
        )
        for each in asked
    ]
    return {each.key: each for each in found}


def candidates_of(call: Call) -> list[Candidate]:
    """Applications that could have a place, with their median and their traits. Six queries, whatever their number."""
    sent, medians, form = last_submissions(call), medians_of(call), form_of(call.form_key)
    files = [each for each in filed(call).select_related("support") if each.pk in sent]
    codes = {code for each in files for code in sent[each.pk].answers.get("communes", [])}
    sizes = dict(Commune.objects.filter(code__in=codes).values_list("code", "population"))
    asked = [each for each in form.by_key.values() if each.trait and each.kind == "choice"]
    return [
        Candidate(
            key=str(each.pk),
            name=each.name,
            score=round(TENTHS * (medians.get(each.pk) or 0)),
            traits=_places(each, sent[each.pk].answers, sizes)
            | {one.trait: str(sent[each.pk].answers.get(one.key) or "") for one in asked},
        )
        for each in by_name(files)
    ]


def _places(
    application: Application, answers: Mapping[str, Any], sizes: Mapping[str, int | None]
) -> dict[str, str]:
    people = [sizes.get(code) or 0 for code in answers.get("communes", [])]
    support = getattr(application, "support", None)
    year = answers.get("labelled")
    return {
        "department": application.department,
        "region": region_of(application.department),
        "region_name": region_name(application.department),
        "overseas": "yes" if is_overseas(application.department) else "no",
        "size": size_of(people).key if any(people) else "",
        "support": "GIVEN" if support and support.state == SupportState.GIVEN else "NONE",
        "seniority": next((key for key, _, start in reversed(SENIORITY) if year >= start), "") if isinstance(year, int) else "",
    }  # fmt: skip


def sentence_of(rule: Rule, traits: Mapping[str, Trait]) -> str:
    """A rule in words: « au moins 2 et au plus 4 : rural »."""
    trait = traits.get(rule.trait)
    if trait is None:
        return rule.trait
    bounds = [f"au moins\u00a0{rule.at_least}" if rule.at_least else "", f"au plus\u00a0{rule.at_most}" if rule.at_most is not None else ""]  # fmt: skip
    said = " et ".join(each for each in bounds if each)
    if rule.kind == RuleKind.EACH:
        return f"{said} pour chaque {trait.label.lower()}"
    colon = "" if rule.kind == RuleKind.DISTINCT else "\u00a0:"
    return f"{said}{colon} {sought_by(rule, traits)}"


def sought_by(rule: Rule, traits: Mapping[str, Trait]) -> str:
    """What a rule looks for, without its numbers: what one says to whoever brings it."""
    trait = traits.get(rule.trait)
    if trait is None:
        return rule.trait
    if rule.kind != RuleKind.AMONG:
        return trait.plural
    value = trait.values.get(rule.value, rule.value)
    if trait.bare:
        return value if trait.key == "region" else uncapitalised(value)
    return f"{trait.label.lower()} «\u00a0{value}\u00a0»"


def problem_of(call: Call, *, candidates: Iterable[Candidate] | None = None) -> Problem:
    """Everything that decides the composition, as the optimiser takes it."""
    found = tuple(candidates_of(call) if candidates is None else candidates)
    traits, keys = traits_of(call, found), {each.key for each in found}
    rules = tuple(
        Constraint(
            key=f"rule{each.pk}",
            label=sentence_of(each, traits),
            kind=Kind(each.kind),
            trait=each.trait,
            value=each.value,
            at_least=each.at_least,
            at_most=each.at_most,
        )
        for each in Rule.objects.filter(call=call)
    )
    holds = tuple(
        Held(
            key=f"hold{each.pk}",
            candidate=str(each.application_id),
            keep=each.keep,
            label=f"«\u00a0{each.application.name}\u00a0» {'gardée' if each.keep else 'laissée'} à la main",
        )
        for each in Hold.objects.filter(application__call=call).select_related("application")
        if str(each.application_id) in keys
    )
    return Problem(candidates=found, places=call.places, constraints=rules, holds=holds)


def decisions_of(call: Call) -> list[Decision]:
    """Every decision of a call, retained first, then those who wait by rank."""
    order = {Outcome.RETAINED: 0, Outcome.WAITING: 1, Outcome.REFUSED: 2}
    rows = Decision.objects.filter(application__call=call).select_related("application__call__programme")
    named = by_name(rows, said=lambda each: each.application.name)
    return sorted(named, key=lambda each: (order[Outcome(each.outcome)], each.rank or 0))


def references_of(call: Call) -> dict[str, str]:
    """{key of a candidate: the reference in its address}."""
    return {str(pk): str(reference) for pk, reference in filed(call).values_list("pk", "reference")}


def retained_publicly(call: Call) -> list[Application]:
    """Territories whose place was announced and not declined: what everybody may read."""
    rows = Application.objects.filter(
        call=call,
        decision__outcome=Outcome.RETAINED,
        decision__sent_at__isnull=False,
        decision__declined_at__isnull=True,
    )
    return by_name(rows)


def waiting_of(call: Call) -> list[Decision]:
    """Decisions whose letter has not left, of applications that still stand."""
    rows = Decision.objects.filter(application__in=filed(call), sent_at__isnull=True)
    return list(rows.select_related("application__call__programme").order_by("pk"))


def digest_of(decisions: Iterable[Decision]) -> str:
    """What somebody had before their eyes."""
    said = [[each.pk, each.outcome, each.subject, each.letter] for each in decisions]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def decision_for_authors(application: Application) -> Decision | None:
    """What its authors were told: nothing before a letter has left. `told` is what it said, `sent_at` is empty while a new one
    is being read over."""
    return Decision.objects.filter(application=application).exclude(told="").first()


def strengths_of(application: Application) -> tuple[list[str], list[str]]:
    """(criteria that reviewers placed high, criteria they placed low): labels, three at most, from two reviews at least."""
    criteria = list(Criterion.objects.filter(call=application.call))
    reviews = [each for each in read_reviews(application, criteria, signed=False) if not each.recused]
    means = []
    for rank, criterion in enumerate(criteria):
        places = [each.places[rank] for each in reviews]
        known = [place for place in places if place is not None]
        if len(known) >= FEWEST:
            means.append((fmean(known), criterion.label.lower()))
    high = sorted((each for each in means if each[0] >= HIGH), key=lambda each: -each[0])
    low = sorted((each for each in means if each[0] <= LOW), key=lambda each: each[0])
    return [label for _, label in high[:3]], [label for _, label in low[:3]]


def ranked_outside(problem: Problem, made: Composition) -> list[Candidate]:
    """Those who are not in, the best score first; names settle ties."""
    outside = [each for each in problem.candidates if each.key not in set(made.kept)]
    return sorted(outside, key=lambda each: (-each.score, each.name, each.key))
