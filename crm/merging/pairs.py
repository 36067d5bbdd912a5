"""Which customers of a book may be one person, pair by pair, the surest first (rules: Same person again).

A book may hold a hundred thousand customers and a name a thousand of them, so no table is ever joined with itself:
the database finds, by an index, the numbers, e-mails and names that several customers have; what those customers
are to each other is worked out here, a page's worth at a time. A page begins after a mark, the last pair of the one
before, and reads the same few statements wherever in the book that is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, starmap

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from core.arabic import search_key
from crm.models import Customer, CustomerQuerySet, DistinctPeople

PAGE_SIZE = 20
FEWEST_GROUPS = 24  # looked into at first; each round after that takes twice as many
MOST_READ = 4000  # customers, before the page ends and says that there is more to look into
MOST_ALIKE = 40  # of one number, e-mail or name; the others come up once these are settled
SHOWN = (
    *("id", "owner", "name", "name_key", "phone", "whatsapp", "email", "city", "districts", "status", "priority"),
    *("budget", "created_at", "first_contact_at", "last_contact_date", "shares_phone"),
    *("owner__first_name", "owner__last_name", "owner__username"),
)


# ---------------------------------------------------------------- what two customers have in common


def numbers_in_common(one: Customer, other: Customer) -> set[str]:
    """Their one phone, or the phone of one that is the other's WhatsApp."""
    return {one.phone, one.whatsapp} & {other.phone, other.whatsapp} & {one.phone, other.phone}


def emails_in_common(one: Customer, other: Customer) -> set[str]:
    return {one.email} & {other.email} - {""}


def names_in_common(one: Customer, other: Customer) -> set[str]:
    """Their one name, however it is spelled, when they also have a city or a district in common."""
    names = {one.name_key} & {other.name_key} - {""}
    return names if names and places(one) & places(other) else set()


def places(customer: Customer) -> set[str]:
    """The keys of the city and the districts that a customer looks in."""
    return {_place_key(place) for place in (customer.city, *customer.districts)} - {""}


_place_key = lru_cache(maxsize=2048)(search_key)  # a book names few places, and a page compares many customers


@dataclass(frozen=True)
class Pair:
    """Two customers of one owner that may be one person, the older first."""

    first: Customer
    second: Customer

    @property
    def is_certain(self) -> bool:
        return bool(numbers_in_common(self.first, self.second))

    @property
    def reasons(self) -> list[str]:
        """What they have in common, in words."""
        one, other = self.first, self.second
        by_phone = one.phone == other.phone
        found = [
            (by_phone, _("الجوال نفسه")),
            (self.is_certain and not by_phone, _("جوال أحدهما واتساب الآخر")),
            (emails_in_common(one, other), _("البريد نفسه")),
            (names_in_common(one, other), self._name_and_place()),
        ]
        return [words for is_so, words in found if is_so]

    def _name_and_place(self) -> str:
        one, other = self.first, self.second
        if one.city and search_key(one.city) == search_key(other.city):
            return _("الاسم نفسه والمدينة نفسها")
        return _("الاسم نفسه وحي مشترك")

    @property
    def rows(self) -> tuple[Customer, Customer]:
        return self.first, self.second

    def other_than(self, customer: Customer) -> Customer:
        return self.second if self.first == customer else self.first

    @property
    def ids(self) -> tuple[int, int]:
        return self.first.pk, self.second.pk


@dataclass(frozen=True)
class PairPage:
    """A page of pairs; `after` is the mark at which the next one begins, empty when all was looked into."""

    pairs: list[Pair]
    after: str = ""


# ---------------------------------------------------------------- where they are looked for

Key = tuple[int, str]  # an owner, and a number, an e-mail or a name
Groups = Callable[[CustomerQuerySet, Key | None, int], list[Key]]


