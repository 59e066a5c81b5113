"""`opening`: what the window says when the neighbourhood opens."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from entraide.people.models import Person


class Command(BaseCommand):
    """Says where the neighbourhood is, and how to begin."""

    help = "Print the address, and the code of the first start when nobody is there"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(f"Entraide est ouvert : {settings.SITE_ADDRESS}/")
        if not Person.objects.exists():
            self.stdout.write(f"Code de premier démarrage : {settings.FIRST_START_CODE}")
        self.stdout.write("Ctrl-C pour fermer.")
