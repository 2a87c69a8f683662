"""What was verified stays as it was: the database itself refuses to change or delete it, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION verification_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was verified never changes', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def kept(table):
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION verification_refuse()",
            f"DROP TRIGGER {table}_kept ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION verification_refuse()",
            f"DROP TRIGGER {table}_never_emptied ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_verifications_and_batches")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION verification_refuse"),
        *kept("verification_verification"),
        *kept("verification_verificationvoid"),
    ]
