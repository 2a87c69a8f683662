"""The database itself refuses to change what was written, whoever asks: our own code, an admin page, a psql session."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the audit trail is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

# `*=` compares two rows as they are stored, NULL being equal to NULL.
ONLY_SEAL = """
CREATE FUNCTION audit_only_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed audit_event := OLD;
BEGIN
    sealed.position := NEW.position;
    sealed.previous_hash := NEW.previous_hash;
    sealed.hash := NEW.hash;
    IF OLD.position IS NULL AND NEW.position IS NOT NULL AND sealed *= NEW THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE on audit_event is refused: the audit trail is append-only'
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(name, event, table, function, level):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_events_and_chain")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse"),
        migrations.RunSQL(ONLY_SEAL, "DROP FUNCTION audit_only_seal"),
        guard("audit_event_sealed_once", "UPDATE", "audit_event", "audit_only_seal", "ROW"),
        guard("audit_event_kept", "DELETE", "audit_event", "audit_refuse", "ROW"),
        guard("audit_event_never_emptied", "TRUNCATE", "audit_event", "audit_refuse", "STATEMENT"),
        guard("audit_checkpoint_kept", "UPDATE OR DELETE", "audit_checkpoint", "audit_refuse", "ROW"),
        guard("audit_checkpoint_never_emptied", "TRUNCATE", "audit_checkpoint", "audit_refuse", "STATEMENT"),
        guard("audit_head_kept", "DELETE", "audit_chainhead", "audit_refuse", "ROW"),
        guard("audit_head_never_emptied", "TRUNCATE", "audit_chainhead", "audit_refuse", "STATEMENT"),
    ]
