"""An index of the few records that are still under review: the year-end batch asks for them person by person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_alike_pictures")]

    operations = [
        migrations.AddIndex(
            model_name="learningrecord",
            index=models.Index(
                condition=models.Q(("state__in", ["submitted", "returned"])),
                fields=["professional", "study_year"],
                name="record_under_review",
            ),
        ),
    ]
