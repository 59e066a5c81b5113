from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "entraide.gatherings"
    verbose_name = "Rencontres"
