from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "entraide.ui"
    verbose_name = "Interface"
