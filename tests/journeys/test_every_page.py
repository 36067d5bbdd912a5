"""axe-core, layout and fonts on every page and state, in light and dark, on a desktop and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from crm.flows import edit_customer
from crm.flows.saved_views import save_view
from tests.factories import make_agent
from tests.journeys.conftest import PHONE
from tests.journeys.every_page import ERROR_PAGES, FOR_VISITORS, addresses, fill_the_book
from tests.journeys.steps import lead_on, log_in, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = {"desktop": {}, "phone": PHONE}
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}  # all that a theme can change
MANAGERS_PAGES = [
    *("index", "crm_customer_changelist", "crm_followup_add", "core_user_changelist", "core_exportlog_changelist"),
    *("crm_import_changelist", "crm_importrow_changelist", "crm_customer_import", "crm_customer_export"),
    *("properties_property_changelist", "properties_property_add", "properties_propertyrequest_add"),
    *("properties_propertymatch_changelist", "properties_propertymatch_add", "appointments_appointment_changelist"),
]
FAULTS = """() => {
  const faults = [], root = document.documentElement, say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
  const all = (chosen) => [...document.querySelectorAll(chosen)].filter((e) => e.checkVisibility() && e.getClientRects().length);
  const over = root.scrollWidth - root.clientWidth;
  if (root.dir !== "rtl" || root.lang !== "ar") faults.push(`html is ${root.dir} ${root.lang}`);
  if (over > 1) faults.push(`scrolls sideways by ${over} px`);
  all("body *").filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 11).forEach((e) => say("under 11 px", e));
  if (matchMedia("(pointer: coarse)").matches) all(".btn:not(.affix > *), .tabbar > *, .input, select")
    .filter((e) => e.getBoundingClientRect().height < 43.5).forEach((e) => say("too low for a finger", e));
  return faults;
}"""  # noqa: E501

SETTLED = """() => new Promise((done) => requestAnimationFrame(() => {
  document.getAnimations().forEach((a) => a.finish());
  requestAnimationFrame(done);
}))"""


@pytest.fixture(params=WIDTHS)
def view(request, new_context):
    """A desktop's browser, then a phone's; nothing moves."""
    return new_context(**WIDTHS[request.param], reduced_motion="reduce").new_page()


@pytest.fixture
def inspect(view):
    """Looks at the page in both themes, and on a phone at 320 px too; fails at the end with all that was wrong."""
    wrong: list[str] = []

    def look(name):
        wrong.extend(f"{name}: {fault}" for fault in view.evaluate(FAULTS) + _violations(view, AXE))
        view.emulate_media(color_scheme="dark")
        view.evaluate(SETTLED)
        wrong.extend(f"{name}, dark: {fault}" for fault in _violations(view, CONTRAST))
        view.emulate_media(color_scheme="light")
        view.evaluate(SETTLED)
        if view.viewport_size["width"] < 400:
            view.set_viewport_size({"width": 320, "height": 844})
            over = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong.extend([f"{name}: scrolls sideways at 320 px by {over} px"] if over > 1 else [])
            view.set_viewport_size(PHONE["viewport"])

    yield look
    assert not wrong, "\n".join(wrong)


def _violations(page, options):
    """What axe finds, serious or critical."""
    return [
        f"{found['id']}: {node['html'][:150]} {node['failureSummary'].splitlines()[-1].strip()}"
        for found in Axe().run(page, options=options).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"][:5]
    ]


def test_every_page_is_accessible_and_fits(view, agent, inspect):
    customer, followup = fill_the_book(agent)
    log_in(view, agent)
    for name, address in addresses(customer, followup).items():
        view.goto(address)
        inspect(name)


def test_every_state_is_accessible_and_fits(view, agent, inspect, settings, complaints):
    customer, _late = fill_the_book(agent)
    settings.ROOT_URLCONF = "tests.journeys.every_page"
    for name, address in FOR_VISITORS.items():
        view.goto(reverse(address))
        inspect(name)
    newcomer = make_agent("newcomer", first_name="ماجد")
    log_in(view, newcomer)
    for name in ("today", "customer_list", "followup_list", "notification_list"):
        view.goto(reverse(name))
        inspect(f"empty {name}")
    view.goto(reverse("customer_new"))
    save(view)
    inspect("form with errors")
    for name, address in ERROR_PAGES.items():
        view.goto(address)
        inspect(name)
    assert [said for said in complaints if not said.endswith("/broken/")] == []
    complaints.clear()


def test_what_opens_over_the_pages_is_accessible_and_fits(view, agent, inspect):
    customer, _late = fill_the_book(agent)
    log_in(view, agent)
    view.keyboard.press("Control+k")
    view.get_by_role("combobox", name="بحث في كل شيء").fill("052")
    view.locator("mark").first.wait_for()
    inspect("palette")
    view.goto(reverse("pipeline"))
    view.get_by_role("button", name=f"نقل {customer.name} إلى مرحلة أخرى").click()
    inspect("menu of a card")
    view.locator(f"#move-{customer.pk} [data-lose]").click()
    inspect("why lost, on the board")
    view.goto(reverse("property_list"))
    for opener, name in (("تصفية", "filters of listings"), ("المواقع", "places of listings")):
        view.get_by_role("button", name=opener, exact=True).click()
        inspect(name)
        view.keyboard.press("Escape")
    view.goto(reverse("match_list"))
    view.get_by_role("button", name="ما صار إليه عرض العقار").first.click()
    inspect("menu of a match")


def test_the_conflict_page_is_accessible_and_fits(view, agent, inspect):
    customer, _late = fill_the_book(agent)
    log_in(view, agent)
    view.goto(reverse("customer_edit", args=[customer.pk]))
    edit_customer(
        by=agent,
        at=timezone.now(),
        customer_id=customer.pk,
        version=None,
        facts={"notes": "من نافذة أخرى", "city": "جدة"},
    )
    view.get_by_label("الملاحظات").fill("من هذه النافذة")
    save(view)
    inspect("conflict")


def test_the_managers_door_is_accessible(new_context, manager, agent):
    customer, _late = fill_the_book(agent)
    page = new_context(bypass_csp=True, reduced_motion="reduce").new_page()  # axe itself writes styles here
    log_in(page, manager)
    pages = {name: reverse(f"admin:{name}") for name in MANAGERS_PAGES}
    pages["change"] = reverse("admin:crm_customer_change", args=[customer.pk])
    wrong = []
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("new Promise((done) => window.django?.jQuery ? django.jQuery(() => done()) : done())")
        wrong += [f"{name}: {fault}" for fault in _violations(page, {"resultTypes": ["violations"]})]
    assert not wrong, "\n".join(wrong)


def test_acting_upon_ticked_rows_is_accessible_and_fits(view, manager, agent, inspect):
    """The bar, the menus that it opens, and the page before each act."""
    fill_the_book(agent)
    save_view(by=manager, at=timezone.now(), name="المؤهلون", query="status=qualified")
    log_in(view, manager)
    view.goto(f"{reverse('customer_list')}?status=qualified")
    inspect("a saved view")
    for name in ("وسم", "متابعة جماعية", "نقل لزميل", "نقل إلى المحذوفات"):
        tick_two(view)
        inspect("ticked")
        lead_on(view.get_by_role("region", name="إجراءات على المحدد").get_by_role("button", name=name))
        inspect(name)
    tick_two(view)
    view.get_by_role("button", name="تغيير الحالة").click()
    inspect("statuses")
    lead_on(view.get_by_role("button", name="خسارة"))
    inspect("why lost, of many")
    lead_on(view.get_by_role("button", name="تغيير الحالة"))
    inspect("why lost, not said")


def tick_two(view):
    view.goto(reverse("customer_list"))
    if view.viewport_size["width"] < 400:
        view.get_by_text("تحديد", exact=True).click()
    for number in (0, 1):
        view.locator("[data-row]").nth(number).check()
