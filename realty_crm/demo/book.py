"""Filling an empty database with a working office (product: Pages; domain: Synthetic data)."""

from datetime import datetime, timedelta
from random import Random

from core.history import Door, acting
from core.models import User
from core.transactions import in_one_transaction
from crm.flows import create_customer, delete_customer, move_customers
from crm.models import Customer
from realty_crm.demo.cast import OLDEST_DAYS, make_cast
from realty_crm.demo.listings import make_lives
from realty_crm.demo.lives import Life, customer_life, evenings, played
from realty_crm.demo.people import Team, make_team

SEED = 1448


class AlreadyFilled(Exception):
    """There are customers: a demo would mix with somebody's work."""


def fill_demo(at: datetime, seed: int = SEED) -> Team:
    """Add the demo's people and their book as it stands at `at`; all of it or none. AlreadyFilled if there is one."""

    def work() -> Team:
        if Customer.objects.exists():
            raise AlreadyFilled
        team = make_team()
        with acting(door=Door.PAGE):
            _live(team, at, seed)
        return team

    return in_one_transaction(work)


def _live(team: Team, at: datetime, seed: int) -> None:
    first = at - timedelta(days=OLDEST_DAYS + 2)
    lives: list[Life] = [customer_life(part, at) for part in make_cast(team, at, seed)]
    lives += make_lives(team, at, seed)
    lives += [evenings(user, first, at) for user in team]
    lives += [_mistake(team.salman, at - timedelta(days=2, hours=3)), _mistake(team.sara, at - timedelta(days=5))]
    played(lives, at)
    _hand_some_over(team, Random(seed), at - timedelta(hours=20))  # noqa: S311


def _mistake(agent: User, at: datetime) -> Life:
    """A customer entered by mistake, and put into the bin a minute later."""
    yield at
    facts = {"name": "تجربة إدخال", "phone": "0520000001"}
    customer = create_customer(by=agent, at=at, facts=facts)
    yield at + timedelta(minutes=1)
    delete_customer(by=agent, at=at + timedelta(minutes=1), customer_id=customer.pk)


def _hand_some_over(team: Team, rng: Random, at: datetime) -> None:
    """The manager gives a few of one agent's customers to another: both are told."""
    quiet = Customer.objects.live().filter(owner=team.fahd, updated_at__lt=at - timedelta(days=3)).order_by("id")
    chosen = rng.sample(list(quiet.values_list("pk", flat=True)), 3)
    move_customers(by=team.manager, at=at, customer_ids=chosen, taker=team.sara)
