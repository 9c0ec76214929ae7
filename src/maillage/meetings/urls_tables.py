"""The door of a table, without an account."""

from django.urls import path

from maillage.meetings.views import netmap, prompts, sit, votes

app_name = "tables"

urlpatterns = [
    path("vote/<str:token>/", votes.vote, name="vote"),
    path("bulletin/<str:token>/", votes.ballot, name="ballot"),
    path("<str:token>/", sit.sit, name="sit"),
    path("<str:token>/carte/", netmap.draw, name="draw"),
    path("<str:token>/lignes/", prompts.say, name="say"),
]
