"""A day's worth of rows, the pages that show them, and the states that no link leads to."""

from datetime import timedelta
from decimal import Decimal

from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.defaults import permission_denied

from core.dates import local_date
from core.views.errors import csrf_failure
from crm.flows import complete_followup, delete_customer, edit_customer, merge_customers
from crm.flows.many import tag_many
from crm.flows.saved_views import save_view
from crm.models import Customer, Import, SavedView
from properties.flows import add_photo, edit_property
from properties.models import Property
from realty_crm.urls import urlpatterns as product
from tests.factories import make_customer, make_followup, make_interaction, make_property, make_request
from tests.imports import MESSY, bring_in
from tests.pictures import picture_file


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
    fill_the_listings(agent, main)
    return main, late


def fill_the_listings(agent, customer):
    """What the customer looks for, what fits it well and badly, and what is still without a licence."""
    make_request(
        customer,
        types=["villa", "duplex"],
        districts=["الملقا", "النرجس"],
        budget_max=Decimal(1_900_000),
        area_min=Decimal(300),
        nice_to_have=["pool", "elevator"],
        rooms_min=5,
    )
    now = timezone.now()
    whole = {
        "area": Decimal(350),
        "rooms": 6,
        "bathrooms": 7,
        "street_width": 20,
        "facade": "north",
        "age_years": 2,
        "features": {"pool": True, "elevator": False},
        "description": "قريبة من المدارس.",
        "deed_number": "3101",
        "ad_license_number": "7200000318",
        "ad_license_expires_on": local_date(now) + timedelta(days=90),
    }
    listing = make_property(
        agent, title="فيلا درج صالة وشقة بمدخل مستقل في حي الملقا", landlord=make_customer(agent).pk, **whole
    )
    edit_property(by=agent, at=now, property_id=listing.pk, version=None, facts={"price": Decimal(1_950_000)})
    for _number in range(3):
        add_photo(by=agent, at=now, property_id=listing.pk, upload=picture_file())
    make_property(agent, type="land_residential", status="draft")
    make_property(agent, district="حطين", price=Decimal(1_800_000), rooms=4)


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


def listing_addresses(customer) -> dict[str, str]:
    """Each page of listings, requests and matches."""
    listing = Property.objects.filter(photos__isnull=False).first()
    bare, wish = Property.objects.get(status="draft"), customer.requests.first()
    match = wish.matches.first()
    return {
        "listings": reverse("property_list"),
        "listings as a table": reverse("property_list") + "?view=table",
        "no listing found": reverse("property_list") + "?search=لا عقار بهذا الاسم",
        "listings, wrongly asked": reverse("property_list") + "?min_price=كثير",
        "import listings": reverse("property_import"),
        "new listing": reverse("property_new"),
        "listing": reverse("property", args=[listing.pk]),
        "a bare listing": reverse("property", args=[bare.pk]),
        "edit listing": reverse("property_edit", args=[listing.pk]),
        "share a listing": reverse("property_share", args=[listing.pk]),
        "not to be shared": reverse("property_share", args=[bare.pk]),
        "delete listing": reverse("property_delete", args=[listing.pk]),
        "photos": reverse("property_photos", args=[listing.pk]),
        "no photos": reverse("property_photos", args=[bare.pk]),
        "requests": reverse("request_list"),
        "no requests": reverse("request_list") + "?tab=closed",
        "request": reverse("request", args=[wish.pk]),
        "requests of a customer": reverse("customer_requests", args=[customer.pk]),
        "new request": reverse("request_new", args=[customer.pk]),
        "edit request": reverse("request_edit", args=[wish.pk]),
        "delete request": reverse("request_delete", args=[wish.pk]),
        "matches": reverse("match_list"),
        "no matches": reverse("match_list") + "?tab=refused",
        "why refused": reverse("match_reject", args=[match.pk]),
        "book a viewing": reverse("viewing_new", args=[match.pk]),
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
        **listing_addresses(customer),
        **import_addresses(),
        "account": reverse("account"),
        "password": reverse("password_change"),
    }
