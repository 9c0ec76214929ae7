"""Doors without an account: read a conversation, put a statement forward, follow it with its receipt."""

from django.urls import path

from maillage.statements.views import speak

app_name = "speak"

urlpatterns = [
    path("recu/", speak.ask_receipt, name="ask_receipt"),
    path("recu/<str:code>/", speak.receipt, name="receipt"),
    path("<uuid:public_id>/", speak.read, name="read"),
    path("<uuid:public_id>/proposer/", speak.propose, name="propose"),
]
