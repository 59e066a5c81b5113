"""`work`: the background process of `entraide run`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entraide.home.background import work


class Command(BaseCommand):
    """Does what is due, until it is asked to stop."""

    help = "Send letters, lapse offers, draw lots, erase what was kept long enough"

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the process whose end ends the work."""
        parser.add_argument("--parent", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        work(parent=options["parent"])
