"""Listings, requests and matches: whatever was typed or stored is text on every page (see test_xss)."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from properties.models import Property, PropertyMatch, PropertyRequest
from tests.factories import make_customer, make_property, make_request
from tests.xss.attacks import ATTACKS
from tests.xss.shape import shape_of
from tests.xss.test_xss import ADMIN_PAGES, HARMLESS, grown

TEXTS = ("title", "city", "district", "description", "deed_number", "plan_number", "plot_number", "contract_number")


def pair(agent, text):
    """A listing and a request that it fits, with this text in every field that holds one, past the flows."""
    for model in (PropertyMatch, PropertyRequest, Property):
        model.objects.all().delete()
    customer = make_customer(agent, name=HARMLESS)
    listing = make_property(agent, landlord=customer.pk)
    wish = make_request(make_customer(agent, name=HARMLESS), districts=["الملقا"], budget_max=listing.price)
    stored = {name: text[: Property._meta.get_field(name).max_length] for name in TEXTS}
    for rows in (Property.objects.filter(pk=listing.pk), Property.history.filter(id=listing.pk)):
        rows.update(**stored)
    PropertyRequest.objects.filter(pk=wish.pk).update(city=text[:80], districts=[text])
    reasons = [{"criterion": "district", "verdict": "near", "wanted": [text], "found": text}]
    PropertyMatch.objects.update(reasons=reasons)
    return listing, wish


def pages(listing, wish, text):
    match = wish.matches.get()
    of_listing = [
        *("property", "property_edit", "property_share", "property_delete", "property_photos"),
    ]
    return [
        *((reverse(name, args=[listing.pk]), {"next": text}) for name in of_listing),
        (reverse("property_list"), {}),
        (reverse("property_list"), {"view": "table", "search": text, "city": text, "district": text, "status": text}),
        (reverse("property_list"), {"type": text, "min_price": text, "rooms": text, "ordering": text, "owner": text}),
        *((reverse(name, args=[wish.pk]), {}) for name in ("request", "request_edit", "request_delete")),
        (reverse("request_list"), {"tab": text}),
        (reverse("request_new", args=[wish.customer_id]), {"next": text}),
        (reverse("customer_requests", args=[wish.customer_id]), {}),
        (reverse("match_list"), {"tab": text}),
        (reverse("match_reject", args=[match.pk]), {"next": text}),
        (reverse("viewing_new", args=[match.pk]), {"next": text}),
        (reverse("today"), {}),
    ]


def shapes(browser, agent, text):
    found = {}
    listing, wish = pair(agent, text)
    for place, (address, query) in enumerate(pages(listing, wish, text)):
        answer = browser.get(address, query)
        assert answer.status_code in (200, 400), (address, answer.status_code)
        found[place, place] = shape_of(answer.text)
    return found


def test_no_page_takes_what_was_stored_for_markup(browser, agent):
    harmless = shapes(browser, agent, HARMLESS)
    for attack in ATTACKS[::4]:
        assert grown(harmless, shapes(browser, agent, attack)) == {}, attack


def test_neither_does_the_admin(manager_browser, agent):
    def admin_shapes(text):
        listing, wish = pair(agent, text)
        found = {}
        for row in (listing, wish, wish.matches.get()):
            base = f"admin:{row._meta.app_label}_{row._meta.model_name}"
            for page in ADMIN_PAGES:
                args = [] if page == "changelist" else [row.pk]
                found[base + page, base + page] = shape_of(
                    manager_browser.get(reverse(f"{base}_{page}", args=args)).text
                )
        return found

    harmless = admin_shapes(HARMLESS)
    for attack in ATTACKS[::12]:
        assert grown(harmless, admin_shapes(attack)) == {}, attack


@pytest.mark.parametrize("address", ["/properties/new/", "/properties/import/"])
def test_a_form_shown_again_holds_it_as_text(browser, address):
    def sent(text):
        typed = {**dict.fromkeys(TEXTS, text), "price": text, "area": text, "type": text, "features_pool": text}
        answer = browser.post(address, typed)
        assert answer.status_code == 422
        return {("", ""): shape_of(answer.text)}

    harmless = sent(HARMLESS)
    for attack in ATTACKS[::6]:
        assert grown(harmless, sent(attack)) == {}, attack


def test_the_text_to_send_is_one_parameter(browser, agent, now):
    listing, _wish = pair(agent, 'x&phone=1#"><script>')
    Property.objects.filter(pk=listing.pk).update(ad_license_number="7200000318", ad_license_expires_on="2030-01-01")
    page = browser.get(f"/properties/{listing.pk}/share/").text
    link = next(part for part in page.split('"') if part.startswith("https://wa.me/"))
    assert link.count("?") == 1
    assert "&" not in link
    assert 'x&phone=1#"><script>' in unquote(link)
