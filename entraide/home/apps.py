from django.apps import AppConfig

from entraide.home import checks


class HomeConfig(AppConfig):
    name = "entraide.home"
    verbose_name = "Accueil"
    # Importing them registers them.
    checks = checks
