"""After a restore: what the database does not know of, and which numbers are skipped. Kept as the roots are."""

from importlib import import_module

from django.db import migrations, models

kept = import_module("certificates.migrations.0002_kept").kept


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_kept")]

    operations = [
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_with", models.CharField(max_length=16)),
                ("signature", models.BinaryField(max_length=64)),
                ("lost", models.JSONField()),
                ("size", models.BigIntegerField()),
                ("skipped", models.JSONField()),
                ("reason", models.CharField(max_length=300)),
                ("date", models.DateField()),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=models.Func(function="clock_timestamp", output_field=models.DateTimeField()),
                        editable=False,
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        *kept("certificates_restoration"),
    ]
