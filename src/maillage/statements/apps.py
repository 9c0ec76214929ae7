from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "maillage.statements"
