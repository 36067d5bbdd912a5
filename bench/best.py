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
