"""Whatever is typed into any field does nothing on any page: the OWASP filter-evasion strings, everywhere.

Each page is compared with itself showing harmless text: no element, attribute, script or address may come from
what was typed. Once through the flows, which strip markup, and once past them, as if something worse had been
stored: cleaning is not the line of defence, escaping is.
"""

import csv
import io
import json
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.models import Batch
from crm.flows import edit_customer, edit_followup
from crm.flows.many import tag_many
from crm.flows.saved_views import save_view
from crm.models import Customer, Followup, ImportTemplate, Interaction, SavedView
from notifications.models import Notification
from tests.factories import make_agent, make_customer, make_followup, make_interaction
from tests.imports import bring_in, csv_of
from tests.xss.attacks import ATTACKS
from tests.xss.shape import shape_of

HARMLESS = "كلام عادي\nلا ضرر فيه"
ADMIN_PAGES = ("changelist", "change", "history")


def with_text(agent, text, now, *, cleaned=True):
    """A customer with this text in every field that takes one, and rows of its own with it."""
    shown = f"م {text}"
    customer = make_customer(agent, name=HARMLESS, email="x@example.com", notes=HARMLESS)
    followup = make_followup(customer, title=HARMLESS, description=HARMLESS)
    interaction = make_interaction(customer, notes=HARMLESS)
    facts = {"name": shown[:140], "city": shown[:70], "notes": shown, "tags": [shown[:40]], "districts": [shown[:40]]}
    if cleaned:
        edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts=facts)
        edit_followup(
            by=agent, at=now, followup_id=followup.pk, version=None, facts={"title": shown[:180], "description": shown}
        )
        make_interaction(customer, notes=shown)
        keep_in_a_view_and_a_batch(agent, customer, shown, now)
        make_followup(customer, title=shown[:180])  # its notice carries the title
    else:
        raw = {"name": text[:150], "city": text[:80], "notes": text, "tags": [text], "districts": [text]}
        Customer.objects.filter(pk=customer.pk).update(**raw)
        Customer.history.filter(id=customer.pk).update(
            **{name: raw[name] for name in ("name", "city", "notes", "tags")}
        )
        Followup.objects.filter(pk=followup.pk).update(title=text[:200], description=text)
        Followup.history.filter(id=followup.pk).update(title=text[:200], description=text)
        Interaction.objects.filter(pk=interaction.pk).update(notes=text)
        Notification.objects.filter(user=agent).update(title=text[:200], message=text)
        keep_in_a_view_and_a_batch(agent, customer, HARMLESS, now)
        SavedView.objects.filter(user=agent).update(name=text[:40], query=text)
        Batch.objects.update(details={"added": [text], "removed": [text]})
    return customer, followup


def keep_in_a_view_and_a_batch(agent, customer, text, now):
    """One saved view and the tags of one act, both of this text."""
    SavedView.objects.filter(user=agent).delete()
    save_view(by=agent, at=now, name=text[:30], query=urlencode({"search": text[:100]}))
    tag_many(by=agent, at=now, customer_ids=[customer.pk], add=[f"و {text}"[:30].replace(",", " ").replace("،", " ")])


def addresses(customer, followup, text):
    """The pages of one customer and its follow-up."""
    return [
        (reverse("customer", args=[customer.pk]), {"show": text, "before": text, "next": text}),
        (reverse("customer_edit", args=[customer.pk]), {"next": text}),
        (reverse("followup_edit", args=[followup.pk]), {"next": text}),
    ]


def more_addresses(customer, followup, text):
    """Their other pages, and those that take the text from their address."""
    query = {"search": text, "tags": text, "status": text, "ordering": text, "min_budget": text, "date_from": text}
    return [
        (reverse("customer_list"), query),
        (reverse("pipeline"), query | {"owner": text, "hold": text, "show_new": text}),
        (reverse("customer_history", args=[customer.pk]), {}),
        (reverse("customer_erase", args=[customer.pk]), {"next": text}),
        (reverse("customer_bin"), {"search": text, "owner": text, "page": text}),
        (reverse("customer_review"), {"owner": text, "page": text}),
        (reverse("customer_status", args=[customer.pk]), {"status": "lost"}),
        (reverse("followup_list"), {"tab": text, "page": text}),
        (reverse("batch_list"), {"page": text}),
        (reverse("followup_new", args=[customer.pk]), {"next": text}),
        (reverse("notification_list"), {"show": text}),
        (reverse("customer_new"), {"name": text, "phone": text}),
        (reverse("customer_districts"), {"city": text}),
        ("/no-such-page/" + text.replace("\\", "").replace("?", "").replace("#", ""), {}),
    ]


