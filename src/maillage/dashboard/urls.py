"""The home page."""

from django.urls import path

from maillage.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("agenda/<str:token>.ics", views.feed, name="feed"),
]
