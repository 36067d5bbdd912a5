"""Bringing a file in through the pages: file, columns, preview, result; and back out."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.flows import edit_customer
from crm.models import Customer, Followup, Import, ImportTemplate
from tests.admin.doors import said
from tests.factories import make_customer
from tests.imports import MESSY, bring_in, csv_of, people


def upload(browser, content, name="expo.csv", **fields):
    return browser.post(reverse("import_new"), {"file": SimpleUploadedFile(name, content), **fields})


def map_columns(browser, run, *fields, **more):
    chosen = {f"column_{index}": field for index, field in enumerate(fields)}
    return browser.post(reverse("import_map", args=[run.pk]), {"on_duplicate": "fill", **chosen, **more})


def looked_at(browser, content=MESSY, fields=("name", "phone", "email", "budget")):
    """An import of this file, mapped and looked at."""
    upload(browser, content)
    run = Import.objects.latest("pk")
    map_columns(browser, run, *fields)
    run.refresh_from_db()
    return run


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


# ---------------------------------------------------------------- the file


def test_a_file_goes_on_to_its_columns(browser):
    answer = upload(browser, MESSY)
    run = Import.objects.get()
    assert answer.url == reverse("import_map", args=[run.pk])
    assert (run.file_name, run.format, run.door) == ("expo.csv", "csv", "page")
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "الملف فارغ"),
        ("photo.csv", bytes(range(256)) * 20, ""),
        ("book.xlsx", b"PK\x03\x04 no sheet", ""),
        ("blank.csv", b"\n\n\n", ""),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(browser, name, content, words):
    answer = upload(browser, content, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert words in answer.text
    assert not Import.objects.exists()


def test_no_file_is_said_too(browser):
    answer = browser.post(reverse("import_new"))
    assert answer.status_code == 422
    assert "اختر ملفًا من جهازك" in answer.text


def test_a_form_sent_twice_takes_the_file_once(browser):
    token = re.search(r'name="form_token" value="([^"]+)"', browser.get(reverse("import_new")).text)[1]
    first, second = (upload(browser, MESSY, form_token=token) for _time in range(2))
    assert first.url == second.url
    assert Import.objects.count() == 1


def test_only_managers_choose_whose_customers_they_are(browser, manager_browser, teammate):
    upload(browser, MESSY, owner=teammate.pk)
    upload(manager_browser, MESSY, owner=teammate.pk)
    assert [run.owner.username for run in Import.objects.order_by("pk")] == ["sara", "omar"]


def test_the_example_can_be_brought_in_itself(browser):
    answer = browser.get(reverse("import_example"))
    upload(browser, answer.getvalue(), "example.xlsx")
    run = Import.objects.get()
    assert (run.format, {"name", "phone", "budget"} <= set(run.mapping)) == ("xlsx", True)


def test_recent_imports_say_where_they_stand(browser, agent):
    bring_in(agent, rows=3)
    page = browser.get(reverse("import_new"))
    assert "3 صفوف: 3 جديد" in text_of(page)
    assert "مكتمل" in page.text
    assert "3 صفوف: 3 جديد" in text_of(browser.get(reverse("import_list")))


def test_nobody_sees_anothers_imports_but_a_manager(browser, teammate_browser, manager_browser, agent):
    run = bring_in(agent)
    pages = ("import", "import_map", "import_progress", "import_revert", "import_outcome")
    for client, status in ((teammate_browser, 404), (manager_browser, 200)):
        for page in pages:
            assert client.get(reverse(page, args=[run.pk]), follow=True).status_code in (status, 204), page
    for page in ("import_correct", "import_run", "import_calls", "import_revert"):
        assert teammate_browser.post(reverse(page, args=[run.pk])).status_code == 404
    assert run.file_name not in teammate_browser.get(reverse("import_list")).text
    assert run.file_name in manager_browser.get(reverse("import_list")).text


# ---------------------------------------------------------------- columns


def test_columns_are_guessed_and_shown_with_their_first_values(browser):
    upload(browser, MESSY)
    page = browser.get(reverse("import_map", args=[Import.objects.get().pk]))
    assert [column.header for column in page.context["columns"]] == ["اسم العميل", "جوال", "ايميل", "الميزانيه"]
    assert "طابقنا 4 أعمدة من أسمائها وقيمها." in page.text
    assert "معاينة 4 صفوف" in page.text
    assert "سامي الجابر" not in page.text  # only the first values
    assert "ناصر اليامي" in page.text


def test_a_field_chosen_twice_is_said_at_both(browser):
    upload(browser, MESSY)
    answer = map_columns(browser, Import.objects.get(), "name", "phone", "phone", "budget")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"column_1", "column_2"}


def test_name_and_phone_must_be_there(browser):
    upload(browser, MESSY)
    answer = map_columns(browser, Import.objects.get(), "name", "", "email", "budget")
    assert answer.status_code == 422
    assert "حدد العمود الذي فيه «الجوال»." in answer.text


def test_a_manager_only_field_is_no_agents_choice(browser):
    upload(browser, MESSY)
    answer = map_columns(browser, Import.objects.get(), "name", "phone", "owner", "budget")
    assert answer.status_code == 422
    assert "column_2" in answer.context["form"].errors


def test_what_holds_for_all_rows_is_kept(browser):
    upload(browser, csv_of(*people(2)))
    run = Import.objects.get()
    map_columns(browser, run, "name", "phone", source="exhibition", on_duplicate="skip")
    browser.post(reverse("import_run", args=[run.pk]))
    run.refresh_from_db()
    assert run.on_duplicate == "skip"
    assert set(Customer.objects.values_list("source", flat=True)) == {"exhibition"}


def test_a_mapping_is_kept_chosen_and_forgotten(browser, agent):
    upload(browser, csv_of(*people(2), headers=("عمود أول", "عمود ثان")))
    run = Import.objects.get()
    map_columns(browser, run, "name", "phone", kept_as="ملف المعرض")
    kept = ImportTemplate.objects.get()
    assert (kept.user, kept.name) == (agent, "ملف المعرض")
    address = reverse("import_map", args=[run.pk])
    page = browser.get(address, {"template": kept.pk})
    assert page.context["form"]["column_1"].value() == "phone"
    assert "حذفها" in page.text
    browser.post(reverse("import_template_forget", args=[kept.pk]), {"next": address})
    assert not ImportTemplate.objects.exists()


def test_anothers_mapping_is_absent(browser, teammate_browser, agent):
    upload(browser, csv_of(*people(2)))
    map_columns(browser, Import.objects.get(), "name", "phone", kept_as="لي")
    kept = ImportTemplate.objects.get()
    assert teammate_browser.post(reverse("import_template_forget", args=[kept.pk])).status_code == 404
    upload(teammate_browser, csv_of(*people(2)))
    address = reverse("import_map", args=[Import.objects.latest("pk").pk])
    assert teammate_browser.get(address, {"template": kept.pk}).context["chosen"] is None


# ---------------------------------------------------------------- preview


def test_the_preview_counts_and_writes_nothing(browser):
    run = looked_at(browser)
    page = browser.get(run.get_absolute_url())
    assert "3 صفوف تحتاج تصحيحًا قبل الاستيراد" in page.text
    assert [(tab.label, tab.count) for tab in page.context["preview"].tabs] == [
        ("أخطاء", 3),
        ("تحديث", 0),
        ("جديد", 1),
    ]
    assert "استيراد صف واحد الآن" in page.text
    assert Customer.objects.count() == 0


def test_only_wrong_cells_can_be_typed_over(browser):
    run = looked_at(browser)
    page = browser.get(run.get_absolute_url())
    assert re.findall(r'<input type="text"[^>]*name="(cell_\w+)"', page.text) == ["cell_2_1", "cell_3_0", "cell_4_2"]


def test_a_corrected_cell_is_looked_at_again(browser):
    run = looked_at(browser)
    answer = browser.post(
        reverse("import_correct", args=[run.pk]), {"cell_3_0": "كمال المطيري", "cell_2_1": "05O0003390"}
    )
    assert answer.url.startswith(run.get_absolute_url())
    run.refresh_from_db()
    assert (run.failed, run.created) == (2, 2)


def test_htmx_gets_the_preview_alone(browser):
    run = looked_at(browser)
    answer = browser.post(
        reverse("import_correct", args=[run.pk]), {"cell_3_0": "كمال المطيري"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in answer.text
    assert "صفان يحتاجان تصحيحًا قبل الاستيراد" in answer.text


def test_a_suggestion_is_taken_with_one_tap(browser):
    run = looked_at(browser)
    page = browser.get(run.get_absolute_url())
    assert 'name="take" value="2:phone"' in page.text
    browser.post(reverse("import_correct", args=[run.pk]), {"take": "2:phone", "cell_2_1": "05O0003390"})
    run.refresh_from_db()
    assert run.rows.get(number=2).cells[1] == "0500003390"
    assert run.failed == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"cell_99_0": "x"},
        {"cell_3_99": "x"},
        {"cell_5_0": "x"},  # a good row: it is not to be typed over
        {"cell_99999999999_0": "x"},
        {"take": "2:name"},
        {"take": "x:phone"},
        {"take": "99:phone"},
        {"take": "٢:phone"},
    ],
)
def test_nothing_else_can_be_typed_over(browser, typed):
    run = looked_at(browser)
    before = list(run.rows.order_by("number").values_list("cells", flat=True))
    assert browser.post(reverse("import_correct", args=[run.pk]), typed).status_code == 302
    assert list(run.rows.order_by("number").values_list("cells", flat=True)) == before


def test_the_rest_is_shown_when_asked_for(browser):
    run = looked_at(browser, csv_of(*people(25)), ("name", "phone"))
    page = browser.get(run.get_absolute_url())
    assert "تظهر 20 من 25 صفًا." in page.text
    assert len(browser.get(run.get_absolute_url(), {"all": 1}).context["preview"].rows) == 25


def test_columns_that_no_import_takes_stay_out_of_sight(browser, agent):
    """Our own export has them: they are known, and left out."""
    headers = ("id", "الاسم", "الجوال", "تاريخ الإضافة")
    run = bring_in(agent, content=csv_of(("7", "سعد", "0521234567", "2026-01-01"), headers=headers), dry_run=True)
    assert [str(label) for label in browser.get(run.get_absolute_url()).context["preview"].labels] == [
        "الاسم",
        "الجوال",
    ]
    columns = browser.get(reverse("import_map", args=[run.pk])).context["columns"]
    assert [column.state for column in columns] == ["skip", "auto", "auto", "skip"]


def test_any_query_shows_a_preview(browser):
    run = looked_at(browser)
    for query in ({"rows": "x"}, {"page": "x"}, {"rows": "created", "page": 99}, {"all": "x"}, {"rows": "skipped"}):
        assert browser.get(run.get_absolute_url(), query).status_code == 200


# ---------------------------------------------------------------- bringing in, and what came of it


def test_the_good_rows_come_in(browser, agent):
    run = looked_at(browser)
    answer = browser.post(reverse("import_run", args=[run.pk]), follow=True)
    assert "أُضيف عميل واحد إلى قائمتك" in answer.text
    assert [(customer.name, customer.budget) for customer in Customer.objects.all()] == [("سامي الجابر", 850_000)]
    assert Customer.objects.get().owner == agent


def test_what_was_typed_and_not_seen_yet_is_looked_at_first(browser):
    run = looked_at(browser)
    answer = browser.post(reverse("import_run", args=[run.pk]), {"cell_3_0": "كمال المطيري"}, follow=True)
    assert said(answer) == ["فُحصت التصحيحات. راجع النتيجة ثم أكّد الاستيراد."]
    assert Customer.objects.count() == 0


def test_a_second_tap_brings_nobody_in_again(browser):
    run = looked_at(browser)
    answers = [browser.post(reverse("import_run", args=[run.pk]), follow=True) for _tap in range(2)]
    assert [said(answer) for answer in answers] == [[], []]
    assert Customer.objects.count() == 1


def test_the_result_says_why_rows_stayed_out(browser, agent):
    make_customer(agent, name="مسجّل", phone="0521111111")
    content = csv_of(("مسجّل", "0521111111"), ("جديد", "0521111112"), ("مكرر", "0521111112"), ("بلا", "12"))
    run = looked_at(browser, content, ("name", "phone"))
    page = browser.post(reverse("import_run", args=[run.pk]), follow=True)
    result = page.context["result"]
    assert [(figure.count, figure.caption) for figure in result.tally] == [
        (1, "عميل جديد"),
        (0, "عملاء حُدّثت بياناتهم"),
        (3, "صفوف لم تُستورد"),
    ]
    assert "الجوال مكرر في الملف" in [reason for reason, _count in result.reasons]
    assert sum(count for _reason, count in result.reasons) == 3
    assert sum(part.length for part in result.bar) == pytest.approx(1000)


def test_the_new_customers_are_a_list_of_their_own(browser, manager_browser, agent):
    make_customer(agent, name="من قبل")
    run = bring_in(agent, rows=2)
    bring_in(agent, rows=2, start=50)
    address = reverse("customer_list")
    for client in (browser, manager_browser):
        page = client.get(address, {"import": run.pk})
        assert [row["customer"].name for row in page.context["page"].object_list] == ["عميل ملف 1", "عميل ملف 0"]
    assert run.file_name in page.text


def test_anothers_import_is_no_filter(api, teammate_api, teammate_browser, agent):
    run = bring_in(agent, rows=2)
    assert api.get("/api/v1/customers/", {"import": run.pk}).json()["count"] == 2
    for asked in (run.pk, 987654321, "x"):
        assert teammate_api.get("/api/v1/customers/", {"import": asked}).status_code == 400
    page = teammate_browser.get(reverse("customer_list"), {"import": run.pk})
    assert run.file_name not in page.text


def test_calls_are_planned_once(browser, agent):
    run = bring_in(agent, rows=3)
    assert "إنشاء 3 متابعات" in browser.get(run.get_absolute_url()).text
    answers = [browser.post(reverse("import_calls", args=[run.pk]), follow=True) for _tap in range(2)]
    assert said(answers[0]) == ["أُضيفت 3 متابعات، وتجدها في المتابعات."]
    assert "إنشاء 3 متابعات" not in answers[1].text
    assert Followup.objects.count() == 3


def test_each_row_can_be_taken_out_with_what_became_of_it(browser):
    run = looked_at(browser)
    browser.post(reverse("import_run", args=[run.pk]))
    address = reverse("import_outcome", args=[run.pk])
    whole, wrong = (browser.get(address, {"only": only}).getvalue().decode() for only in ("", "error"))
    assert len(whole.splitlines()) == 5
    assert len(wrong.splitlines()) == 4
    assert "سامي الجابر" in whole
    assert "سامي الجابر" not in wrong
    assert "الاسم مطلوب" in wrong


def queries(browser, address):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_as_many_queries_for_many_rows_as_for_few(browser, agent):
    few, many = (looked_at(browser, csv_of(*people(n)), ("name", "phone")).get_absolute_url() for n in (2, 19))
    assert queries(browser, few) == queries(browser, many)


def test_as_many_queries_for_many_imports_as_for_few(browser, manager_browser, agent):
    addresses = [reverse(name) for name in ("import_new", "import_list")]
    bring_in(agent)
    few = [queries(manager_browser, address) for address in addresses]
    for number in range(1, 4):
        bring_in(agent, start=number * 10)
    assert [queries(manager_browser, address) for address in addresses] == few


# ---------------------------------------------------------------- taking back


def test_an_import_is_taken_back_after_a_question(browser, agent):
    run = bring_in(agent, rows=3)
    question = browser.get(reverse("import_revert", args=[run.pk]))
    assert "يخرج من القائمة 3 عملاء من هذا الملف." in question.text
    page = browser.post(reverse("import_revert", args=[run.pk]), follow=True)
    assert "تم التراجع عن هذا الاستيراد" in page.text
    assert Customer.objects.live().count() == 0
    again = browser.post(reverse("import_revert", args=[run.pk]))
    assert again.url == run.get_absolute_url()


def test_what_was_edited_since_stands_in_the_way(browser, agent, now):
    run = bring_in(agent, rows=3)
    edited = Customer.objects.first()
    later = now + timedelta(minutes=1)
    edit_customer(by=agent, at=later, customer_id=edited.pk, version=None, facts={"city": "جدة"})
    answer = browser.post(reverse("import_revert", args=[run.pk]))
    assert answer.status_code == 409
    assert "لا يمكن التراجع، فقد تغيّر بعد الاستيراد: عميل واحد." in answer.text
    assert Customer.objects.live().count() == 3


def test_one_that_brought_nothing_has_nothing_to_take_back(browser, agent):
    bring_in(agent)
    again = bring_in(agent)
    page = browser.get(again.get_absolute_url())
    assert "لم يُضف أحد ولم تتغيّر بيانات" in page.text
    assert "تراجع عن الاستيراد" not in page.text
    for method in (browser.get, browser.post):
        assert method(reverse("import_revert", args=[again.pk])).url == again.get_absolute_url()


def test_what_an_update_took_is_given_back(browser, agent):
    customer = make_customer(agent, name="سعد", phone="0521111111")
    bring_in(agent, content=csv_of(("سعد", "0521111111", "الرياض"), headers=("الاسم", "الجوال", "المدينة")))
    run = Import.objects.get()
    page = browser.get(run.get_absolute_url())
    assert "حُدّثت بيانات عميل واحد" in page.text
    question = browser.get(reverse("import_revert", args=[run.pk]))
    assert "تعود بيانات عميل واحد إلى ما كانت عليه قبل هذا الملف." in question.text
    browser.post(reverse("import_revert", args=[run.pk]))
    customer.refresh_from_db()
    assert customer.city == ""


def test_a_draft_is_not_taken_back(browser):
    upload(browser, MESSY)
    run = Import.objects.get()
    assert browser.post(reverse("import_revert", args=[run.pk])).url == run.get_absolute_url()


# ---------------------------------------------------------------- long files


@pytest.fixture
def long_files(settings):
    settings.IMPORT_IN_REQUEST_ROWS = 2


def test_a_long_file_shows_how_far_it_is(browser, agent, long_files):
    upload(browser, csv_of(*people(5)))
    run = Import.objects.get()
    assert "أكثر من صفين" in browser.get(reverse("import_map", args=[run.pk])).text
    map_columns(browser, run, "name", "phone")
    page = browser.get(run.get_absolute_url())
    assert "<progress" in page.text
    assert "في انتظار بدء المعالجة" in page.text
    part = browser.get(reverse("import_progress", args=[run.pk]))
    assert 'hx-trigger="every 2s"' in part.text
    assert browser.get(reverse("import_map", args=[run.pk])).url == run.get_absolute_url()


def test_when_the_worker_is_done_the_page_goes_on(browser, agent):
    run = bring_in(agent)
    part = browser.get(reverse("import_progress", args=[run.pk]))
    assert (part.status_code, part["HX-Redirect"]) == (204, run.get_absolute_url())


def test_one_that_stopped_says_so_and_goes_on(browser, agent):
    run = bring_in(agent, dry_run=True)
    Import.objects.filter(pk=run.pk).update(status="failed", problem="توقف لخلل.", finished_at=timezone.now())
    page = browser.get(run.get_absolute_url())
    assert "توقف لخلل." in page.text
    assert "متابعة الاستيراد" in page.text
    browser.post(reverse("import_run", args=[run.pk]))
    run.refresh_from_db()
    assert run.is_checked


def test_a_manager_may_still_choose_whose_customers_they_are(manager_browser, teammate):
    upload(manager_browser, csv_of(*people(2)))
    run = Import.objects.get()
    map_columns(manager_browser, run, "name", "phone", owner=teammate.pk)
    page = manager_browser.post(reverse("import_run", args=[run.pk]), follow=True)
    assert set(Customer.objects.values_list("owner", flat=True)) == {teammate.pk}
    assert "أُضيف عميلان إلى قائمة عمر الغامدي" in page.text


def test_an_agents_import_goes_into_its_own_book_alone(browser, agent, teammate):
    upload(browser, csv_of(*people(2)))
    run = Import.objects.get()
    map_columns(browser, run, "name", "phone", owner=teammate.pk)
    run.refresh_from_db()
    assert run.owner == agent
