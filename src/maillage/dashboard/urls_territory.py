"""Pages of a territory that gather what several rooms know."""

from django.urls import path

from maillage.dashboard import views

app_name = "overview"

urlpatterns = [
    path("ou-en-est-on/", views.life, name="life"),
    path("agenda/", views.calendar, name="calendar"),
    path("qui-manque/", views.missing, name="missing"),
    path("roles/<int:role>/passer-la-main/", views.handover, name="handover"),
]
