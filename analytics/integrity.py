"""What always holds of the figures (product: What always holds)."""

from collections import Counter

from analytics.figures import figures_of_the_facts
from analytics.models import AgentDay
from core.integrity import Found, check


@check
def figures_equal_a_rebuild() -> Found:
    follows = figures_of_the_facts()
    kept = {(row.user_id, row.day): row for row in AgentDay.objects.all()}
    for key in sorted(kept.keys() | follows.keys()):
        row, right = kept.get(key), follows.get(key, Counter())
        for name in AgentDay.FIGURES:
            stored = getattr(row, name) if row else 0
            if stored != right.get(name, 0):
                yield AgentDay, row.pk if row else f"{key[0]} {key[1]}", name, stored, right.get(name, 0)
