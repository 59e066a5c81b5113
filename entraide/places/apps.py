from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "entraide.places"
    verbose_name = "Lieux"
