"""The public figures of the demonstration are invented, say so, and are read like the others."""

from __future__ import annotations

import pytest

from maillage.context.datasets import datasets
from maillage.context.models import PlaceFigures, Vintage
from maillage.demo.communes import SHARED, load_places
from maillage.demo.official import INVENTED, load_official
from maillage.demo.places import PLACES


@pytest.mark.django_db
def test_every_cite_has_figures_that_say_they_are_invented() -> None:
    load_places()
    load_official(places=PLACES)
    load_official(places=PLACES[:1])
    read = Vintage.objects.filter(is_current=True)
    assert {each.dataset for each in read} == set(datasets())
    assert all(INVENTED in each.label and each.report["rejected"] == 0 for each in read)
    for dataset in ("population", "filosofi", "bpe"):
        told = PlaceFigures.objects.filter(vintage__dataset=dataset)
        assert set(told.values_list("code", flat=True)) == {place.code for place in PLACES} | set(
            SHARED.values()
        )
