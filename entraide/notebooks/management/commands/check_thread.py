"""entraide manage check_thread: reads every link of the thread."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entraide.notebooks.queries.thread import circles

FEW = 10


class Command(BaseCommand):
    """Reads every link."""

    help = "Checks that no note rests on itself, near or far."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that the thread is whole, or name notes in a circle and fail."""
        if found := circles():
            named = ", ".join(map(str, found[:FEW]))
            raise CommandError(f"{len(found)} notes are in a circle, or above one: {named}.")
        self.stdout.write("The thread is whole.")
