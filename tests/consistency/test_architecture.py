"""The house's rules that a build can check: one direction, migrations in step, Arabic words for everything named."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from importlinter.cli import lint_imports

ROOT = Path(settings.BASE_DIR)
OURS = ("core", "crm", "notifications", "realty_crm")
MODELS = [
    model
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    if not model.__name__.startswith("Historical")  # theirs are the names of what they are a history of
]
CODE = {
    str(file.relative_to(ROOT)): file.read_text()
    for app in OURS
    for file in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in file.parts
}
ARABIC = re.compile(r"[^A-Za-z]*[\u0621-\u064a][^A-Za-z]*")


def not_arabic(names: dict) -> dict[str, str]:
    return {name: str(text) for name, text in names.items() if not ARABIC.fullmatch(str(text))}


def test_imports_go_one_way(capsys):
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.django_db
def test_the_migrations_make_the_models_as_they_are(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_and_field_has_an_arabic_name(model):
    fields = [field for field in model._meta.get_fields() if field.concrete and field.name != "id"]
    names = {"verbose_name": model._meta.verbose_name, "verbose_name_plural": model._meta.verbose_name_plural}
    assert not_arabic(names | {field.name: field.verbose_name for field in fields}) == {}


def test_every_rule_of_a_table_says_in_arabic_what_is_wrong():
    rules = {rule.name: rule.violation_error_message for model in MODELS for rule in model._meta.constraints}
    rules.pop("idempotency_key_once")  # no person ever meets it
    assert not_arabic(rules) == {}


def test_a_module_is_a_few_screens_long():
    assert {name: n for name, code in CODE.items() if (n := len(code.splitlines())) > 320} == {}


def test_a_template_is_short():
    templates = (ROOT / "templates").rglob("*.*")
    assert {file.name: n for file in templates if (n := len(file.read_text().splitlines())) > 130} == {}


def test_modules_are_named_for_what_they_hold():
    assert [name for name in CODE if re.search(r"util|helper|misc|common|stuff", name)] == []


def test_business_is_never_hidden_in_row_signals():
    rows = re.compile(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b")
    assert [name for name, code in CODE.items() if rows.search(code) and name != "core/history.py"] == []


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_database_sees_the_letters_of_arabic_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('محمد') <> '{}'")
        assert cursor.fetchone()[0]
