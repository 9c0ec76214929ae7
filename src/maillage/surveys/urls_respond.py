"""The doors of respondents: short, as they are typed from a letter."""

from django.urls import path

from maillage.surveys.views import respond as views
from maillage.surveys.views import sync

app_name = "respond"

urlpatterns = [
    path("", views.type_code, name="code"),
    path("feuille/", views.sheet, name="sheet"),
    path("feuille/<int:number>/", views.screen, name="screen"),
    path("feuille/relire/", views.review, name="review"),
    path("feuille/merci/", views.thanks, name="thanks"),
    path("feuille/quitter/", views.leave, name="leave"),
    path("feuille/envoi/", sync.receive, name="receive"),
    path("feuille/paquet/", sync.pack, name="pack"),
    path("hors-ligne/", sync.shell, name="shell"),
    path("hors-ligne.js", sync.worker, name="worker"),
    path("<str:token>/", views.start, name="start"),
]
