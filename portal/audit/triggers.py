"""Let the database itself refuse to change or delete what was recorded."""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

FINAL_TABLES: Final = (
    "audit_event",
    "audit_eventpayload",
    "audit_seal",
    "audit_sealleaf",
)
REFUSAL: Final = "recorded rows are final: append a further event instead"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; they replace those already there."""
    drop(connection)
    _run(connection, install_statements(connection.vendor))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off."""
    _run(connection, drop_statements(connection.vendor))


def install_statements(vendor: str) -> list[str]:
    """Return the statements that make the tables final on this kind of database."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in FINAL_TABLES
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$ LANGUAGE plpgsql",
        *(
            f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()"
            for table in FINAL_TABLES
        ),
        *(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
            for table in FINAL_TABLES
        ),
    ]


def drop_statements(vendor: str) -> list[str]:
    """Return the statements that undo `install_statements`."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}"
            for table in FINAL_TABLES
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_{kind} ON {table}"
        for table in FINAL_TABLES
        for kind in ("final", "whole")
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
