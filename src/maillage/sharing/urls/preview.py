"""The doors opened by a link, without an account."""

from django.urls import path

from maillage.sharing.views import reading

app_name = "reading"

urlpatterns = [
    path("pilote/<str:token>/", reading.pilot, name="mirror"),
    path("pilote/<str:token>/joindre/", reading.join, name="join"),
    path("<str:token>/", reading.document, name="document"),
    path("<str:token>/passage/<slug:item>/", reading.react, name="react"),
    path("<str:token>/nommer/", reading.naming, name="naming"),
    path("<str:token>/retirer-ma-reponse/", reading.withdraw, name="withdraw"),
]
