import json

import django.db.models.deletion
from django.db import migrations, models

from uploads.sealing import sealer

TOGETHER = 1000


def seal_together(apps, schema_editor):
    """Uploads that wait for a decision: what was sealed row by row."""
    rows = apps.get_model("uploads", "StagedRow").objects.exclude(sealed=b"").filter(is_written=False)
    for upload in rows.order_by().values_list("upload_id", flat=True).distinct():
        numbers = list(rows.filter(upload_id=upload).order_by("number").values_list("number", flat=True))
        for place in range(0, len(numbers), TOGETHER):
            part = numbers[place : place + TOGETHER]
            _seal(apps, upload, rows.filter(upload_id=upload, number__range=(part[0], part[-1])), part[0], part[-1])


def _seal(apps, upload, rows, first, last):
    opened = {
        row.number: json.loads(sealer().unseal(bytes(row.sealed), context=f"uploads.row:{upload}:{row.number}"))
        for row in rows
    }
    secret = list(next(iter(opened.values())))
    clear = json.dumps([secret, {number: [values[key] for key in secret] for number, values in opened.items()}])
    sealed = sealer().seal(clear.encode(), context=f"uploads.rows:{upload}:{first}-{last}")
    apps.get_model("uploads", "SealedRows").objects.create(upload_id=upload, first=first, last=last, sealed=sealed)


class Migration(migrations.Migration):
    dependencies = [("uploads", "0001_uploads_and_staged_rows")]

    operations = [
        migrations.CreateModel(
            name="SealedRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sealed_rows", to="uploads.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["first"],
                "constraints": [models.UniqueConstraint(fields=("upload", "first"), name="sealed_rows_once")],
            },
        ),
        migrations.RunPython(seal_together, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="stagedrow", name="sealed"),
        migrations.AlterField(
            model_name="stagedrow",
            name="upload",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="uploads.upload",
            ),
        ),
    ]
