"""Every address of the platform, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Door:
    """One address: its name with its namespace, its arguments, its view."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]


def _walk(resolver: URLResolver, route: str, namespace: str, arguments: tuple[str, ...]) -> Iterator[Door]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        names = (
            *arguments,
            *entry.pattern.converters,
            *getattr(entry.pattern, "regex", _NO_REGEX).groupindex,
        )
        if isinstance(entry, URLPattern):
            yield Door(namespace + (entry.name or ""), here, tuple(dict.fromkeys(names)), entry.callback)
        else:
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inside, names)


class _NoRegex:
    groupindex: dict[str, int] = {}


_NO_REGEX = _NoRegex()


def doors() -> list[Door]:
    """All the addresses."""
    return list(_walk(get_resolver(), "", "", ()))
