import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0008_access_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=40, verbose_name="procedure")),
                ("subject_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("area", models.CharField(blank=True, max_length=6, verbose_name="area")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("under_way", "Under way"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("rejected", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="under_way",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="asked"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employer",
                        verbose_name="employer",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.professional",
                        verbose_name="person concerned",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("employer", "employer"),
                            ("agency", "personnel agency"),
                            ("direct_point", "direct application point"),
                            ("department", "continuing-education department of the employer"),
                            ("industry", "industry authority"),
                            ("district", "district or county bureau"),
                            ("city", "city bureau"),
                            ("province", "provincial bureau"),
                            ("system", "the system"),
                        ],
                        max_length=20,
                        verbose_name="by",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("first_check", "First check"),
                            ("recognition", "Recognition"),
                            ("recheck", "Recheck"),
                            ("first_verification", "First verification"),
                            ("pre_reverification", "Preliminary reverification"),
                            ("reverification", "Reverification"),
                            ("review", "Review"),
                            ("filing", "Filing"),
                            ("acceptance", "Acceptance by the employer"),
                            ("correction", "Decision on the correction"),
                        ],
                        max_length=24,
                        verbose_name="act",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20, verbose_name="rule")),
                ("cite", models.CharField(blank=True, max_length=200, verbose_name="citation")),
                ("term", models.PositiveSmallIntegerField(null=True, verbose_name="working days")),
                ("latest_on", models.DateField(null=True, verbose_name="latest day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("later", "Not yet its turn"),
                            ("waiting", "Waiting"),
                            ("passed", "Passed"),
                            ("returned", "Returned"),
                            ("rejected", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="later",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("since", models.DateTimeField(null=True, verbose_name="since")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="reminded")),
                (
                    "alarm",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "in time"),
                            (1, "reminded, due soon"),
                            (2, "reminded, overdue"),
                            (3, "the head was told"),
                            (4, "the body above was told"),
                        ],
                        default=0,
                        verbose_name="alarm",
                    ),
                ),
                ("escalated_at", models.DateTimeField(null=True, verbose_name="told above")),
                (
                    "escalated_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                        verbose_name="told to",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                        verbose_name="body",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="approvals.run"
                    ),
                ),
            ],
            options={
                "ordering": ["run", "position"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("open", "ask"),
                            ("approve", "agree"),
                            ("return", "return"),
                            ("reject", "refuse"),
                            ("withdraw", "withdraw"),
                            ("resubmit", "ask again"),
                            ("remind", "remind"),
                            ("escalate", "tell those above"),
                            ("reassign", "hand to another body"),
                        ],
                        max_length=16,
                        verbose_name="verdict",
                    ),
                ),
                ("hat", models.CharField(blank=True, max_length=32, verbose_name="hat")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None, verbose_name="reasons"
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("version", models.PositiveIntegerField(verbose_name="version seen")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="when")),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                        verbose_name="body",
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                        verbose_name="handed to",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="approvals.run"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="approvals.step"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["area", "state"], name="run_area"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("under_way", "returned"))),
                fields=("procedure", "subject_id"),
                name="run_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state__in", ("under_way", "returned"))),
                    models.Q(
                        models.Q(("state__in", ("under_way", "returned")), _negated=True), ("closed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="run_closed_with_its_end",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["organization", "due_on"], name="step_queue"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("run", "position"), name="step_position_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "returned"])), fields=("run",), name="step_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("organization__isnull", False), ("by", "system"), _connector="OR"),
                name="step_has_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True), ("since__isnull", False), _connector="OR"
                ),
                name="step_waits_since",
            ),
        ),
    ]
