from django.apps import AppConfig


class ContextConfig(AppConfig):
    name = "maillage.context"
