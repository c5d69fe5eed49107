"""Import and export in chat, for the chair."""

from __future__ import annotations

from bot.app import Visit
from bot.cards import Reply
from bot.exchange import words
from bot.exchange.applying import apply_import, plan_import
from bot.exchange.exporting import export
from bot.exchange.requests import ApplyImport, Export, OpenImport, TryImport
from bot.exchange.sheets import Kind, SheetError, join_parts, read_sheet
from bot.ports.store import Transaction

DRAFT = "exchange.draft"


def open_import(tx: Transaction, visit: Visit, request: OpenImport) -> Reply:
    return Reply(form=words.form())


def try_import(tx: Transaction, visit: Visit, request: TryImport) -> Reply:
    """What it would do. The text waits in the record for the yes."""
    parts = (request.text, request.text2, request.text3, request.text4)
    text = join_parts([part for part in parts if part.strip()])
    try:
        sheet = read_sheet(text)
    except SheetError as error:
        raise words.unreadable(str(error)) from error
    plan = plan_import(tx, [sheet])
    draft = tx.record.add(
        visit.now, visit.me.id, DRAFT, f"import:{visit.me.id}", {}, {"text": text}
    )
    return Reply(card=words.tried(plan, draft))


def apply(tx: Transaction, visit: Visit, request: ApplyImport) -> Reply:
    draft = tx.record.find(request.draft)
    if draft is None or draft.action != DRAFT or draft.actor_id != visit.me.id:
        raise words.no_draft()
    plan = plan_import(tx, [read_sheet(draft.after["text"])])
    if plan.refused and not request.skip:
        raise words.changed_since()
    apply_import(tx, plan, visit.me.id, visit.now)
    return Reply(card=words.applied(plan), replaces=True)


def export_sheet(tx: Transaction, visit: Visit, request: Export) -> Reply:
    try:
        kind = Kind(request.kind)
    except ValueError:
        kind = Kind.MEMBERS
    text = export(tx, kind)
    card = words.exported(kind, max(0, text.count("\n") - 1))
    return Reply(card=card, file=(f"muster-{kind.value}.csv", text))
