"""Doors of a meeting, without an account."""

from django.urls import path

from maillage.meetings.views import attend

app_name = "attend"

urlpatterns = [
    path("rencontre/<str:token>/", attend.register, name="register"),
    path("rencontre/<str:token>/rencontre.ics", attend.invitation, name="ics"),
    path("inscription/<str:token>/", attend.receipt, name="receipt"),
    path("inscription/<str:token>/rendre-ma-place/", attend.leave, name="leave"),
    path("inscription/<str:token>/je-suis-la/", attend.here, name="here"),
    path("accueil/<str:token>/", attend.door, name="door"),
    path("accueil/<str:token>/sans-inscription/", attend.walk_in, name="walk_in"),
]
