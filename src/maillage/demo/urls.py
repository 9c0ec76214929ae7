"""Doors of the demo. Elsewhere they do not exist."""

from django.urls import path

from maillage.demo import mailbox

urlpatterns = [
    path("", mailbox.index, name="mailbox"),
    path("<int:mail>/", mailbox.show, name="mailbox_mail"),
]
