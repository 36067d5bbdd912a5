"""One look at the clock, for those who run the jobs from a timer of their own."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.clock import run_due


class Command(BaseCommand):
    help = "Runs the clock's jobs that are due (reminders, the morning's digest, clearing away), once."

    def handle(self, *args: Any, **options: Any) -> None:
        ran = run_due(timezone.now())
        self.stdout.write(f"Ran: {', '.join(ran)}." if ran else "Nothing was due.")
