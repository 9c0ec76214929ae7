"""The doors of the tables of a meeting, for those who prepare it."""

from django.urls import path

from maillage.plans.views import tables

app_name = "planner"

urlpatterns = [
    path("", tables.plan, name="plan"),
    path("demander/", tables.ask, name="ask"),
    path("changer/", tables.change, name="change"),
    path("eloigner/", tables.apart, name="apart"),
    path("eloigner/<int:pair>/retirer/", tables.meet, name="meet"),
    path("tour/<int:round_>/joue/", tables.play, name="play"),
    path("tour/<int:round_>/ecran/", tables.screen, name="screen"),
    path("<slug:paper>.pdf", tables.printed, name="paper"),
]
