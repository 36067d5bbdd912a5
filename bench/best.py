"""F: the best SQL we know for each answer, run straight through psycopg. Values are named; `{own}` is whose rows."""

SHOWN = 20
COUNTED = 10_001  # lists count no further

_OWN = "owner_id = %(owner)s AND"
_COUNTS = """(SELECT count(*) FROM crm_interaction i WHERE i.customer_id = c.id AND i.deleted_at IS NULL),
    (SELECT count(*) FROM crm_followup f WHERE f.customer_id = c.id AND f.deleted_at IS NULL)"""


def for_person(statements: tuple[str, ...], *, sees_all: bool) -> tuple[str, ...]:
    """The statements over one's own rows, or over everybody's."""
    return tuple(sql.replace("{own}", "" if sees_all else _OWN) for sql in statements)


def listed(condition: str = "", *, page: int = 1, whole: bool = False) -> tuple[str, ...]:
    """A page of the list: keys by their index, then its rows with a count for each child, and how many there are.

    `whole`: the count of a list without a filter is kept, and exact.
    """
    keys = f"SELECT id FROM crm_customer WHERE {{own}} deleted_at IS NULL {condition}"
    order = "ORDER BY created_at DESC, id DESC"
    rows = f"""SELECT c.*, {_COUNTS} FROM crm_customer c
        WHERE id IN ({keys} {order} LIMIT {SHOWN + 1} OFFSET {SHOWN * (page - 1)}) {order}"""
    return rows, KEPT if whole else f"SELECT count(*) FROM ({keys} LIMIT {COUNTED}) bounded"


def one(which: str) -> tuple[str, ...]:
    """A customer with its counts, its newest contacts and edits, and what is planned."""
    of_it = f"customer_id = %({which})s AND deleted_at IS NULL"
    return (
        f"SELECT c.*, {_COUNTS} FROM crm_customer c WHERE {{own}} id = %({which})s AND deleted_at IS NULL",
        f"SELECT * FROM crm_interaction WHERE {of_it} ORDER BY timeline_at DESC, id DESC LIMIT {SHOWN + 1}",
        f"SELECT * FROM crm_followup WHERE {of_it} AND status = 'pending' ORDER BY due_date, id LIMIT 11",
        f"""SELECT * FROM crm_historicalcustomer WHERE id = %({which})s
            ORDER BY history_date DESC, history_id DESC LIMIT {SHOWN + 2}""",
    )


_OPEN = "m.deleted_at IS NULL AND m.status IN ('pending', 'sent', 'interested', 'viewing_booked')"
_LIVE = "r.deleted_at IS NULL AND c.deleted_at IS NULL AND p.deleted_at IS NULL"
_PAIRS = """properties_propertymatch m JOIN properties_propertyrequest r ON r.id = m.request_id
    JOIN crm_customer c ON c.id = r.customer_id JOIN properties_property p ON p.id = m.property_id"""
ONE_LISTING = (
    "SELECT p.* FROM properties_property p WHERE {own} p.id = %(listing)s AND p.deleted_at IS NULL",
    "SELECT * FROM properties_propertyphoto WHERE property_id = %(listing)s ORDER BY position, id",
    f"""SELECT m.*, r.*, c.*, count(*) OVER () FROM {_PAIRS} WHERE m.property_id = %(listing)s AND {_OPEN} AND {_LIVE}
        ORDER BY m.match_score DESC, m.id DESC LIMIT 5""",
)
ONE_REQUEST = (
    """SELECT r.*, c.name, c.phone FROM properties_propertyrequest r JOIN crm_customer c ON c.id = r.customer_id
        WHERE r.id = %(wish)s AND r.deleted_at IS NULL AND c.deleted_at IS NULL""",
    f"""SELECT m.*, p.*, count(*) OVER () FROM {_PAIRS} WHERE m.request_id = %(wish)s AND {_OPEN} AND {_LIVE}
        ORDER BY m.match_score DESC, m.id DESC LIMIT 20""",
)


def matching(which: str) -> tuple[str, ...]:
    """The gates' SQL: the candidates of a listing (`listing`), or of a request (`wish`), with what scoring reads."""
    return (_CANDIDATES[which],)


