from django.apps import AppConfig

from entraide.notebooks import checks


class NotebooksConfig(AppConfig):
    name = "entraide.notebooks"
    verbose_name = "Carnets"
    # Importing them registers them.
    checks = checks
