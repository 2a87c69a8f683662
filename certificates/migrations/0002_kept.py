"""What was issued and what the log says stays as it was: the database itself refuses to change or delete it, whoever
asks. An entry of the log gets its place once, and nothing else of it changes."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION certificates_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was issued never changes', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
PLACE_ONCE = """
CREATE TRIGGER certificates_logentry_placed_once BEFORE UPDATE ON certificates_logentry FOR EACH ROW
    WHEN (
        OLD.position IS NOT NULL OR NEW.position IS NULL
        OR (OLD.id, OLD.certificate_id, OLD.act, OLD.content, OLD.at)
            IS DISTINCT FROM (NEW.id, NEW.certificate_id, NEW.act, NEW.content, NEW.at)
    )
    EXECUTE FUNCTION certificates_refuse()
"""


def kept(table, acts="UPDATE OR DELETE"):
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_kept BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION certificates_refuse()",
            f"DROP TRIGGER {table}_kept ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION certificates_refuse()",
            f"DROP TRIGGER {table}_never_emptied ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_certificates")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION certificates_refuse"),
        *kept("certificates_certificate"),
        *kept("certificates_certificateend"),
        *kept("certificates_confirmation"),
        *kept("certificates_lognode"),
        *kept("certificates_logroot"),
        *kept("certificates_logentry", "DELETE"),
        migrations.RunSQL(PLACE_ONCE, "DROP TRIGGER certificates_logentry_placed_once ON certificates_logentry"),
        # The stock of blank forms (N0): no row waits for another one's, and gaps are as in any stock.
        migrations.RunSQL("CREATE SEQUENCE certificates_blank_form", "DROP SEQUENCE certificates_blank_form"),
    ]