_NOT_CLOSED = """NOT EXISTS (SELECT 1 FROM properties_propertymatch m WHERE m.property_id = {property}
    AND m.request_id = {request} AND m.status IN ('rejected', 'dismissed', 'won'))"""
_CANDIDATES = {
    "listing": """SELECT r.id, r.city_key, r.districts, r.district_keys, r.budget_min,
        r.budget_max, r.area_min, r.area_max, r.rooms_min, r.street_width_min, r.facades, r.age_max, r.nice_to_have
        FROM properties_propertyrequest r, properties_property p WHERE p.id = %(listing)s AND r.owner_id = p.owner_id
        AND r.deleted_at IS NULL AND r.status = 'open' AND (r.expires_on IS NULL OR r.expires_on >= current_date)
        AND r.purpose = p.purpose AND r.city_key = p.city_key
        AND (r.types = '[]' OR r.types ? p.type)
        AND (NOT r.districts_strict OR r.district_keys = '[]' OR r.district_keys ? p.district_key)
        AND NOT (r.must_have ? 'pool' AND p.features -> 'pool' = 'false')
        AND r.customer_id IS DISTINCT FROM p.landlord_id
        AND NOT EXISTS (SELECT 1 FROM crm_customer c WHERE c.id = r.customer_id AND c.deleted_at IS NOT NULL)
        AND """
    + _NOT_CLOSED.format(property="p.id", request="r.id"),
    "wish": """SELECT p.id, p.price, p.city, p.city_key, p.district, p.district_key, p.area, p.rooms,
        p.street_width, p.facade, p.age_years, p.features
        FROM properties_property p, properties_propertyrequest r WHERE r.id = %(wish)s AND p.owner_id = r.owner_id
        AND p.deleted_at IS NULL AND p.status = 'available' AND p.purpose = r.purpose AND p.city_key = r.city_key
        AND (r.types = '[]' OR r.types ? p.type)
        AND (NOT r.districts_strict OR r.district_keys = '[]' OR r.district_keys ? p.district_key)
        AND NOT (r.must_have ? 'pool' AND p.features -> 'pool' = 'false')
        AND r.customer_id IS DISTINCT FROM p.landlord_id AND """
    + _NOT_CLOSED.format(property="p.id", request="r.id"),
}
KEPT = "SELECT coalesce(sum(customers), 0) FROM crm_bookcount WHERE {own} true"
_DUE = "FROM crm_followup WHERE {own} deleted_at IS NULL AND status = 'pending' AND due_date"
_NEW = "FROM crm_customer WHERE {own} deleted_at IS NULL AND created_at >= now() - interval '7 days'"
_NEWEST = """SELECT i.*, c.name, c.phone FROM (SELECT * FROM crm_interaction WHERE {own} deleted_at IS NULL
    ORDER BY created_at DESC, id DESC LIMIT 5) i JOIN crm_customer c ON c.id = i.customer_id"""
DASHBOARD = (KEPT, f"SELECT count(*) {_NEW}", f"SELECT count(*) {_DUE} <= now()", _NEWEST)
TODAY = (
    *(KEPT, _NEWEST),
    f"SELECT count(*) FROM (SELECT 1 {_NEW} LIMIT {COUNTED}) bounded",
    f"SELECT count(*) FROM (SELECT 1 {_DUE} < now() LIMIT {COUNTED}) bounded",
    f"""SELECT f.*, c.* FROM (SELECT * {_DUE} < now() ORDER BY due_date, id LIMIT 12) f
        JOIN crm_customer c ON c.id = f.customer_id""",
    """SELECT * FROM crm_customer WHERE {own} deleted_at IS NULL AND status = 'new' AND first_contact_at IS NULL
        ORDER BY created_at DESC, id DESC LIMIT 5""",
    """SELECT * FROM crm_customer WHERE {own} deleted_at IS NULL AND next_followup_date IS NULL
        AND status IN ('new', 'contacted', 'qualified', 'viewing', 'negotiating')
        AND last_contact_date < now() - interval '30 days' ORDER BY last_contact_date, id LIMIT 5""",
)
