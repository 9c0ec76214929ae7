"""The door of a table, without an account."""

from django.urls import path

from maillage.meetings.views import sit

app_name = "tables"

urlpatterns = [path("<str:token>/", sit.sit, name="sit")]
