import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import changes.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0008_access_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmployerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="first day there")),
                ("position", models.CharField(blank=True, max_length=60, verbose_name="position")),
                ("words", models.TextField(blank=True, verbose_name="to the new employer")),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "from_employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employer",
                        verbose_name="present employer",
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employer_changes",
                        to="people.professional",
                    ),
                ),
                (
                    "to_employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employer",
                        verbose_name="new employer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "told_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="told"),
                ),
                ("noted_at", models.DateTimeField(null=True, verbose_name="noted")),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employer"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departure",
                        to="changes.employerchange",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                (
                    "field",
                    models.CharField(
                        choices=[("name", "Name"), ("document", "Identity document and its number")],
                        max_length=10,
                        verbose_name="what stands wrong",
                    ),
                ),
                ("old_value", models.CharField(max_length=100, verbose_name="as it stands now")),
                ("new_name", models.CharField(blank=True, max_length=100, verbose_name="right name")),
                (
                    "new_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resident_id", "Resident identity card"),
                            ("residence_permit", "Residence permit of a Hong Kong, Macau or Taiwan resident"),
                            ("foreign_permanent", "Permanent resident card of a foreigner"),
                            ("passport", "Passport"),
                        ],
                        max_length=30,
                        verbose_name="right kind of document",
                    ),
                ),
                ("number_sealed", models.BinaryField(blank=True, default=bytes)),
                ("number_key", models.CharField(blank=True, max_length=16)),
                ("number_tail", models.CharField(blank=True, max_length=4)),
                ("number_index", models.CharField(blank=True, max_length=64)),
                ("proof", models.FileField(max_length=200, upload_to=changes.models.random_name, verbose_name="proof")),
                (
                    "proof_type",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpg", "JPG"), ("png", "PNG")],
                        max_length=4,
                        verbose_name="kind of file",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="to the bureau")),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "professional",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="people.professional",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("professional", "field"),
                        name="correction_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("field", "name"),
                                models.Q(("new_name", ""), _negated=True),
                                ("new_kind", ""),
                                ("number_tail", ""),
                            ),
                            models.Q(
                                ("field", "document"),
                                ("new_name", ""),
                                models.Q(("new_kind", ""), _negated=True),
                                models.Q(("number_tail", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_says_what_is_right",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="employerchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("professional",), name="employer_change_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="employerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_employer", None),
                    models.Q(("from_employer", models.F("to_employer")), _negated=True),
                    _connector="OR",
                ),
                name="employer_change_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("noted_at", None), ("noted_by", None)),
                    models.Q(("noted_at__isnull", False), ("noted_by__isnull", False)),
                    _connector="OR",
                ),
                name="departure_noted_by_somebody",
            ),
        ),
    ]
