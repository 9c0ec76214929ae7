"""The door of the maps of a Net-Map workshop."""

from django.urls import path

from maillage.plans.views import netmap

app_name = "netmap"

urlpatterns = [path("", netmap.read, name="read")]
