"""The application, for Django."""

from django.apps import AppConfig


class VotesConfig(AppConfig):
    """Votes."""

    name = "entraide.votes"
    verbose_name = "Votes"
