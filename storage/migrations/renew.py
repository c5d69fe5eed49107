"""`python -m storage.migrations.renew`: write the first revisions anew from storage/tables.py.

Only until the first release: whoever has a database then needs a revision for each change
(`python -m storage.migrate revise "What changes"`), and this file is deleted. Run `make format`
after it.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parent / "tables.py"
# revision: what it makes, and the last of the tables that it makes
PARTS = {
    "0001_people": ("Task forces, their people and accounts", "custodians"),
    "0002_roster": ("Duties, turns and claims, hours and absence", "aways"),
    "0003_messages": ("Rooms, the timetable, messages and the record", "heard"),
}
_TABLE = re.compile(r"^(\w+) = Table\(\n(.*?)^\)\n", re.MULTILINE | re.DOTALL)
_HELPERS = re.compile(r"^WEEK_MINUTES.*?(?=^\w+ = Table)", re.MULTILINE | re.DOTALL)
_NAMES = re.compile(
    r"\b(JSON|Boolean|CheckConstraint|Column|Date|ForeignKey|Index|Integer|String|text"
    r"|UniqueConstraint)\b(?=[(,)\n])"
)
_COMMENT = re.compile(r"^ +#.*\n|  #.*$", re.MULTILINE)


def main() -> None:
    """Overwrite the revisions."""
    source = TABLES.read_text()
    helpers = _HELPERS.search(source)
    if helpers is None:
        raise SystemExit("storage/tables.py no longer begins as this script knows it")
    shapes = re.sub(r"\b_(owned|to|key|one_of|between)\b", r"\1", helpers[0])
    (HERE / "shapes.py").write_text(SHAPES.format(shapes=shapes.rstrip()))
    tables = list(_TABLE.finditer(source))
    before: str | None = None
    for name, (what, last) in PARTS.items():
        mine: list[tuple[str, str]] = []
        while not mine or mine[-1][0] != last:
            found = tables.pop(0)
            mine.append((found[1], _COMMENT.sub("", found[2])))
        (HERE / "versions" / f"{name}.py").write_text(_revision(name, before, what, mine))
        before = name


def _revision(name: str, before: str | None, what: str, tables: list[tuple[str, str]]) -> str:
    made = "".join(f"    op.create_table(\n{_indented(body)}    )\n" for _, body in tables)
    made = made.replace("        metadata,\n", "")
    made = re.sub(r"\b_(owned|to|key|one_of|between)\(", r"shapes.\1(", made)
    made = re.sub(r"\b(WEEK_MINUTES|MOST_A_WEEK|OPEN|FAILED)\b", r"shapes.\1", made)
    dropped = "".join(f'    op.drop_table("{table}")\n' for table, _ in reversed(tables))
    made = _NAMES.sub(r"sa.\1", made)
    return REVISION.format(what=what, name=name, before=before, made=made, dropped=dropped)


def _indented(body: str) -> str:
    return "".join(f"    {line}" for line in body.splitlines(keepends=True))


SHAPES = '''"""Shapes that the tables of the first revisions share, as they were then."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    text,
)

from storage.columns import Id

{shapes}
'''
REVISION = '''"""{what}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import Id, Utc
from storage.migrations import shapes

revision = {name!r}
down_revision = {before!r}


def upgrade() -> None:
{made}

def downgrade() -> None:
{dropped}'''

if __name__ == "__main__":
    main()
