"""What becomes of each row of a file: new, an update, skipped or an error, and why (rules: Import and export).

The same judgement is made when a file is looked at and once more, with the customers locked, when it is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core.models import User
from crm.facts import refuse_lost_without_reason
from crm.imports.values import restored
from crm.models import Customer, Import, ImportRow
from crm.models.choices import Status

Outcome = ImportRow.Outcome
Values = Mapping[str, Any]
Book = dict[tuple[int, str], list[Customer]]  # live customers by owner and phone, the oldest first

# What a file may say of a customer; «owner» stands beside it.
WRITTEN = (
    *("name", "phone", "whatsapp", "email", "kind", "source", "status", "lost_reason", "priority", "tags"),
    *("budget", "city", "districts", "notes", "consent_marketing"),
)


_WRITTEN = frozenset(WRITTEN)


@dataclass(frozen=True)
class Plan:
    """What becomes of one row: `facts` are what a new customer is made of, or what changes of `known`."""

    outcome: str
    problems: list[dict[str, str]] = field(default_factory=list)
    owner_id: int = 0
    known: Customer | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def plan_rows(run: Import, rows: Sequence[ImportRow], *, lock: bool = False) -> list[Plan]:
    """A plan for each of these rows, which have values and stand in the file's order.

    With `lock` the customers that the rows meet are held until commit, and rows are known not to repeat others.
    """
    values = [restored(row.values or {}) for row in rows]
    owners = _Owners(run, values)
    places = [(owners.of(given), given["phone"]) for given in values]
    book = _book(places, lock=lock)
    seen = {} if lock else _seen_before(run, rows, owners)
    plans = []
    for row, given, place in zip(rows, values, places, strict=True):
        plan = _plan(run, given, place[0], book.get((place[0] or 0, place[1]), []), seen.get(place))
        plans.append(plan)
        if plan.outcome != Outcome.ERROR:
            seen.setdefault(place, row.number)
    return plans


def _plan(run: Import, given: Values, owner: int | None, known: list[Customer], repeats: int | None) -> Plan:
    if owner is None:
        return Plan(Outcome.ERROR, [_problem("owner", _("لا وسيط بهذا الاسم، أو حسابه موقوف."))])
    if repeats:
        return _skipped(_("الجوال مكرر في الصف %(number)s") % {"number": repeats})
    try:
        return _met(run.on_duplicate, given, owner, known) if known else _new(given, owner)
    except ValidationError as refusal:
        told = [_problem(name, message) for name, found in refusal.message_dict.items() for message in found]
        return Plan(Outcome.ERROR, told)


def _new(given: Values, owner: int) -> Plan:
    refuse_lost_without_reason(given.get("status", ""), given.get("lost_reason", ""))
    return Plan(Outcome.CREATED, owner_id=owner, facts=_said(given))


def _met(policy: str, given: Values, owner: int, known: list[Customer]) -> Plan:
    """A row about a customer of the book: `known` are those with its phone."""
    if policy == Import.OnDuplicate.SKIP:
        return _skipped(_("الجوال مسجّل لعميل من قبل."))
    customer, facts = _likeliest(policy, given, known)
    if not facts:
        return _skipped(_("العميل مسجّل من قبل، ولا جديد في الصف."))
    after = {**{name: getattr(customer, name) for name in ("status", "lost_reason")}, **facts}
    refuse_lost_without_reason(after["status"], after["lost_reason"])
    return Plan(Outcome.UPDATED, owner_id=owner, known=customer, facts=facts)


def _likeliest(policy: str, given: Values, known: list[Customer]) -> tuple[Customer, dict[str, Any]]:
    """Whom the row is about, and what it changes: of several who share the phone the one who is already as the row
    says, else the one of that name, else the oldest. So a book that was exported finds each of its own again.
    """
    likely = known
    if len(known) > 1:
        same = [customer for customer in known if not _changes(Import.OnDuplicate.OVERWRITE, given, customer)]
        likely = same or [customer for customer in known if customer.name == given["name"]] or known
    return likely[0], _changes(policy, given, likely[0])


def _changes(policy: str, given: Values, customer: Customer) -> dict[str, Any]:
    """What the row says otherwise than the customer's row; to fill, only what is empty there."""
    said = _said(given)
    if said.get("whatsapp") == customer.phone:
        said["whatsapp"] = ""  # it is kept only when it differs
    if said.get("status", customer.status) != Status.LOST:
        said.pop("lost_reason", None)
    if policy == Import.OnDuplicate.FILL:
        said = {name: value for name, value in said.items() if _is_open(customer, name)}
    return {name: value for name, value in said.items() if getattr(customer, name) != value}


def _said(given: Values) -> dict[str, Any]:
    """The customer's fields that the row fills: an empty cell says nothing."""
    return {name: value for name, value in given.items() if name in _WRITTEN and value not in (None, "", [])}


def _is_open(customer: Customer, name: str) -> bool:
    """Whether nobody has said this of the customer yet: consent that was withdrawn is an answer."""
    if name == "consent_marketing":
        return customer.consent_at is None
    return getattr(customer, name) in (None, "", [])


def _skipped(why: str) -> Plan:
    return Plan(Outcome.SKIPPED, [_problem("phone", why)])


def _problem(name: str, message: str) -> dict[str, str]:
    return {"field": name, "message": message}


class _Owners:
    """Whose book each row is for: a manager's file may name an agent, else it is the import's owner."""

    def __init__(self, run: Import, values: Iterable[Values]) -> None:
        self.default: int = run.owner_id
        self.may_name = run.user.is_manager
        self._known: dict[str, int | None] = {}
        self.look_up(name for given in values if (name := given.get("owner")))

    def look_up(self, names: Iterable[str]) -> None:
        strange = {name.lower() for name in names if self.may_name} - set(self._known)
        if strange:
            self._known |= dict.fromkeys(strange)
            agents = User.objects.agents().annotate(folded=Lower("username"))
            self._known |= dict(agents.filter(folded__in=strange).values_list("folded", "pk"))

    def of(self, given: Values) -> int | None:
        """The owner's id; None for a name that no active agent has."""
        return self.named(given.get("owner") or "")

    def named(self, name: str) -> int | None:
        return self._known[name.lower()] if name and self.may_name else self.default


def _book(places: Iterable[tuple[int | None, str]], *, lock: bool) -> Book:
    """The live customers of these owners with these phones."""
    owners, phones = {owner for owner, _phone in places if owner}, {phone for _owner, phone in places}
    rows = Customer.objects.live().filter(owner__in=owners, phone__among=phones).order_by("id")
    book: Book = {}
    for customer in rows.select_for_update() if lock else rows:
        book.setdefault((customer.owner_id, customer.phone), []).append(customer)
    return book


def _seen_before(run: Import, rows: Sequence[ImportRow], owners: _Owners) -> dict[tuple[int | None, str], int]:
    """The first good row of the file with each owner and phone, of those before these rows."""
    if not rows:
        return {}
    phones = {row.phone for row in rows}
    earlier = run.rows.exclude(phone="").filter(phone__among=phones, number__lt=rows[0].number)  # by a partial index
    good = earlier.exclude(outcome__in=[Outcome.PENDING, Outcome.ERROR])
    found = sorted(good.values_list("number", "phone", "values__owner"), key=itemgetter(0), reverse=True)
    owners.look_up(name for _number, _phone, name in found if name)
    return {(owners.named(name or ""), phone): number for number, phone, name in found}
