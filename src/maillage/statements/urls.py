"""Doors of the conversations, for the members of a territory."""

from django.urls import path

from maillage.statements.views import manage

app_name = "statements"

urlpatterns = [
    path("", manage.index, name="list"),
    path("ouvrir/", manage.add, name="add"),
    path("<int:conversation>/", manage.show, name="show"),
    path("<int:conversation>/modifier/", manage.edit, name="edit"),
    path("<int:conversation>/clore/", manage.close, name="close"),
    path("<int:conversation>/enonces/ajouter/", manage.seed, name="seed"),
    path("<int:conversation>/enonces/<int:statement>/", manage.moderate, name="moderate"),
    path("<int:conversation>/enonces/<int:statement>/suite/", manage.outcome, name="outcome"),
]
