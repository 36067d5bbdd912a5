"""Makes the office of one database, or finds it there, and says how to call as its people. Run as a process of its own.

`python -m bench.fill ROWS`, with DATABASE_URL; one JSON object to standard output.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import django

AGENTS, SHARE = 200, 10


def main(rows: int) -> dict[str, Any]:
    """The office of `rows` customers, at today's migrations. An office that was filled half is made anew."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from bench.world import World

    call_command("migrate", verbosity=0)
    if _size(connection) != rows:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            World(agents=AGENTS, share=SHARE, most=rows).grow(rows)
            cursor.execute(
                f"COMMENT ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} IS '{rows}'"
            )
    _record_matches()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as a server's own daemon leaves the tables
    return _people()


def _size(connection: Any) -> int:
    """For how many customers the database was filled, whole: noted in its comment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        [noted] = cursor.fetchone()
    return int(noted or 0)


def _record_matches() -> None:
    """What the measured listing and request match, as their making would have recorded it; a second time, nothing."""
    from django.db import transaction
    from django.utils import timezone

    from bench.world import AGENT
    from core.models import User
    from properties.flows.looking import look_for_property, look_for_request

    agent = User.objects.get(username=AGENT)
    with transaction.atomic():
        look_for_property(_listing(agent), by=agent, at=timezone.now())
        look_for_request(_wish(agent), by=agent, at=timezone.now())


def _people() -> dict[str, Any]:
    """How the two measured people call, what addresses name, and what only the models can say of F."""
    from django.db.models import Count

    from bench.world import AGENT, BUSY_CUSTOMER_CONTACTS, MANAGER, RARE_NAME, creating
    from core.arabic import search_key
    from core.models import User
    from crm.models import Customer, Interaction

    agent, manager = (User.objects.get(username=name) for name in (AGENT, MANAGER))
    own = Customer.objects.filter(owner=agent).order_by("id")
    busy = Interaction.objects.filter(owner=agent).values("customer").annotate(n=Count("pk"))
    return {
        "agent": {**_keys(agent), "customers": own.count()},
        "manager": _keys(manager),
        "busy": busy.filter(n__gte=BUSY_CUSTOMER_CONTACTS)[0]["customer"],
        "customer": own[5].pk,
        "digits": own[7].phone.removeprefix("+966"),
        "rare": quote(RARE_NAME),
        "words": " ".join(f"AND search_text LIKE '%%{word}%%'" for word in search_key(RARE_NAME).split()),
        "listing": _listing(agent).pk,
        "wish": _wish(agent).pk,
        "creating": creating(),
    }


def _listing(agent: Any) -> Any:
    """A villa of the agent's in its own city."""
    from properties.models import Property

    own = Property.objects.available().filter(owner=agent, city="الرياض", purpose="sale")
    return own.filter(type="villa").order_by("id").first() or own.order_by("id").first()


def _wish(agent: Any) -> Any:
    """A request of the agent's customer for one type in its own city."""
    from properties.models import PropertyRequest

    own = PropertyRequest.objects.filter(owner=agent, city="الرياض", purpose="sale").exclude(types=[])
    return own.order_by("id").first()


def _keys(user: Any) -> dict[str, Any]:
    """A session and a token of this person's."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from knox.models import AuthToken

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "core.login.UsernameOrEmailBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    _row, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    return {"id": user.pk, "session": session.session_key, "token": token}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
