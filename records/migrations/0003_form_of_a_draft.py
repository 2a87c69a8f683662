"""A draft knows the form it was typed into, and what was typed that cannot stand in a record yet."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_calls_of_feeds")]

    operations = [
        migrations.AddField(
            model_name="learningrecord",
            name="form_token",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="learningrecord",
            name="typed",
            field=models.JSONField(editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
        ),
    ]
