"""People with the books they keep: how large each is, and giving a whole one to somebody else."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import manager_of
from core.admin.users import PersonAdmin
from core.arabic import counted
from core.models import User
from crm.admin.taking import choose_taker
from crm.flows import move_book
from crm.models import Customer


@admin.register(User)
class AgentAdmin(PersonAdmin):
    list_display: tuple[str, ...] = (*PersonAdmin.list_display, "book_size")
    actions: tuple[str, ...] = (*PersonAdmin.actions, "give_book")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        book = Customer.objects.live().filter(owner=OuterRef("pk")).order_by().values("owner")
        size = Subquery(book.annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(book=Coalesce(size, 0))

    @admin.display(description=_("العملاء"), ordering="book")
    def book_size(self, person: Any) -> str:
        return f"{person.book:,}"

    @admin.action(description=_("نقل كل العملاء إلى وسيط آخر"), permissions=["change"])
    def give_book(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """One person's whole book, what is in the bin too, to another (product: flow 7)."""
        if queryset.count() != 1:
            self.message_user(request, _("اختر وسيطًا واحدًا لنقل قائمة عملائه."), messages.WARNING)
            return None

        def give(taker: User, givers: list[Any]) -> str:
            count = move_book(by=manager_of(request), at=timezone.now(), giver=givers[0], taker=taker)
            told = {"count": counted(count, "customer"), "name": taker.name}
            return _("نُقل إلى %(name)s: %(count)s، وأُبلغ الطرفان.") % told

        return choose_taker(self, request, queryset, action="give_book", title=_("نقل كل عملاء وسيط"), give=give)
