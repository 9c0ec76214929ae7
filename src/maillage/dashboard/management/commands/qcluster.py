"""`python -m maillage qcluster`: the worker alone, which then has what runs by itself to do, as `serve` gives it."""

from __future__ import annotations

from typing import Any

from django_q.management.commands.qcluster import Command as Worker

from maillage.dashboard.serving import schedule_tasks


class Command(Worker):
    def execute(self, *args: Any, **options: Any) -> Any:
        schedule_tasks()
        return super().execute(*args, **options)
