"""Doors of the imports and exports of a directory; included under a territory."""

from django.urls import path, re_path

from maillage.territories.views import imports

urlpatterns = [
    path("<slug:territory>/annuaire/importer/", imports.import_actors, name="import_actors"),
    path(
        "<slug:territory>/annuaire/importer/<str:token>/",
        imports.confirm_actors,
        name="import_actors_confirm",
    ),
    path("<slug:territory>/annuaire/modele.csv", imports.template_file, name="import_template"),
    re_path(
        r"^(?P<territory>[-\w]+)/annuaire/acteurs\.(?P<extension>csv|xlsx|graphml)$",
        imports.export_actors,
        name="export_actors",
    ),
]
