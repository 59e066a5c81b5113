from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "entraide.people"
    verbose_name = "Personnes"
