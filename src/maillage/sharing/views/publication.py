"""What is published: deciding it, then reading it, by members of the territory or by everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from maillage.core.guards import allowed, public
from maillage.diagnosis.models import Audience
from maillage.programmes.forms import accepted
from maillage.sharing.downloads import DOWNLOADS, available
from maillage.sharing.forms.restitution import PublishForm
from maillage.sharing.levels import LABELS, Level
from maillage.sharing.models import Publication, SharedDiagnosis
from maillage.sharing.permissions import can_conduct_restitution, can_read_version
from maillage.sharing.queries.document import sections_of
from maillage.sharing.queries.publication import (
    cover_of,
    frozen_today,
    public_version,
    public_versions,
    reads,
    versions_of,
)
from maillage.sharing.services import publication as services
from maillage.sharing.views._blocks import drawn
from maillage.territories.models import Territory


@allowed(can_conduct_restitution)
@never_cache
def decide(request: HttpRequest, territory: Territory, shared: SharedDiagnosis) -> HttpResponse:
    """What each level would hold, then publishing it."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_bound and accepted(form, services.publish, shared=shared, user=request.user):
        made: Publication = form.made  # type: ignore[attr-defined]
        messages.success(request, f"La version {made.number} est publiée.")
        return redirect("restitution:version", territory.slug, shared.pk, made.number)
    content = frozen_today(shared)
    held = [
        (LABELS[level], sum(block["level"] == level for each in content for block in each["blocks"]))
        for level in Level
    ]
    context = {
        "territory": territory,
        "shared": shared,
        "form": form,
        "levels": held,
        "versions": list(versions_of(shared)),
    }
    return render(request, "sharing/publication/decide.html", context)


@allowed(can_conduct_restitution)
@never_cache
def draft_file(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, form: str
) -> HttpResponse:
    """The document as it stands today, in a file that says it is not published."""
    cover = cover_of(shared, timezone.now())
    cover["wave"] = f"{cover['wave']}, document de travail"
    return _written(form, cover, sections_of(shared), f"{shared.territory.name}-travail")


@allowed(can_read_version)
@never_cache
def version(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, version: Publication
) -> HttpResponse:
    """A version for the members of the territory."""
    context = _page(version, reads(version, Level.NAMED, public=False)) | {
        "territory": territory,
        "shared": shared,
        "versions": list(versions_of(shared)),
        "downloads": available(),
    }
    return render(request, "sharing/publication/version.html", context)


@allowed(can_read_version)
@never_cache
def version_file(
    request: HttpRequest, territory: Territory, shared: SharedDiagnosis, version: Publication, form: str
) -> HttpResponse:
    """The same in a file."""
    return _file(version, form, reads(version, Level.NAMED, public=False))


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every diagnosis published for everybody."""
    return render(request, "sharing/publication/index.html", {"versions": list(public_versions())})


def _public(place: str, wave: int, version: int | None) -> Publication:
    found = public_version(place=place, wave=wave, version=version)
    if found is None:
        raise Http404
    return found


@public
@never_cache
def show(request: HttpRequest, place: str, wave: int, version: int | None = None) -> HttpResponse:
    """A version for everybody: counts, indices and categories; no structure is named."""
    found = _public(place, wave, version)
    older = versions_of(found.shared).filter(audience=Audience.PUBLIC)
    context = _page(found, reads(found, Level.CATEGORIES, public=True)) | {
        "territory": found.shared.territory,
        "versions": list(older),
        "place": place,
        "wave": wave,
        "downloads": available(),
    }
    return render(request, "sharing/publication/public.html", context)


@public
@never_cache
def file(request: HttpRequest, place: str, wave: int, version: int, form: str) -> HttpResponse:
    """The same in a file."""
    found = _public(place, wave, version)
    return _file(found, form, reads(found, Level.CATEGORIES, public=True))


def _page(version: Publication, sections: Any) -> dict[str, Any]:
    return {"version": version, "cover": version.cover, "sections": drawn(sections)}


def _file(version: Publication, form: str, sections: Any) -> HttpResponse:
    name = f"{version.shared.territory.name}-version-{version.number}"
    return _written(form, version.cover, sections, name)


def _written(form: str, cover: dict[str, str], sections: Any, name: str) -> HttpResponse:
    kind = DOWNLOADS.get(form)
    writer = kind.writer() if kind else None
    if kind is None or writer is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{slugify(f"diagnostic-{name}")}{kind.suffix}"'}
    return HttpResponse(writer(cover, sections), content_type=kind.content_type, headers=headers)
