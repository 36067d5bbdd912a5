"""`manage.py check_integrity`: does the whole database keep its own rules?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.integrity import all_checks, breaches


class Command(BaseCommand):
    help = "Read the whole database and list every breach of what always holds; exit 1 if there is any. Never mends."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for breach in breaches():
            count += 1
            self.stdout.write(str(breach))
        if count:
            raise CommandError(f"{count} breaches found.", returncode=1)
        self.stdout.write(f"{len(all_checks())} checks, nothing found.")
