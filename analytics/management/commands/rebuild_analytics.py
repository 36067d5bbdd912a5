from typing import Any

from django.core.management.base import BaseCommand

from analytics.figures import rebuild


class Command(BaseCommand):
    help = "Makes the figures of every agent and day anew from the facts."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} days of agents")
