"""{% load ui %}: what pages show in one form everywhere."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve

from core.icons import UnknownIcon, icon_svg
from core.marks import first_letter
from core.messages import UNDO
from core.templatetags.ui import undo_url

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten in the morning in Riyadh


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


class ContactForm(forms.Form):
    name = forms.CharField(label="الاسم")
    phone = forms.CharField(label="الجوال", widget=forms.TextInput(attrs={"type": "tel"}), required=False)
    email = forms.EmailField(label="البريد", help_text="للفواتير")
    source = forms.ChoiceField(label="المصدر", choices=[("card", "البطاقة")])
    kind = forms.ChoiceField(label="النوع", choices=[("buy", "شراء")], widget=forms.RadioSelect)
    consent = forms.BooleanField(label="موافقة", required=False)
    word = forms.CharField(label="كلمة المرور", widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_phone_is_isolated_left_to_right():
    assert drawn("{{ phone|phone }}", phone="+966521234567") == '<bdi dir="ltr">052 123 4567</bdi>'


def test_a_phone_opens_the_dialler_and_whatsapp():
    assert drawn("{{ p|tel }} {{ p|wa }}", p="+966521234567") == "tel:+966521234567 https://wa.me/966521234567"


@pytest.mark.parametrize("name", ["phone", "tel", "wa", "money", "short_money", "clock", "ago", "hijri", "due"])
def test_nothing_is_shown_for_what_is_not_known(name):
    assert drawn("{{ value|" + name + " }}", value=None) == ""


def test_money_has_its_unit_smaller():
    shown = '<span class="sar">1,250,000.50 <small>ريال</small></span>'
    assert drawn("{{ sum|money }}", sum=Decimal("1250000.50")) == shown


def test_large_sums_are_short_in_lists():
    shown = '<span class="sar">1.45 <small>مليون ريال</small></span>'
    assert drawn("{{ sum|short_money }}", sum=Decimal(1_450_000)) == shown


@pytest.mark.parametrize(("n", "words"), [(0, "لا عملاء"), (2, "عميلان"), (3, "3 عملاء"), (11, "11 عميلًا")])
def test_counts_agree_with_their_noun(n, words):
    assert drawn('{{ n|counted:"customer" }}', n=n) == words


def test_times_are_riyadh_s():
    assert drawn("{{ at|clock }} {{ at|ago:now }}", at=NOW - timedelta(hours=2), now=NOW) == "8:00 ص قبل ساعتين"


def test_dates_are_gregorian_and_hijri():
    assert drawn("{{ at|short_date:at }}، {{ at|hijri }}", at=NOW) == "23 نوفمبر، 13 جمادى الآخرة 1448 هـ"


@pytest.mark.parametrize(
    ("name", "letter"),
    [("سارة القحطاني", "س"), ("م. خالد", "خ"), ("james", "J"), ("", "؟"), ("د", "د"), ("«نجد»", "ن"), ("٣", "؟")],
)
def test_an_avatar_takes_one_letter_of_the_given_name(name, letter):
    assert first_letter(name) == letter


def test_an_avatar_keeps_its_tone():
    assert drawn('{% avatar "سارة" "m" %}') == drawn('{% avatar "سارة" "m" %}')
    assert 'class="avatar m t-' in drawn('{% avatar "سارة" "m" %}')


def test_names_are_escaped_wherever_they_stand():
    attack = "<script>alert(1)</script>"
    assert "<script" not in drawn('{% avatar n %}{% badge n "blue" %}{% priority "low" n %}', n=attack)


@pytest.mark.parametrize(("code", "bars"), [("low", 1), ("medium", 2), ("high", 3)])
def test_priority_rises_with_its_bars(code, bars):
    assert drawn('{% priority code "كذا" %}', code=code).count('class="on"') == bars


def test_urgent_has_its_own_sign_and_its_word():
    sign = drawn('{% priority "urgent" "عاجلة" %}')
    assert 'class="prio urgent"' in sign
    assert 'aria-label="أولوية عاجلة"' in sign


def test_an_icon_is_inline_and_hidden_from_screen_readers():
    assert drawn('{% icon "phone" "s" %}').startswith('<svg class="icon s" viewBox="0 0 24 24"')
    assert 'class="icon wa"' in drawn('{% icon "whatsapp" %}')
    assert "style=" not in icon_svg("phone")


@pytest.mark.parametrize(("name", "size"), [("no-such-icon", ""), ("phone", "huge")])
def test_an_unknown_icon_is_an_error(name, size):
    with pytest.raises(UnknownIcon):
        icon_svg(name, size)


def test_a_field_ties_its_hint_and_error_to_its_control():
    shown = drawn("{% field form.email %}", form=ContactForm({"email": "x"}))
    assert 'aria-describedby="id_email_helptext id_email_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_email_error"' in shown
    assert 'dir="ltr"' in shown


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("source", '<span class="select"><select'),
        ("kind", '<fieldset class="field'),
        ("consent", '<label class="check"><input type="checkbox"'),
        ("word", 'data-toggle-pw="id_word"'),
        ("version", '<input type="hidden"'),
        ("name", 'class="input"'),
    ],
)
def test_each_kind_of_field_takes_its_shape(name, sign):
    assert sign in drawn("{% field field %}", field=ContactForm()[name])


def test_a_field_keeps_what_was_typed_escaped():
    shown = drawn("{% field form.name %}", form=ContactForm({"name": '"><script>'}))
    assert 'value="&quot;&gt;&lt;script&gt;"' in shown


def test_the_error_summary_links_to_each_field():
    form = ContactForm({"name": "سارة"})
    shown = drawn('{% include "_errors.html" %}', form=form)
    assert 'href="#id_email"' in shown
    assert 'href="#id_name"' not in shown


def on_page(address: str, source: str, **context: object) -> str:
    request = RequestFactory().get(address)
    return drawn(source, request=request, **context)


def test_links_keep_the_rest_of_the_query_and_go_back_to_page_one():
    address = "/customers/?status=new&status=lost&page=4&search=x"
    assert on_page(address, "{% query_with search=None %}") == "?status=new&amp;status=lost"
    assert on_page(address, "{% query_with page=5 %}") == "?status=new&amp;status=lost&amp;search=x&amp;page=5"


def test_the_pager_counts_in_words_and_numbers():
    page = Paginator(range(248), 20).get_page(1)
    shown = on_page("/?page=1", '{% pager page "customer" %}', page=page)
    assert "1 إلى 20 من 248 عميلًا" in shown
    assert 'aria-current="page">1<' in shown


def test_the_pager_does_not_claim_what_was_not_counted():
    paginator = Paginator(range(10_000), 20)
    paginator.count_is_exact = False
    shown = on_page("/", "{% pager page %}", page=paginator.get_page(2))
    assert "من أكثر من 10,000" in shown
    assert ">500<" not in shown


def test_one_page_needs_no_pager():
    shown = on_page("/", "{% pager page %}", page=Paginator([1, 2], 20).get_page(1))
    assert "عميلان" in shown
    assert "<nav" not in shown


def test_the_menu_marks_the_page_one_is_on():
    request = RequestFactory().get("/admin/")
    request.resolver_match = resolve("/admin/")
    assert drawn('{% current "index" %}', request=request) == ""  # the admin's own names are not pages'
    assert drawn('{% current "today" %}') == ""  # an error page has no request


@pytest.mark.parametrize(
    ("tags", "address"),
    [(f"{UNDO}/customers/1/restore/", "/customers/1/restore/"), ("", ""), (f"{UNDO}https://evil.example", "")],
)
def test_undo_posts_only_to_an_address_of_ours(tags, address):
    assert undo_url(Message(25, "تم", extra_tags=tags)) == address


@pytest.mark.parametrize(("number", "shown"), [(9_999, "9,999"), (10_000, "10,000"), (10_001, "10,000+")])
def test_a_number_that_was_not_counted_to_its_end_says_so(number, shown):
    assert shown in on_page("/", "{{ n|bounded }}", n=number)
    assert ("+" in on_page("/", "{{ n|bounded }}", n=number)) is (number > 10_000)


def test_a_known_part_takes_nothing_from_the_page_that_it_is_first_made_on():
    part = Template("{% load ui %}{% known %}<b>{{ name }}</b>{% endknown %}")  # drawn() would compile it each time
    assert part.render(Context({"name": "سلمان"})) == part.render(Context({"name": "سارة"})) == "<b></b>"
