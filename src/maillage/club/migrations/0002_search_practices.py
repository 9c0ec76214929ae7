"""The full-text engine of the database reads `club_indexed`: FTS5 by triggers, PostgreSQL by a generated column.

SQLite rebuilds a table that one alters, and its triggers go with it: a later change of `club_indexed` makes them again.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "title, labels, body"
SQLITE = (
    f"CREATE VIRTUAL TABLE club_fts USING fts5({COLUMNS}, content='club_indexed', content_rowid='practice_id')",
    "CREATE TRIGGER club_indexed_added AFTER INSERT ON club_indexed BEGIN "
    f"INSERT INTO club_fts (rowid, {COLUMNS}) VALUES (new.practice_id, new.title, new.labels, new.body); END",
    "CREATE TRIGGER club_indexed_removed AFTER DELETE ON club_indexed BEGIN "
    f"INSERT INTO club_fts (club_fts, rowid, {COLUMNS}) "
    "VALUES ('delete', old.practice_id, old.title, old.labels, old.body); END",
    "CREATE TRIGGER club_indexed_changed AFTER UPDATE ON club_indexed BEGIN "
    f"INSERT INTO club_fts (club_fts, rowid, {COLUMNS}) "
    "VALUES ('delete', old.practice_id, old.title, old.labels, old.body); "
    f"INSERT INTO club_fts (rowid, {COLUMNS}) VALUES (new.practice_id, new.title, new.labels, new.body); END",
)
POSTGRES = (
    "ALTER TABLE club_indexed ADD COLUMN document tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', labels), 'B') || "
    "setweight(to_tsvector('simple', body), 'D')) STORED",
    "CREATE INDEX club_indexed_document ON club_indexed USING gin (document)",
)
BACK = {"sqlite": ("DROP TABLE club_fts",), "postgresql": ()}  # the rest goes with its table


def build(apps: Any, editor: Any) -> None:
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unbuild(apps: Any, editor: Any) -> None:
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("club", "0001_hold_practices")]

    operations = [
        migrations.CreateModel(
            name="Indexed",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="club.practice",
                        verbose_name="fiche",
                    ),
                ),
                ("title", models.TextField(verbose_name="titre")),
                ("labels", models.TextField(verbose_name="listes cochées")),
                ("body", models.TextField(verbose_name="texte")),
            ],
            options={
                "verbose_name": "fiche dans la recherche",
                "verbose_name_plural": "fiches dans la recherche",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "text",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="mot"),
                ),
            ],
            options={"verbose_name": "mot des fiches", "verbose_name_plural": "mots des fiches"},
        ),
        migrations.RunPython(build, unbuild),
    ]
