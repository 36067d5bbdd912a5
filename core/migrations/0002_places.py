"""Load the regions, cities and districts of core/data/places.tsv."""

import csv
from pathlib import Path

from django.db import migrations

from core.arabic import search_key

PLACES = Path(__file__).resolve().parent.parent / "data" / "places.tsv"


def load(apps, schema_editor):
    Place = apps.get_model("core", "Place")
    known = {}

    def place(kind, parent, name, name_en):
        if name and (kind, parent, name) not in known:
            known[kind, parent, name] = Place.objects.create(
                kind=kind, parent=parent, name=name, name_en=name_en, key=search_key(name)
            )
        return known.get((kind, parent, name))

    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            region = place("region", None, row["region_ar"], row["region_en"])
            city = place("city", region, row["city_ar"], row["city_en"])
            place("district", city, row["district_ar"] or "", row["district_en"] or "")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
