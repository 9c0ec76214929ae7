"""The doors opened by the link of a party, without an account."""

from django.urls import path

from maillage.plans.views import holding

app_name = "holding"

urlpatterns = [
    path("<str:token>/", holding.show, name="show"),
    path("<str:token>/accepter/", holding.agree, name="agree"),
    path("<str:token>/rappels/", holding.reminders, name="reminders"),
    path("<str:token>/passer-la-suite/", holding.hand_on, name="hand_on"),
]
