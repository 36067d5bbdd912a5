"""What follows within one row from what a person gave of it. Pure but for the row."""

from datetime import datetime

from properties.models import Property, PropertyRequest
from properties.models.choices import ON_MARKET, PropertyStatus, lacking
from properties.search import location_key, location_keys, search_text

SEARCHED = ("title", "district", "city", "ad_license_number", "deed_number", "plan_number", "plot_number")
KEYS = ("city_key", "district_key", "search_text")


def settle_property(listing: Property, *, was: str, at: datetime) -> None:
    """Keys, and what its type has none of; and since when it is on the market, `was` being the status it had."""
    for field in lacking(listing.type):
        setattr(listing, field, None)
    for name, key in keys_of(listing).items():
        setattr(listing, name, key)
    if listing.status != was:
        listing.status_changed_at = at
        if listing.status == PropertyStatus.AVAILABLE and was not in ON_MARKET:
            listing.listed_at = at


def settle_request(wish: PropertyRequest) -> None:
    wish.city_key, wish.district_keys = location_key(wish.city), location_keys(wish.districts)


def keys_of(listing: Property) -> dict[str, str]:
    """The keys by which a listing is compared and found, by their columns."""
    return {
        "city_key": location_key(listing.city),
        "district_key": location_key(listing.district),
        "search_text": search_text(listing.get_type_display(), *(getattr(listing, name) for name in SEARCHED)),
    }
