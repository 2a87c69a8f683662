"""A subject finds its runs, those too that have ended: lists of cases ask for the newest of each row."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0003_what_the_queue_sorts_by"),
        ("people", "0011_employments_by_staff_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["procedure", "subject_id", "id"], name="run_of_subject"),
        ),
    ]
