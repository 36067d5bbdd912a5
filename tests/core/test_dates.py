"""Days, times and snoozing as the office lives them (domain: relative time; rules: Today's list)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from core import dates

RIYADH = ZoneInfo("Asia/Riyadh")
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=RIYADH)

anything = st.text(alphabet=st.characters(exclude_categories=[]))
moments = st.datetimes(timezones=st.just(UTC))
kept_days = st.dates(dates.FIRST_DAY, dates.LAST_DAY)
kept_moments = st.builds(
    lambda day, hour: datetime.combine(day, hour, UTC), st.dates(date(1900, 1, 2), date(2200, 12, 20)), st.times()
)
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def riyadh(day, hour=12, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=RIYADH)


def test_the_day_changes_at_midnight_in_riyadh():
    assert dates.local_date(datetime(2026, 11, 22, 20, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert dates.local_date(datetime(2026, 11, 22, 21, 0, tzinfo=UTC)) == date(2026, 11, 23)


@given(kept_moments)
def test_a_moment_is_within_its_day(at):
    start, end = dates.day_bounds(dates.local_date(at))
    assert start <= at < end
    assert end - start == timedelta(days=1) or at.year < 1950  # Riyadh moved to +03:00 in 1947


DATES = [
    "2026-11-05",
    "05/11/2026",
    "5/11/2026",
    "05-11-2026",
    "٠٥/١١/٢٠٢٦",
    "۲۰۲۶-۱۱-۰۵",
    " \u200f5/11/2026 ",
]


@pytest.mark.parametrize("typed", DATES)
def test_dates_are_read_day_first(typed):
    assert dates.parse_date(typed) == date(2026, 11, 5)


BAD_DATES = [
    ("", "تاريخًا صحيحًا"),
    ("غدًا", "تاريخًا صحيحًا"),
    ("11/23/2026", "تاريخًا صحيحًا"),
    ("31/02/2026", "تاريخًا صحيحًا"),
    ("05/11-2026", "تاريخًا صحيحًا"),
    ("05/11/26", "تاريخًا صحيحًا"),
    ("2026-11-23T10:00", "تاريخًا صحيحًا"),
    ("1" * 10_000, "تاريخًا صحيحًا"),
    ("0000-01-01", "1900"),
    ("1448-06-13", "1900"),
    ("9999-12-31", "1900"),
]


@pytest.mark.parametrize(("typed", "reason"), BAD_DATES)
def test_what_is_not_a_date_is_refused_with_the_reason(typed, reason):
    with pytest.raises(ValueError, match=reason):
        dates.parse_date(typed)


@given(kept_days)
def test_a_written_date_reads_back(day):
    assert dates.parse_date(day.isoformat()) == dates.parse_date(day.strftime("%d/%m/") + str(day.year)) == day


MOMENTS = [
    ("2026-11-23T10:30", "", riyadh(23, 10, 30)),
    ("2026-11-23T10:30:15.5", "", riyadh(23, 10, 30).replace(second=15)),
    ("23/11/2026 10:30", "", riyadh(23, 10, 30)),
    ("23/11/2026", "22:30", riyadh(23, 22, 30)),
    ("٢٣/١١/٢٠٢٦", "١٠:٣٠ م", riyadh(23, 22, 30)),
    ("23/11/2026 12:05 ص", "", riyadh(23, 0, 5)),
    ("23/11/2026 12:05 م", "", riyadh(23, 12, 5)),
    ("2026-11-23", "", riyadh(23, 9)),
]


@pytest.mark.parametrize(("typed", "clock", "at"), MOMENTS)
def test_moments_are_read_in_riyadh(typed, clock, at):
    assert dates.parse_moment(typed, clock) == at


@pytest.mark.parametrize(
    "typed", ["2026-11-23T25:00", "2026-11-23 9", "2026-11-23 13:00 م", "2026-11-23 0:00 ص", "10:00"]
)
def test_what_is_not_a_moment_is_refused(typed):
    with pytest.raises(ValueError, match="أدخل تاريخًا"):
        dates.parse_moment(typed)


@given(anything | st.text(alphabet="0123456789٠٩۰/-.:T صم"))
def test_any_text_is_a_moment_or_refused(text):
    try:
        at = dates.parse_moment(text)
    except ValueError:
        return
    assert dates.within_range(at).tzinfo


def test_days_are_written_in_arabic():
    assert dates.day_name(date(2026, 11, 22)) == "الأحد"
    assert dates.long_date(date(2026, 11, 23)) == "الاثنين 23 نوفمبر 2026"
    assert dates.short_date(date(2026, 11, 23), date(2026, 1, 1)) == "23 نوفمبر"
    assert dates.short_date(date(2025, 2, 3), date(2026, 1, 1)) == "3 فبراير 2025"


def test_a_moment_is_written_with_its_day_in_riyadh():
    assert dates.long_date(datetime(2026, 11, 22, 22, 0, tzinfo=UTC)) == "الاثنين 23 نوفمبر 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "12:00 ص"), (10, 30, "10:30 ص"), (12, 5, "12:05 م"), (16, 30, "4:30 م")],
)
def test_the_clock_has_twelve_hours(hour, minute, words):
    assert dates.clock(riyadh(23, hour, minute)) == words


def test_the_hijri_date_is_umm_al_qura():
    assert dates.hijri(date(2026, 11, 23)) == "13 جمادى الآخرة 1448 هـ"
    assert dates.hijri(date(2026, 12, 15)) == "6 رجب 1448 هـ"


@pytest.mark.parametrize("day", [date.min, date(1924, 7, 31), date(2077, 11, 17), date.max])
def test_outside_its_tables_there_is_no_hijri_date(day):
    assert dates.hijri(day) == ""


AGO = [
    (timedelta(seconds=30), "الآن"),
    (timedelta(seconds=-30), "الآن"),
    (timedelta(minutes=1), "قبل دقيقة"),
    (timedelta(minutes=2), "قبل دقيقتين"),
    (timedelta(minutes=5), "قبل 5 دقائق"),
    (timedelta(minutes=59), "قبل 59 دقيقة"),
    (timedelta(hours=1), "قبل ساعة"),
    (timedelta(hours=2), "قبل ساعتين"),
    (timedelta(hours=11), "قبل 11 ساعة"),
    (timedelta(hours=19, minutes=30), "أمس 4:30 م"),
    (timedelta(days=2), "قبل يومين"),
    (timedelta(days=6), "قبل 6 أيام"),
    (timedelta(days=7), "16 نوفمبر"),
    (timedelta(days=365), "23 نوفمبر 2025"),
    (-timedelta(days=3), "بعد 3 أيام"),
]


@pytest.mark.parametrize(("before", "words"), AGO)
def test_how_long_ago_reads_as_people_say_it(before, words):
    assert dates.ago(MONDAY - before, MONDAY) == words


DUE = [
    (riyadh(19), "متأخرة 4 أيام"),
    (riyadh(22, 23, 59), "متأخرة يومًا"),
    (riyadh(21), "متأخرة يومين"),
    (riyadh(12), "متأخرة 11 يومًا"),
    (riyadh(23, 10), "اليوم 10:00 ص"),
    (riyadh(24, 10), "غدًا 10:00 ص"),
    (riyadh(25, 0, 1), "بعد يومين"),
    (riyadh(26), "بعد 3 أيام"),
    (riyadh(15, month=12), "بعد 22 يومًا"),
    (riyadh(1, month=1, year=2027), "1 يناير 2027"),
]


@pytest.mark.parametrize(("at", "words"), DUE)
def test_when_something_is_due_reads_as_people_say_it(at, words):
    assert dates.due(at, MONDAY) == words


LABELS = [
    (23, "اليوم، الاثنين 23 نوفمبر"),
    (22, "أمس، الأحد 22 نوفمبر"),
    (24, "غدًا، الثلاثاء 24 نوفمبر"),
    (20, "الجمعة 20 نوفمبر"),
]


@pytest.mark.parametrize(("day", "words"), LABELS)
def test_days_of_a_timeline_are_labelled(day, words):
    assert dates.day_label(date(2026, 11, day), MONDAY.date()) == words


def test_the_greeting_changes_at_noon():
    assert dates.greeting(riyadh(23, 11, 59)) == "صباح الخير"
    assert dates.greeting(riyadh(23, 12)) == "مساء الخير"


@given(moments, moments)
def test_any_moment_can_be_shown(at, now):
    words = [dates.ago(at, now), dates.due(at, now), dates.clock(at), dates.greeting(at), dates.long_date(at)]
    assert all([*words, dates.day_label(at, now), dates.short_date(at, now), dates.day_bounds(at)])
    assert isinstance(dates.hijri(at), str)


@pytest.mark.parametrize("at", [FIRST_MOMENT, LAST_MOMENT])
def test_the_ends_of_the_calendar_can_be_shown(at):
    assert all([dates.ago(at, MONDAY), dates.due(at, MONDAY), dates.day_bounds(at)])
    assert dates.local_date(at).year == at.year


def test_tomorrow_is_at_nine_or_at_the_hour_it_was():
    assert dates.tomorrow(MONDAY) == riyadh(24, 9)
    assert dates.tomorrow(MONDAY, like=riyadh(1, 16, 30)) == riyadh(24, 16, 30)


def test_from_thursday_tomorrow_is_saturday():
    assert dates.tomorrow(riyadh(26)) == riyadh(28, 9)


@pytest.mark.parametrize(("day", "sunday"), [(22, 29), (23, 29), (27, 29), (28, 29)])
def test_sunday_is_the_next_one(day, sunday):
    assert dates.next_sunday(riyadh(day)) == riyadh(sunday, 9)


def test_a_friday_becomes_saturday_at_the_same_hour():
    assert dates.never_friday(riyadh(27, 10, 30)) == riyadh(28, 10, 30)
    assert dates.never_friday(riyadh(26, 10, 30)) == riyadh(26, 10, 30)


def test_friday_is_riyadhs_friday():
    assert dates.never_friday(datetime(2026, 11, 26, 21, 30, tzinfo=UTC)) == riyadh(28, 0, 30)


@given(kept_moments, kept_moments)
def test_no_snooze_lands_on_a_friday(now, like):
    for moved in (dates.tomorrow(now, like), dates.next_sunday(now, like), dates.never_friday(now)):
        assert dates.local_date(moved).weekday() != 4
        assert moved >= now
    assert dates.next_sunday(now).astimezone(RIYADH).weekday() == 6


@pytest.mark.parametrize("snooze", [dates.tomorrow, dates.next_sunday, dates.never_friday])
@pytest.mark.parametrize("at", [FIRST_MOMENT, LAST_MOMENT, datetime(2300, 1, 1, tzinfo=UTC)])
def test_snoozing_out_of_the_calendar_is_refused(snooze, at):
    with pytest.raises(ValueError, match="1900"):
        snooze(at)


def test_skipping_other_days_is_a_setting(settings):
    settings.SNOOZE_SKIPS = (4, 5)
    assert dates.never_friday(riyadh(27)) == riyadh(29)
    settings.SNOOZE_SKIPS = tuple(range(7))
    assert dates.never_friday(riyadh(27)).time() == time(12)


@pytest.mark.parametrize("typed", ["2026-11-05", "05/11/2026", "05-11-2026"])
def test_form_fields_read_dates_day_first(typed):
    assert forms.DateField(localize=True).clean(typed) == date(2026, 11, 5)


def test_form_fields_read_moments_in_riyadh():
    assert forms.DateTimeField().clean("05/11/2026 10:30") == riyadh(5, 10, 30)
