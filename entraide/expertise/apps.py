"""The application, for Django."""

from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    """Cahiers and proposals."""

    name = "entraide.expertise"
    verbose_name = "Cahiers et propositions"
