"""Inputs of the worked examples."""

from __future__ import annotations

from maillage_analysis.datasets import quartier, relay, star
from maillage_analysis.registry import Example, Inputs
from maillage_analysis.results import JSONValue


def _quartier() -> Inputs:
    return Inputs(network=quartier.network(), group="group", replicates=99)


def _star() -> Inputs:
    return Inputs(network=star.network(), group="group", replicates=99)


def _relay() -> Inputs:
    whole = relay.network()
    return Inputs(
        network=whole, group="group", trust=relay.trust(), layers={"ties": whole, "trust": relay.trust()}
    )


def in_quartier(expected: JSONValue) -> Example:
    """A value worked out in the quarter."""
    return Example(inputs=_quartier, expected=expected, source="datasets/quartier.py, by hand")


def in_star(expected: JSONValue) -> Example:
    """A value of the star."""
    return Example(inputs=_star, expected=expected, source="datasets/star.py, by hand; Freeman 1979")


def in_relay(expected: JSONValue) -> Example:
    """A value of the relay."""
    return Example(inputs=_relay, expected=expected, source="datasets/relay.py, by hand")
