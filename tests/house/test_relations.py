"""Relations between models point downward, foreign keys written as strings included."""

from __future__ import annotations

from django.apps import apps

from tests.house.sources import rooms


def test_relations_point_downward() -> None:
    order = rooms()
    upward = []
    for model in apps.get_models():
        if model._meta.app_label not in order:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            if target in order and order.index(target) < order.index(model._meta.app_label):
                upward.append(f"{model.__name__}.{field.name} → {target}")
    assert not upward


def test_no_model_has_room_for_a_child_or_a_family() -> None:
    forbidden = ("child", "minor", "family", "enfant", "famille", "birth", "address_line", "situation")
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in rooms()
        for field in model._meta.get_fields()
        if any(word in field.name.lower() for word in forbidden)
    ]
    assert not found
