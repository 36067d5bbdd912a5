"""What is kept of imports, and for how long: mappings under a name, drafts, what each row said."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from core import clock
from crm.flows import forget_template, import_file, keep_template, receive_file, run_import
from crm.models import Customer, Import, ImportRow, ImportTemplate
from tests.crm.imports.books import as_csv, bring, people

DAY = timedelta(days=1)
HEADERS = ("س", "ص", "ع")
MAPPING = ["phone", "name", ""]


@pytest.fixture
def chosen(agent, now):
    """A file whose headers nobody could guess, mapped by hand."""
    run = receive_file(by=agent, at=now, file_name="x.csv", content=as_csv(("0521234567", "سعد", "1"), headers=HEADERS))
    return run_import(by=agent, at=now, import_id=run.pk, mapping=MAPPING, dry_run=True)


def test_a_kept_mapping_fits_the_next_file_with_such_headers(agent, teammate, chosen, now):
    template = keep_template(by=agent, at=now, import_id=chosen.pk, name="  ملف المعرض ")
    assert (template.name, template.mapping) == ("ملف المعرض", {"س": "phone", "ص": "name", "ع": ""})
    content = as_csv(("1", "هند", "0521234568"), headers=("ع", "ص", "س"))
    assert receive_file(by=agent, at=now, file_name="y.csv", content=content).mapping == ["", "name", "phone"]
    run = import_file(by=agent, at=now, file_name="y.csv", content=content)
    assert (run.created, Customer.objects.get().name) == (1, "هند")
    assert receive_file(by=teammate, at=now, file_name="y.csv", content=content).mapping != ["", "name", "phone"]


def test_a_name_is_kept_once(agent, chosen, now):
    first = keep_template(by=agent, at=now, import_id=chosen.pk, name="ملف")
    again = keep_template(by=agent, at=now + DAY, import_id=chosen.pk, name="ملف")
    assert (first.pk, ImportTemplate.objects.count()) == (again.pk, 1)


@pytest.mark.parametrize("name", ["", "  \u200f", "ن" * 61])
def test_a_name_it_needs(agent, chosen, now, name):
    with pytest.raises(ValidationError):
        keep_template(by=agent, at=now, import_id=chosen.pk, name=name)


def test_templates_are_ones_own(agent, teammate, manager, chosen, now):
    template = keep_template(by=agent, at=now, import_id=chosen.pk, name="ملف")
    for other in (teammate, manager):
        with pytest.raises(Http404):
            forget_template(by=other, at=now, template_id=template.pk)
    with pytest.raises(Http404):
        keep_template(by=teammate, at=now, import_id=chosen.pk, name="ملف")
    forget_template(by=agent, at=now, template_id=template.pk)
    assert not ImportTemplate.objects.exists()


def test_drafts_are_forgotten_after_a_week(agent, now):
    old, young = (
        receive_file(by=agent, at=now - days * DAY, file_name="x.csv", content=as_csv(*people(1))) for days in (8, 6)
    )
    clock.run_due(now)
    assert list(Import.objects.all()) == [young]
    assert old.pk != young.pk


def test_what_rows_said_is_forgotten_and_the_counts_stay(agent, now):
    old = bring(agent, now - 91 * DAY, *people(3))
    young = bring(agent, now - 89 * DAY, *people(2, start=10))
    clock.run_due(now)
    assert set(ImportRow.objects.values_list("run", flat=True)) == {young.pk}
    old.refresh_from_db()
    assert (old.created, old.status) == (3, "done")
