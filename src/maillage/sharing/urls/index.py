"""The doors of the shared diagnoses of a territory."""

from django.urls import path

from maillage.sharing.views import index

app_name = "sharing"

urlpatterns = [
    path("", index.index, name="index"),
    path("ouvrir/", index.begin, name="begin"),
]
