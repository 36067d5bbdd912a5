"""A file is kept in parts and read as a stream: where a part ends, nothing breaks (quality: import, memory flat)."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from crm.imports import files
from crm.imports.files import file_of, keep_file
from crm.models import Customer, Import
from tests.core.test_sheets import workbook
from tests.imports import bring_in

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "windows-1256"]


@pytest.fixture(params=[1, 2, 7, 64])
def parts(request, monkeypatch):
    """Parts so small that every letter, quoted newline and mark of the encoding falls on an edge of one."""
    monkeypatch.setattr(files, "PART", request.param)


@pytest.fixture
def run(agent, now):
    return Import.objects.create(user=agent, owner=agent, door="page", file_name="x.csv", created_at=now)


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 3, b"\n" * 64])
def test_it_is_read_as_it_was(run, parts, content):
    keep_file(run, ContentFile(content))
    assert file_of(run)().read() == content
    file = file_of(run)()
    assert b"".join(iter(lambda: file.read(5), b"")) == content


def test_any_place_of_it_can_be_read(run, parts):
    content = bytes(range(256))
    keep_file(run, content)
    kept, whole = file_of(run)(), io.BytesIO(content)
    for offset, whence in [(200, io.SEEK_SET), (-20, io.SEEK_END), (-30, io.SEEK_CUR), (0, io.SEEK_SET), (300, 0)]:
        assert kept.seek(offset, whence) == whole.seek(offset, whence)
        assert kept.read(9) == whole.read(9)


def test_it_may_be_opened_twice_at_once(run, parts):
    keep_file(run, b"0123456789")
    one, other = file_of(run)(), file_of(run)()
    assert (one.read(4), other.read(2), one.read(4)) == (b"0123", b"01", b"4567")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_rows_that_parts_cut_through_come_in_whole(agent, parts, encoding):
    text = 'الاسم,الجوال,ملاحظات\n"سعد ""أبو فهد""",0521234567,"سطر\nثانٍ، وثالث"\nهند,0527654321,\n'
    bring_in(agent, content=text.encode(encoding))
    told = Customer.objects.order_by("phone").values_list("name", "notes")
    assert list(told) == [('سعد "أبو فهد"', "سطر\nثانٍ، وثالث"), ("هند", "")]


def test_so_do_workbooks_and_phone_books(agent, parts):
    bring_in(agent, content=workbook(["الاسم", "الجوال"], ["سعد", "0521234567"]))
    bring_in(agent, content="BEGIN:VCARD\nFN:هند\nTEL:0527654321\nEND:VCARD\n".encode())
    assert set(Customer.objects.values_list("name", flat=True)) == {"سعد", "هند"}


def test_a_file_of_many_parts_leaves_none_behind(agent, monkeypatch):
    monkeypatch.setattr(files, "PART", 1000)
    run = bring_in(agent, rows=400)
    assert (run.created, run.parts.count()) == (400, 0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_files_that_wait_are_carried_over(agent, now):
    """The migration cuts a file that was kept whole into parts, and joins it again on the way back."""
    content = bytes(range(256)) * 3000
    whole = _migrated("0010_silent_leads").get_model("crm", "Import")
    values = {"user_id": agent.pk, "owner_id": agent.pk, "door": "page", "file_name": "x.csv", "format": "csv"}
    pk = whole.objects.create(**values, content=content, created_at=now).pk
    empty = whole.objects.create(**values, content=None, created_at=now).pk
    _migrated("0011_files_in_parts")
    run = Import.objects.get(pk=pk)
    assert (file_of(run)().read(), run.parts.count()) == (content, 3)
    assert not Import.objects.get(pk=empty).parts.exists()
    back = _migrated("0010_silent_leads").get_model("crm", "Import")
    assert bytes(back.objects.get(pk=pk).content) == content
    back.objects.all().delete()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _migrated(name):
    executor = MigrationExecutor(connection)
    return executor.migrate([("crm", name)]).apps
