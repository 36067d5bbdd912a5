"""`manage.py demo`: fill an empty database with demo data, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm.models import Customer
from realty_crm.demo.book import AlreadyFilled, fill_demo
from realty_crm.demo.people import open_accounts, taken_names


class Command(BaseCommand):
    help = "Add one manager, three agents and 400 customers to a database without customers; once. Prints the accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the demo's accounts and passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["accounts"]:
            self._fill()
        self._print_accounts()

    def _fill(self) -> None:
        if Customer.objects.exists():
            self.stdout.write("There are customers already: no demo data added.")
            return
        if taken := taken_names():
            raise CommandError(f"Somebody is already called {', '.join(taken)}: no demo data added.")
        try:
            fill_demo(timezone.now())
        except AlreadyFilled:
            self.stdout.write("Somebody was faster: no demo data added.")
            return
        self.stdout.write(f"Added {Customer.objects.live().count()} demo customers.")

    def _print_accounts(self) -> None:
        for account in open_accounts():
            role = "manager" if account.is_manager else "agent"
            self.stdout.write(f"{account.username:<8} {account.password:<20} {role}")
