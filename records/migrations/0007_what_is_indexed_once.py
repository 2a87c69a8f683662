"""Each index of a record once, and without those who have nothing: with every change all are written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0003_basis_of_fees_and_corrections"),
        ("people", "0011_employments_by_staff_number"),
        ("records", "0006_handed_to_hr"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="learningrecord",
            name="course",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="courses.course",
                verbose_name="course of a catalog",
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="employer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.employer",
                verbose_name="employer",
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="feed",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.feedsource",
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="form_token",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="professional",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="people.professional",
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="registered_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="registered_for",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organization",
            ),
        ),
        migrations.AlterField(
            model_name="learningrecord",
            name="training_class",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="courses.trainingclass",
                verbose_name="class",
            ),
        ),
        migrations.AddIndex(
            model_name="learningrecord",
            index=models.Index(
                condition=models.Q(("course__isnull", False)), fields=["course"], name="record_of_course"
            ),
        ),
        migrations.AddIndex(
            model_name="learningrecord",
            index=models.Index(
                condition=models.Q(("training_class__isnull", False)),
                fields=["training_class"],
                name="record_of_training_class",
            ),
        ),
        migrations.AddIndex(
            model_name="learningrecord",
            index=models.Index(
                condition=models.Q(("registered_by__isnull", False)),
                fields=["registered_by"],
                name="record_of_registered_by",
            ),
        ),
        migrations.AddIndex(
            model_name="learningrecord",
            index=models.Index(
                condition=models.Q(("registered_for__isnull", False)),
                fields=["registered_for"],
                name="record_of_registered_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="learningrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form_token__isnull", False)),
                fields=("form_token",),
                name="record_of_form_token_once",
            ),
        ),
    ]
