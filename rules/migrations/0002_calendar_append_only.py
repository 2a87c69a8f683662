"""A published edition stays as it was published, whoever asks: deadlines were told from it."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION rules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was published is kept', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(name, event, level):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON rules_calendaredition FOR EACH {level}"
        " EXECUTE FUNCTION rules_refuse()",
        f"DROP TRIGGER {name} ON rules_calendaredition",
    )


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_calendar_editions")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION rules_refuse"),
        guard("rules_calendar_kept", "UPDATE OR DELETE", "ROW"),
        guard("rules_calendar_never_emptied", "TRUNCATE", "STATEMENT"),
    ]
