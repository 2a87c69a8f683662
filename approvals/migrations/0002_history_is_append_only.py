"""The database itself refuses to change a line of a run's history, whoever asks."""

from django.db import migrations


def guard(name, event, level):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON approvals_decision FOR EACH {level} EXECUTE FUNCTION"
        " approvals_refuse()",
        f"DROP TRIGGER {name} ON approvals_decision",
    )


REFUSE = """
CREATE FUNCTION approvals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the history of an approval is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_runs")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION approvals_refuse"),
        guard("approvals_decision_kept", "UPDATE OR DELETE", "ROW"),
        guard("approvals_decision_never_emptied", "TRUNCATE", "STATEMENT"),
    ]
