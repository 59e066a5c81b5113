"""`demo`: load the demonstration, or move it on in time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entraide.gatherings.models import Gathering
from entraide.home import demo_load
from entraide.people.models import Person


class Command(BaseCommand):
    """Loads the demonstration into an empty neighbourhood."""

    help = "Load the demonstration into an empty neighbourhood; move it on in time when it is there"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or refresh; refuse to mix invented people with real ones."""
        if demo_load.is_loaded():
            demo_load.refresh()
        elif Gathering.objects.exists() or Person.objects.exists():
            raise CommandError(
                "Ce quartier n'est pas vide : la démonstration ne se mêle pas aux vraies gens. "
                "Donnez un autre dossier avec --data."
            )
        else:
            demo_load.load()
