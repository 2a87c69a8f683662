"""Finds pictures that look alike by an index: two hashes that differ in at most five of their 64 bits agree in at least
one of six bands."""

from django.db import migrations

FORWARD = """
    CREATE FUNCTION records_hash_bands(hash bigint) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT ARRAY[
            (hash & 2047)::integer,
            ((hash >> 11) & 2047)::integer + 2048,
            ((hash >> 22) & 2047)::integer + 4096,
            ((hash >> 33) & 2047)::integer + 6144,
            ((hash >> 44) & 1023)::integer + 8192,
            ((hash >> 54) & 1023)::integer + 10240
        ]
    $$;
    CREATE INDEX evidence_by_bands ON records_evidence USING gin (records_hash_bands(picture_hash))
        WHERE removed_at IS NULL AND picture_hash IS NOT NULL;
"""
BACK = """
    DROP INDEX evidence_by_bands;
    DROP FUNCTION records_hash_bands(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0003_form_of_a_draft")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
