"""The index of words: FTS5 on SQLite, full text on PostgreSQL, both over `Note.searched`.

A migration that makes the table of notes again on SQLite drops its triggers: it must call
`create_index` after. A system check tells when it was forgotten.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "notebooks_search"
TRIGGERS = ("notebooks_search_added", "notebooks_search_changed", "notebooks_search_removed")
_ADD = "INSERT INTO notebooks_search(rowid, searched) VALUES (new.id, new.searched);"
_REMOVE = """INSERT INTO notebooks_search(notebooks_search, rowid, searched)
    VALUES ('delete', old.id, old.searched);"""
SQLITE = [
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5
    (searched, content='notebooks_note', content_rowid='id')""",
    f"CREATE TRIGGER IF NOT EXISTS {TRIGGERS[0]} AFTER INSERT ON notebooks_note BEGIN {_ADD} END",
    f"""CREATE TRIGGER IF NOT EXISTS {TRIGGERS[1]} AFTER UPDATE OF searched ON notebooks_note
    BEGIN {_REMOVE} {_ADD} END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TRIGGERS[2]} AFTER DELETE ON notebooks_note
    BEGIN {_REMOVE} END""",
]
POSTGRESQL = [
    f"""CREATE INDEX IF NOT EXISTS {TABLE} ON notebooks_note
    USING gin (to_tsvector('simple', searched))""",
]


def create_index(_apps: Any, editor: Any) -> None:
    """Make what is missing of the index (an operation of migrations)."""
    statements = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        editor.execute(statement)


def drop_index(_apps: Any, editor: Any) -> None:
    """Take the index away (the way back of a migration)."""
    if editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    else:
        editor.execute(f"DROP INDEX IF EXISTS {TABLE}")


def forget_words(connection: BaseDatabaseWrapper) -> None:
    """Write the index anew, without the words of what was changed or withdrawn since.

    FTS5 only marks them as gone. PostgreSQL's own housekeeping does as much.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO notebooks_search(notebooks_search) VALUES ('optimize')")


def missing_parts(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what is missing of the index of this database."""
    wanted = {TABLE, *TRIGGERS} if connection.vendor == "sqlite" else {TABLE}
    listed = (
        "SELECT name FROM sqlite_master"
        if connection.vendor == "sqlite"
        else "SELECT indexname FROM pg_indexes"
    )
    with connection.cursor() as cursor:
        cursor.execute(listed)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - found)
