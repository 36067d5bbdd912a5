"""A day's worth of rows, the pages that show them, and the states that no link leads to."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.defaults import permission_denied

from core.views.errors import csrf_failure
from crm.flows import complete_followup, delete_customer, edit_customer, merge_customers
from crm.flows.many import tag_many
from crm.flows.saved_views import save_view
from crm.models import Customer, Import, SavedView
from realty_crm.urls import urlpatterns as product
from tests.factories import make_customer, make_followup, make_interaction
from tests.imports import MESSY, bring_in


def broken(request):
    raise RuntimeError("on purpose")


def forbidden(request):
    return permission_denied(request, PermissionError())


def forged(request):
    return csrf_failure(request)


def shown(request, template):
    return render(request, template)


urlpatterns = [
    *product,
    path("shown/<path:template>", shown),
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("forged/", forged),
]
ERROR_PAGES = {
    "404": "/customers/987654321/",
    "403": "/forbidden/",
    "forged": "/forged/",
    "500": "/broken/",
    "400": "/shown/400.html",
    "429": "/shown/429.html",
    "503": "/shown/503.html",
    "locked out": "/shown/core/locked_out.html",
}
FOR_VISITORS = {
    "login": "login",
    "reset": "password_reset",
    "reset sent": "password_reset_done",
    "reset done": "password_reset_complete",
}


def fill_the_book(agent):
    """Customers in every status, a long timeline, follow-ups late, due and done."""
    now = timezone.now()
    statuses = ["new", "contacted", "qualified", "viewing", "negotiating", "on_hold", "lost"]
    for number, status in enumerate(statuses):
        reason = {"lost_reason": "price"} if status == "lost" else {}
        make_customer(agent, status=status, priority=["low", "medium", "high", "urgent"][number % 4], **reason)
    main = make_customer(
        agent,
        name="عبد الرحمن بن محمد بن عبد العزيز آل سليمان التويجري",
        email="abdulrahman.altwaijri.long.address@example.com",
        whatsapp="0521112223",
        budget=1_250_000,
        city="الرياض",
        districts=["النرجس", "الياسمين", "الملقا"],
        tags=["جاد", "يفضّل التواصل مساءً", "تمويل"],
        source="whatsapp",
        kind="buyer",
        priority="urgent",
        notes="يبحث عن فلة دوبلكس.\nقريبة من مدرسة بنات.",
        at=now - timedelta(days=20),
    )
    for number, kind in enumerate(["call", "whatsapp", "viewing", "meeting", "note"]):
        make_interaction(main, type=kind, notes="تفاصيل التواصل", at=now - timedelta(days=number * 3))
    late = make_followup(main, title="اتصال بشأن عرض النرجس", at=now - timedelta(days=5), priority="high")
    make_followup(main, title="إرسال المخطط", due_date=now + timedelta(minutes=5))
    done = make_followup(main, title="تأكيد الميزانية")
    complete_followup(by=agent, at=now, followup_id=done.pk, type="call", outcome="answered", notes="تم")
    edit_customer(by=agent, at=now, customer_id=main.pk, version=None, facts={"status": "qualified"})
    alike = {"email": main.email, "city": "الرياض", "tags": ["فلل"], "notes": "يُتصل به مساءً"}
    make_customer(agent, name="عبدالرحمن التويجري", **alike)
    absorbed = make_customer(agent, name="عبد الرحمن القديم")
    merge_customers(by=agent, at=now, absorbed_id=absorbed.pk, survivor_id=main.pk)
    save_view(by=agent, at=now, name="جدد هذا الشهر، ومن البطاقة الرقمية", query="status=new")
    tag_many(by=agent, at=now, customer_ids=[main.pk], add=["عملاء المعرض العقاري"])
    bring_in(agent, content=MESSY, dry_run=True)
    bring_in(agent, content=MESSY, file_name="expo.csv")
    for _number in range(2):
        gone = make_customer(agent)
        delete_customer(by=agent, at=now, customer_id=gone.pk)
    make_customer(agent, at=now - timedelta(days=900))
    return main, late


def import_addresses() -> dict[str, str]:
    """Each step of bringing a file in: of one that was looked at, and of one that was brought in."""
    looked_at, brought_in = Import.objects.order_by("pk")
    return {
        "import": reverse("import_new"),
        "imports": reverse("import_list"),
        "columns of an import": reverse("import_map", args=[looked_at.pk]),
        "wrong rows of an import": looked_at.get_absolute_url(),
        "new rows of an import": f"{looked_at.get_absolute_url()}?rows=created",
        "result of an import": brought_in.get_absolute_url(),
        "take an import back": reverse("import_revert", args=[brought_in.pk]),
        "customers of an import": f"{reverse('customer_list')}?import={brought_in.pk}",
    }


def _newest_edit(customer):
    return f"?edit={customer.history.order_by('-history_id').first().history_id}&field=status"


def twin_of(customer):
    """The other record of the same person."""
    return Customer.objects.live().filter(email=customer.email).exclude(pk=customer.pk).get()


def addresses(customer, followup) -> dict[str, str]:
    """The product's pages by name."""
    lists = reverse("customer_list")
    view = SavedView.objects.first()
    return {
        "today": reverse("today"),
        "customers": lists,
        "customers found": f"{lists}?search=052&status=qualified",
        "customers of a saved view": f"{lists}?status=new",
        "acts upon many": reverse("batch_list"),
        "name of a view": reverse("saved_view_rename", args=[view.pk]),
        "nobody found": f"{lists}?search=لا أحد بهذا الاسم",
        "board": reverse("pipeline"),
        "board, filtered": f"{reverse('pipeline')}?hold=1&priority=urgent,high&search=052",
        "board, wrongly asked": f"{reverse('pipeline')}?min_budget=كثير",
        "search": reverse("search"),
        "new customer": reverse("customer_new"),
        "customer": reverse("customer", args=[customer.pk]),
        "edit customer": reverse("customer_edit", args=[customer.pk]),
        "history": reverse("customer_history", args=[customer.pk]),
        "history of one field": reverse("customer_history", args=[customer.pk]) + "?of=status",
        "put back": reverse("customer_put_back", args=[customer.pk]) + _newest_edit(customer),
        "bin": reverse("customer_bin"),
        "nobody in the bin": reverse("customer_bin") + "?search=لا أحد بهذا الاسم",
        "review": reverse("customer_review"),
        "erase": reverse("customer_erase", args=[customer.pk]),
        "why lost": reverse("customer_status", args=[customer.pk]),
        "duplicates": reverse("customer_duplicates"),
        "merge with whom": reverse("customer_merge_with", args=[customer.pk]),
        "merge": reverse("customer_merge", args=[customer.pk, twin_of(customer).pk]),
        "delete customer": reverse("customer_delete", args=[customer.pk]),
        "log a contact": reverse("interaction_log", args=[customer.pk]),
        "follow-ups": reverse("followup_list"),
        "new follow-up": reverse("followup_new", args=[customer.pk]),
        "edit follow-up": reverse("followup_edit", args=[followup.pk]),
        "done, with a result": reverse("followup_complete", args=[followup.pk]),
        "put off": reverse("followup_snooze", args=[followup.pk]),
        "give up": reverse("followup_cancel", args=[followup.pk]),
        "notifications": reverse("notification_list"),
        **import_addresses(),
        "account": reverse("account"),
        "password": reverse("password_change"),
    }
