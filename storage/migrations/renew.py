"""`python -m storage.migrations.renew`: write the first revisions anew from storage/tables/.

Only until the first release: whoever has a database then needs a revision for each change
(`python -m storage.migrate revise "What changes"`), and this file is deleted. Run `make format`
after it.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parent / "tables"
# revision: the file whose tables it makes
PARTS = {"0001_people": "people", "0002_roster": "roster", "0003_messages": "messages"}
_TABLE = re.compile(r"^(\w+) = Table\(\n(.*?)^\)\n", re.MULTILINE | re.DOTALL)
_SUMMARY = re.compile(r'"""(.*)\."""')
_SHAPES = re.compile(
    r"\b((?:owned|to|key|one_of|between)\(|(?:WEEK_MINUTES|MOST_A_WEEK|OPEN|FAILED)\b)"
)
_NAMES = re.compile(
    r"\b(JSON|Boolean|CheckConstraint|Column|Date|ForeignKey|Index|Integer|String|text"
    r"|UniqueConstraint)\b(?=[(,)\n])"
)
_METADATA = re.compile(r"^metadata = .*?^\)\n", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^ +#.*\n|  #.*$", re.MULTILINE)


def main() -> None:
    """Overwrite the revisions."""
    before: str | None = None
    for name, part in PARTS.items():
        source = (TABLES / f"{part}.py").read_text()
        summary = _SUMMARY.search(source)
        if summary is None:
            raise SystemExit(f"storage/tables/{part}.py does not say in one line what it holds")
        tables = [(found[1], _COMMENT.sub("", found[2])) for found in _TABLE.finditer(source)]
        revision = _revision(name, before, summary[1], tables)
        (HERE / "versions" / f"{name}.py").write_text(revision)
        before = name
    shapes = (TABLES / "shapes.py").read_text()
    frozen = SHAPES + _METADATA.sub("", shapes).split('"""', 2)[2]
    (HERE / "shapes.py").write_text(frozen)


def _revision(name: str, before: str | None, what: str, tables: list[tuple[str, str]]) -> str:
    made = "".join(f"    op.create_table(\n{_indented(body)}    )\n" for _, body in tables)
    made = made.replace("        metadata,\n", "")
    made = _NAMES.sub(r"sa.\1", _SHAPES.sub(r"shapes.\1", made))
    dropped = "".join(f'    op.drop_table("{table}")\n' for table, _ in reversed(tables))
    return REVISION.format(what=what, name=name, before=before, made=made, dropped=dropped)


def _indented(body: str) -> str:
    return "".join(f"    {line}" for line in body.splitlines(keepends=True))


SHAPES = '"""Shapes that the tables of the first revisions share, as they were then."""'
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
