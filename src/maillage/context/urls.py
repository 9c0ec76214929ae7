"""Doors of the resources of a territory."""

from django.urls import path

from maillage.context.views import resources

app_name = "context"

urlpatterns = [
    path("", resources.index, name="resources"),
    path("noter/", resources.add, name="action_add"),
    path("mots/", resources.words, name="words"),
    path("<int:action>/modifier/", resources.edit, name="action_edit"),
    path("<int:action>/retirer/", resources.remove, name="action_remove"),
]
