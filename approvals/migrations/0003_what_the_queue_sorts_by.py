"""The procedure and the kind of a subject beside the step that waits, and whether to look at it first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_history_is_append_only"),
        ("people", "0011_employments_by_staff_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="is_odd",
            field=models.BooleanField(default=False, verbose_name="to be looked at first"),
        ),
        migrations.AddField(
            model_name="step",
            name="kind",
            field=models.CharField(blank=True, max_length=40, verbose_name="kind"),
        ),
        migrations.AddField(
            model_name="step",
            name="procedure",
            field=models.CharField(default="", max_length=40, verbose_name="procedure"),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE approvals_step AS step SET procedure = run.procedure"
            " FROM approvals_run AS run WHERE run.id = step.run_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="decision",
            name="action",
            field=models.CharField(
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
                    ("undo", "take back"),
                ],
                max_length=16,
                verbose_name="verdict",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["organization", "since"], name="step_oldest"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["organization", "-is_odd", "due_on", "since", "id"],
                include=["run"],
                name="step_odd_first",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["organization", "procedure", "kind", "-is_odd", "due_on", "since", "id"],
                include=["run"],
                name="step_odd_first_of_kind",
            ),
        ),
    ]
