"""The app of mutual aid."""

from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    """Offers, needs, deeds, loops."""

    name = "entraide.exchanges"
    verbose_name = "S'entraider"