@dataclass(frozen=True)
class Kind:
    """One thing that two customers can have in common."""

    code: str
    columns: tuple[str, ...]  # those that may hold it
    groups: Groups  # what several of a book have, from a key on, in order
    common: Callable[[Customer, Customer], set[str]]

    def key_of(self, pair: Pair) -> Key | None:
        """The group in which the pair is listed; None when it is not of this kind."""
        return min(((pair.first.owner_id, text) for text in self.common(pair.first, pair.second)), default=None)

    def stands_in(self, pair: Pair) -> Key | None:
        """The group in which the pair was looked at, also when it turned out not to be of this kind."""
        if len(self.columns) > 1:
            return self.key_of(pair)
        held = {getattr(row, self.columns[0]) for row in (pair.first, pair.second)}
        return (pair.first.owner_id, held.pop()) if len(held) == 1 else None


def _shared_numbers(book: CustomerQuerySet, since: Key | None, most: int) -> list[Key]:
    """Phones that several have, which the rows say themselves, and WhatsApp numbers that are somebody's phone."""
    holder = Customer.objects.live().filter(owner=OuterRef("owner"), phone=OuterRef("whatsapp"))
    shared = _since(book.filter(shares_phone=True), "phone", since)
    crossed = _since(book.exclude(whatsapp="").filter(Exists(holder)), "whatsapp", since)
    both = shared.values_list("owner", "phone").union(crossed.values_list("owner", "whatsapp"))
    return list(both.order_by("owner", "phone")[:most])


def _held_by_several(column: str) -> Groups:
    def groups(book: CustomerQuerySet, since: Key | None, most: int) -> list[Key]:
        held = _since(book.exclude(**{column: ""}), column, since).order_by("owner", column)
        several = held.values("owner", column).annotate(holders=Count("*")).filter(holders__gt=1)
        return list(several.values_list("owner", column)[:most])

    return groups


def _since(rows: CustomerQuerySet, column: str, since: Key | None) -> CustomerQuerySet:
    if since is None:
        return rows
    owner, text = since
    return rows.filter(Q(owner__gt=owner) | Q(**{"owner": owner, f"{column}__gte": text}))


KINDS = (
    Kind("number", ("phone", "whatsapp"), _shared_numbers, numbers_in_common),
    Kind("email", ("email",), _held_by_several("email"), emails_in_common),
    Kind("name", ("name_key",), _held_by_several("name_key"), names_in_common),
)


# ---------------------------------------------------------------- a page of them


def find_pairs(scope: CustomerQuerySet, *, after: str = "", most: int = PAGE_SIZE) -> PairPage:
    """The pairs among the live customers of `scope` that nobody has told apart yet, those after the mark `after`."""
    start, mark = _read_mark(scope, after)
    found: list[Pair] = []
    for number, kind in enumerate(KINDS[start:], start):
        search = _Search(scope.live(), kind, KINDS[:number], mark if number == start else None)
        for pair in search.run(most - len(found) + 1):
            if len(found) == most:
                return PairPage(found, _mark(_kind_of(found[-1]), found[-1]))
            found.append(pair)
        if search.last:
            return PairPage(found, _mark(kind, search.last))
    return PairPage(found)


def pairs_with(customer: Customer) -> list[Pair]:
    """The pairs that this live customer makes, by the same rules; of each thing in common, with MOST_ALIKE at most."""
    book = Customer.objects.live().filter(owner=customer.owner_id).exclude(pk=customer.pk)
    numbers = {customer.phone, customer.whatsapp} - {""}
    alike = [Q(phone__in=numbers), Q(whatsapp=customer.phone), Q(name_key=customer.name_key)]
    if customer.email:
        alike.append(Q(email=customer.email))
    shown = book.only(*SHOWN).select_related("owner").order_by("id")
    rows = {row.pk: row for some in alike for row in shown.filter(some)[:MOST_ALIKE]}
    apart = _told_apart([customer.pk, *rows])
    pairs = [Pair(*sorted((customer, row), key=lambda one: one.pk)) for row in rows.values()]
    return [pair for pair in pairs if pair.reasons and pair.ids not in apart]


