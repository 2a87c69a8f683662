from django.db import migrations, models


class Migration(migrations.Migration):
    """A step may point at one organization twice, as its body and as the one that was told."""

    dependencies = [
        ("people", "0009_merges"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="movedrow",
            name="moved_row_once_a_merge",
        ),
        migrations.AddField(
            model_name="movedrow",
            name="field",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="movedrow",
            constraint=models.UniqueConstraint(
                fields=("merge", "table", "row", "field"), name="moved_row_once_a_merge"
            ),
        ),
    ]
