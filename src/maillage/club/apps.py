from django.apps import AppConfig


class ClubConfig(AppConfig):
    name = "maillage.club"
