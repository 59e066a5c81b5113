"""`check_editions`: whether every published edition is what was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entraide.expertise.models import Edition
from entraide.expertise.queries.editions import faults


class Command(BaseCommand):
    """Verifies every edition: its hash, its notes, what they rest on, what they quote."""

    help = "Verify that no published edition has changed"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which editions changed, if any."""
        broken = 0
        for edition in Edition.objects.select_related("notebook").order_by("pk"):
            found = faults(edition)
            broken += bool(found)
            for fault in found:
                self.stderr.write(f"{edition}: {fault}")
        if broken:
            raise CommandError(f"{broken} editions are not what was published.")
        self.stdout.write("Every edition is what was published.")
