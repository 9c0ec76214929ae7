"""Doors of those who read for a call, and of those whose advice is asked by a link."""

from django.urls import path

from maillage.calls.views import reviewing

app_name = "reviewing"

urlpatterns = [
    path("expertises/", reviewing.mine, name="mine"),
    path("avis/<str:token>/", reviewing.advice, name="advice"),
    path("expertises/<slug:call>/", reviewing.index, name="index"),
    path("expertises/<slug:call>/<uuid:application>/", reviewing.show, name="show"),
    path("expertises/<slug:call>/<uuid:application>/garder/", reviewing.keep, name="keep"),
    path("expertises/<slug:call>/<uuid:application>/conflit/", reviewing.conflict, name="conflict"),
    path("expertises/<slug:call>/<uuid:application>/remarque/", reviewing.remark, name="remark"),
    path(
        "expertises/<slug:call>/<uuid:application>/pieces/<int:attachment>/",
        reviewing.attachment,
        name="attachment",
    ),
]
