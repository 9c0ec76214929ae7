"""Import and export of the directory of actors."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.core.guards import allowed
from maillage.core.typography import plural, word
from maillage.territories import exports, imports
from maillage.territories.codes import ACTOR_TYPES, Sector
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory
from maillage.territories.tables import MAX_BYTES, TableError

SHOWN = 200
TOO_HEAVY = "Le fichier dépasse 10\u00a0Mo\u202f: gardez seulement les colonnes utiles, ou coupez-le en plusieurs fichiers."


class UploadForm(forms.Form):
    """A file, and what to do with lines that say nothing of their sector."""

    file = forms.FileField(
        label="Fichier",
        allow_empty_file=True,
        help_text="CSV, Excel (.xlsx), LibreOffice (.ods) ou GraphML, 10\u00a0Mo au plus. Une ligne par structure.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods,.graphml"}),
    )
    default_sector = forms.ChoiceField(
        label="Secteur des lignes qui n’en ont pas",
        choices=[("", "Refuser ces lignes"), *Sector.choices],
        required=False,
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(TOO_HEAVY)
        content: bytes = upload.read()
        return content


@allowed(can_manage_territory)
def import_actors(request: HttpRequest, territory: Territory) -> HttpResponse:
    """Choose a file; it is read at once, and kept only if it can be."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, sector = form.cleaned_data["file"], form.cleaned_data["default_sector"]
        try:
            imports.preview_actors(content, territory=territory, default_sector=sector)
        except TableError as refusal:
            form.add_error("file", str(refusal))
        else:
            options = {"default_sector": sector}
            token = imports.keep_upload(content, user=request.user, territory=territory, options=options)
            return redirect("territories:import_actors_confirm", territory=territory.slug, token=token)
    return render(request, "territories/import.html", {"territory": territory, "form": form})


@allowed(can_manage_territory)
def confirm_actors(request: HttpRequest, territory: Territory, token: str) -> HttpResponse:
    """What the file would do, then do it: all of it, or nothing."""
    held = imports.open_upload(token, user=request.user, territory=territory)
    if held is None:
        messages.error(request, "Ce fichier n’est plus gardé\u202f: envoyez-le de nouveau.")
        return redirect("territories:import_actors", territory=territory.slug)
    content, options = held
    if request.method == "POST":
        try:
            count = imports.import_actors(territory=territory, content=content, **options)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            imports.erase_upload(token)
            messages.success(
                request,
                f"L’annuaire compte {plural(count, 'structure')} de plus. À vous de {word(count, 'la', 'les')} valider.",
            )
            return redirect("territories:show", territory=territory.slug)
    directory = imports.preview_actors(content, territory=territory, **options)
    context = {
        "territory": territory,
        "directory": directory,
        "new": directory.new[:SHOWN],
        "rejected": directory.rejected[:SHOWN],
        "more": max(0, len(directory.rejected) - SHOWN),
    }
    return render(request, "territories/import_confirm.html", context)


@allowed(can_manage_territory)
def export_actors(request: HttpRequest, territory: Territory, extension: str) -> HttpResponse:
    """The directory as a file."""
    if extension not in exports.TYPES:
        raise Http404
    content = exports.directory(territory, extension)
    return exports.download(content, name=f"annuaire-{territory.slug}", extension=extension)


@allowed(can_manage_territory)
def template_file(request: HttpRequest, territory: Territory) -> HttpResponse:
    """A file to fill: the columns, and one line for each type of actor as an example of what is understood."""
    lines = [
        (f"Exemple\u00a0: {label}", "Structure", str(sector.label), label, "")
        for sector, label in ACTOR_TYPES.values()
    ]
    content = exports.as_csv(("nom", "nature", "secteur", "type", "code"), lines)
    return exports.download(content, name="modele-annuaire", extension="csv")
