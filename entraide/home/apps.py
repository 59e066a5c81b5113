from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "entraide.home"
    verbose_name = "Accueil"