class _Search:
    """Looks for pairs of one kind that are of none of the kinds before it, from the pair `mark` on.

    `last`: the last pair looked at, when so much was read before enough was found that the search broke off.
    """

    def __init__(self, book: CustomerQuerySet, kind: Kind, before: Sequence[Kind], mark: Pair | None) -> None:
        self.book, self.kind, self.before = book, kind, before
        self.since = kind.stands_in(mark) if mark else None
        self.passed = mark
        self.last: Pair | None = None

    def run(self, most: int) -> list[Pair]:
        """Up to `most` pairs, in their order."""
        found: list[Pair] = []
        wanted, read = FEWEST_GROUPS, 0
        while True:
            groups = self.kind.groups(self.book, self.since, wanted)
            members = self._members(groups)
            found += islice(self._new_pairs(members), most - len(found))
            if len(found) == most or len(groups) < wanted:
                return found
            lasts = {group: Pair(*rows[-2:]) for group, rows in members.items() if len(rows) > 1}
            self.since, self.passed = groups[-1], lasts.get(groups[-1])
            read += sum(map(len, members.values()))
            if read > MOST_READ:
                looked_at = (pair for group, pair in reversed(lasts.items()) if self.kind.stands_in(pair) == group)
                self.last = next(looked_at, None)
            if self.last:
                return found
            wanted *= 2

    def _new_pairs(self, members: dict[Key, list[Customer]]) -> Iterator[Pair]:
        """What the groups hold, group by group and then by ids, but for those who were said to be two people."""
        apart = _told_apart(row.pk for rows in members.values() for row in rows)
        for group, rows in members.items():
            for pair in starmap(Pair, combinations(rows, 2)):
                if self._is_new(group, pair) and pair.ids not in apart:
                    yield pair

    def _is_new(self, group: Key, pair: Pair) -> bool:
        """Whether the pair is listed in this group, after the mark, and not under a kind before this one."""
        is_passed = self.passed is not None and group == self.since and pair.ids <= self.passed.ids
        is_of_kind = self.kind.key_of(pair) == group
        return is_of_kind and not is_passed and not any(kind.key_of(pair) for kind in self.before)

    def _members(self, groups: list[Key]) -> dict[Key, list[Customer]]:
        """Who is in each group, by id: the first MOST_ALIKE."""
        members: dict[Key, list[Customer]] = {group: [] for group in groups}
        for row in self._rows(groups) if groups else ():
            for text in {getattr(row, column) for column in self.kind.columns}:
                group = members.get((row.owner_id, text), [])
                if len(group) < MOST_ALIKE:
                    group.append(row)
        return members

    def _rows(self, groups: list[Key]) -> Iterable[Customer]:
        owners, texts = {owner for owner, _text in groups}, {text for _owner, text in groups}
        rows = self.book.filter(owner__in=owners).select_related("owner").only(*SHOWN).order_by("id")
        if len(self.kind.columns) > 1:
            return rows.filter(Q(*[(f"{column}__in", texts) for column in self.kind.columns], _connector=Q.OR))
        [column] = self.kind.columns
        place = Window(RowNumber(), partition_by=[F("owner"), F(column)], order_by="id")
        return rows.filter(**{f"{column}__in": texts}).annotate(place=place).filter(place__lte=MOST_ALIKE)


def _told_apart(customers: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs among these customers (ids) of whom somebody said that they are two people."""
    firsts = set(customers)
    said = DistinctPeople.objects.filter(first__in=firsts).values_list("first", "second")
    return set(said) if firsts else set()


# ---------------------------------------------------------------- the mark between two pages


def _mark(kind: Kind, pair: Pair) -> str:
    return f"{kind.code}~{pair.first.pk}~{pair.second.pk}"


def _kind_of(pair: Pair) -> Kind:
    return next(kind for kind in KINDS if kind.key_of(pair))


def _read_mark(scope: CustomerQuerySet, text: str) -> tuple[int, Pair | None]:
    """Which kind a mark goes on with, and after which pair; the beginning for a mark that is none.

    The two are read as they are, deleted or not: one may have been merged since.
    """
    match = re.fullmatch(r"(number|email|name)~([0-9]{1,18})~([0-9]{1,18})", text)
    if match:
        rows = list(scope.filter(pk__in=match.groups()[1:]).order_by("id").only(*SHOWN).select_related("owner"))
        number = next(number for number, kind in enumerate(KINDS) if kind.code == match[1])
        if len(rows) == 2 and KINDS[number].stands_in(Pair(*rows)):
            return number, Pair(*rows)
    return 0, None
