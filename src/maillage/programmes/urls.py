"""Doors of the programmes."""

from django.urls import path

from maillage.programmes import views

app_name = "programmes"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:programme>/", views.show, name="show"),
]