def lists(customer, followup, text):
    """The lists, with all there is on them."""
    pages = range(1, len(ATTACKS) // 20 + 2)
    return [
        (reverse("today"), {}),
        *((reverse("customer_list"), {"page": page}) for page in pages),
        (reverse("pipeline"), {"show_new": 180}),
        *((reverse("followup_list"), {"tab": "all", "page": page}) for page in range(1, 2 * len(pages))),
        *((reverse("notification_list"), {"page": page}) for page in range(1, 2 * len(pages))),
    ]


def admin_addresses(customer, followup, text):
    rows = [customer, followup, customer.interactions.first(), customer.owner]
    found = []
    for row in rows:
        base = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        found += [(reverse(f"{base}_changelist"), {}), (reverse(f"{base}_changelist"), {"q": text})]
        found += [(reverse(f"{base}_{page}", args=[row.pk]), {}) for page in ("change", "history")]
    return found


def posts(customer, text):
    """Forms sent with the text in every field and one that is wrong, so that they are shown again."""
    typed = {"name": text, "phone": text, "email": text, "city": text, "tags": text, "districts": text, "notes": text}
    typed |= {"budget": text, "status": text, "priority": text, "source": text, "lost_reason": text, "whatsapp": text}
    stale = {**typed, "phone": "0521234567", "version": "0"}
    contact = {"type": text, "notes": text, "outcome": text, "duration": text, "title": text, "due_date": text}
    of_many = {"row": customer.pk, "next": text, "form_token": text, "title": "", "due_date_day": text}
    return [
        (reverse("customer_new"), typed),
        (reverse("customer_twins"), typed),
        (reverse("search"), {"q": text}),
        (reverse("pipeline_move", args=[customer.pk]), {"status": text, "version": text}),
        (reverse("pipeline_move", args=[customer.pk]), {"status": "lost", "lost_reason": text}),
        (reverse("customer_edit", args=[customer.pk]), typed),
        (reverse("customer_edit", args=[customer.pk]), stale),
        (reverse("customer_status", args=[customer.pk]), {"status": "lost", "lost_reason": text, "next": text}),
        (reverse("interaction_log", args=[customer.pk]), contact),
        (reverse("followup_new", args=[customer.pk]), contact),
        *((reverse(act), {**typed, **of_many}) for act in ("many_status", "many_tags_form", "many_followups")),
        (reverse("saved_view_new"), {"name": text * 40, "query": text}),
    ]


def shapes(browser, customer, followup, text, pages=addresses):
    """{place: what a browser makes of its page}."""
    found = {}
    for number, (address, query) in enumerate(pages(customer, followup, text)):
        answer = browser.get(address, query, follow=True)
        assert answer.status_code in (200, 400, 404), (address, query, answer.status_code)
        found[number, pages(customer, followup, "")[number][0]] = shape_of(answer.text)
    return found


def sent(browser, customer, text):
    found = {}
    for number, (address, typed) in enumerate(posts(customer, text)):
        answer = browser.post(address, typed)
        assert answer.status_code in (200, 400, 409, 422), (address, answer.status_code)
        found[number, address] = shape_of(answer.text)
    return found


def grown(harmless, hostile):
    """{place: what came with the hostile text}. Of each place the harmless page may show less: take all its shapes."""
    known = shape_of("")
    for shape in harmless.values():
        for tag, names in shape.attributes.items():
            known.attributes.setdefault(tag, set()).update(names)
        known.scripts += shape.scripts
    return {place[1]: shape.beyond(known) for place, shape in hostile.items() if shape.beyond(known)}


def brought(agent, text):
    """An import of a file that has the text for its name, its headers and in every cell, right ones and wrong ones."""
    content = csv_of(
        (text, "0521234567", text, text), ("", text, text, text), headers=("الاسم", "الجوال", text, "المدينة")
    )
    run = bring_in(agent, content=content, file_name=f"{text}.csv", dry_run=True, on_duplicate="overwrite")
    ImportTemplate.objects.create(user=agent, name=text[:60], mapping={}, created_at=timezone.now())
    return run


def import_shapes(browser, run):
    """The pages of an import, step by step."""
    found, here = {}, run.get_absolute_url()
    steps = [reverse("import_map", args=[run.pk]), here, f"{here}?rows=created", reverse("import_new")]
    after = [here, reverse("import_revert", args=[run.pk]), reverse("import_list"), reverse("customer_list")]
    for address in steps:
        found[len(found), "looked at"] = shape_of(browser.get(address).text)
    browser.post(reverse("import_run", args=[run.pk]))
    for address in after:
        found[len(found), "brought in"] = shape_of(browser.get(address, {"import": run.pk}).text)
    return found


def test_no_step_of_an_import_takes_what_a_file_says_for_markup(browser, agent):
    harmless = import_shapes(browser, brought(agent, "كلام عادي"))
    for attack in ATTACKS[::6]:
        Customer.objects.all().update(deleted_at=timezone.now())
        ImportTemplate.objects.all().delete()
        assert grown(harmless, import_shapes(browser, brought(agent, attack.replace("\n", " ")))) == {}, attack


BOTH_WAYS = pytest.mark.parametrize("cleaned", [True, False], ids=["through the flows", "past the flows"])


@BOTH_WAYS
def test_no_page_takes_what_was_typed_for_markup(browser, agent, now, cleaned):
    rows = with_text(agent, HARMLESS, now, cleaned=cleaned)
    harmless = {pages: shapes(browser, *rows, HARMLESS, pages) for pages in (addresses, more_addresses, lists)}
    for number, attack in enumerate(ATTACKS[::4] if cleaned else ATTACKS):
        rows = with_text(agent, attack, now, cleaned=cleaned)
        for pages in (addresses, more_addresses)[: 1 + (number % 5 == 0)]:
            assert grown(harmless[pages], shapes(browser, *rows, attack, pages)) == {}, attack
    assert grown(harmless[lists], shapes(browser, *rows, attack, lists)) == {}


@BOTH_WAYS
def test_neither_does_the_admin(manager_browser, agent, now, cleaned):
    harmless = shapes(manager_browser, *with_text(agent, HARMLESS, now, cleaned=cleaned), HARMLESS, admin_addresses)
    for attack in ATTACKS[::8]:
        agent.first_name = agent.last_name = attack[:150]
        agent.save()
        rows = with_text(agent, attack, now, cleaned=cleaned)
        assert grown(harmless, shapes(manager_browser, *rows, attack, admin_addresses)) == {}, attack
        for model in (Interaction, Followup, Customer):  # a list that grows gets a pager
            model.objects.all().delete()


def test_a_form_shown_again_holds_it_as_text(browser, agent, customer, now):
    harmless = sent(browser, customer, HARMLESS)
    for attack in ATTACKS[::3]:
        assert grown(harmless, sent(browser, customer, attack)) == {}, attack


def test_names_of_people_are_text(client, db):
    for attack in ATTACKS[::8]:
        agent = make_agent(first_name=attack[:150], last_name=attack[:150])
        client.force_login(agent, backend="core.login.UsernameOrEmailBackend")
        for address in (reverse("today"), reverse("account"), reverse("customer_list")):
            found = shape_of(client.get(address).text)
            assert not [to for to in found.addresses if "javascript:" in to.lower() or "xss.example" in to]
            assert all(source.startswith("/static/") for source in found.scripts)
            assert not [name for names in found.attributes.values() for name in names if name.startswith("on")]


def test_the_api_says_it_is_json_and_must_not_be_guessed(api, agent, now):
    for attack in ATTACKS[::8]:
        customer, _followup = with_text(agent, attack, now, cleaned=False)
        answer = api.get(f"/api/v1/customers/{customer.pk}/")
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.json()["notes"] == attack


def test_exports_hold_it_as_text_that_no_sheet_runs(browser, agent, now):
    for attack in ATTACKS:
        with_text(agent, attack, now, cleaned=False)
    bodies = {
        format_: b"".join(browser.get(reverse("customer_export"), {"format": format_}).streaming_content)
        for format_ in ("csv", "xlsx", "json")
    }
    rows = list(csv.reader(io.StringIO(bodies["csv"].decode("utf-8-sig"))))
    assert len(rows) == len(ATTACKS) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r\n")]
    sheet = openpyxl.load_workbook(io.BytesIO(bodies["xlsx"])).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    assert not [cell for row in sheet for cell in row if cell.hyperlink]
    assert {row["notes"] for row in json.loads(bodies["json"])} == set(ATTACKS)


def test_what_is_left_after_cleaning_has_no_tag(agent, now):
    for attack in ATTACKS:
        try:
            customer = make_customer(agent, name=attack, notes=attack)
        except ValidationError:
            continue  # nothing was left of the name
        assert not shape_of(customer.name + customer.notes).attributes, attack
