"""All that is ever counted of what agents do (product: analytics). Wired at the foot."""

from datetime import datetime
from typing import Any

from analytics.figures import count
from core.dates import local_date
from core.models import User
from properties import signals
from properties.models import PropertyMatch


def count_matches(matches: list[PropertyMatch], by: User, at: datetime, **_rest: Any) -> None:
    scores = sum(match.recorded_score for match in matches)
    count(by.pk, local_date(at), matches=len(matches), score_sum=scores)


signals.matches_recorded.connect(count_matches)
