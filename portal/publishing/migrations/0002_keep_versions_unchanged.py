"""Let the database itself refuse to change or delete a published version.

Only closing is allowed: `effective_to` once from nothing to a time, and the filing
cut-off. SQLite rebuilds a table on later schema changes and drops its triggers then: a
migration that alters this table there has to add them again.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "publishing_matterversion"
KEPT = (
    "id",
    "matter_key",
    "code",
    "source_id",
    "number",
    "payload_json",
    "digest",
    "effective_from",
    "published_by_id",
    "created_at",
)
MESSAGE = "matter versions are kept as they were published"

SQLITE_ADD = (
    f"""CREATE TRIGGER matter_version_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    f"""CREATE TRIGGER matter_version_no_change BEFORE UPDATE ON {TABLE}
    WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEPT)}
    OR (OLD.effective_to IS NOT NULL AND OLD.effective_to IS NOT NEW.effective_to)
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
)
SQLITE_REMOVE = (
    "DROP TRIGGER IF EXISTS matter_version_no_delete",
    "DROP TRIGGER IF EXISTS matter_version_no_change",
)
POSTGRESQL_ADD = (
    f"""CREATE FUNCTION matter_version_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}'; END; $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER matter_version_no_delete BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION matter_version_refuse()""",
    f"""CREATE TRIGGER matter_version_no_change BEFORE UPDATE ON {TABLE}
    FOR EACH ROW WHEN (
    {" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in KEPT)}
    OR (OLD.effective_to IS NOT NULL
        AND OLD.effective_to IS DISTINCT FROM NEW.effective_to))
    EXECUTE FUNCTION matter_version_refuse()""",
)
POSTGRESQL_REMOVE = (
    f"DROP TRIGGER IF EXISTS matter_version_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS matter_version_no_delete ON {TABLE}",
    "DROP FUNCTION IF EXISTS matter_version_refuse()",
)
STATEMENTS = {
    "sqlite": (SQLITE_ADD, SQLITE_REMOVE),
    "postgresql": (POSTGRESQL_ADD, POSTGRESQL_REMOVE),
}


def add_triggers(_apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STATEMENTS[editor.connection.vendor][0]:
        editor.execute(statement)


def remove_triggers(_apps: StateApps | None, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STATEMENTS[editor.connection.vendor][1]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, remove_triggers)]
