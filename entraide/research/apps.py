"""The application, for Django."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """Programme, actions, seminars."""

    name = "entraide.research"
    verbose_name = "Recherche-action"
