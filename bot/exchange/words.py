"""Every word of import and export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cards import (
    Button,
    Card,
    Code,
    Controls,
    Element,
    Form,
    Row,
    Small,
    Style,
    Table,
    Text,
    TextInput,
)
from bot.claims.requests import Release
from bot.errors import Refusal
from bot.exchange.cells import Finding, Level
from bot.exchange.plans import Plan, Step
from bot.exchange.requests import ApplyImport, OpenImport, TryImport
from bot.exchange.sheets import Kind
from bot.model import Claim, Duty
from bot.reader import Reader
from bot.weeks import format_windows, say_minutes

MOST_TURNS = 10  # named one by one to who holds them
MOST_SHOWN = 90  # rows of the table: Slack takes 100 with the headings, and says less is better
LEVEL_NAMES = {Level.REFUSED: "refused", Level.CORRECTED: "corrected", Level.NOTE: "note"}


def form() -> Form:
    hint = (
        "Paste the sheet with its headings. "
        "Nothing is changed before you have seen what would happen."
    )
    more = (
        TextInput(
            name=name,
            label="Continued",
            optional=True,
            multiline=True,
            hint="If it is longer than 3,000 letters.",
        )
        for name in ("text2", "text3", "text4")
    )
    first = TextInput(
        name="text", label="CSV of members, accounts or duties", multiline=True, hint=hint
    )
    return Form("Import", "Try it", TryImport(), (first, *more))


def counted(plan: Plan) -> tuple[str, ...]:
    """Like “members: 60 new, 2 changed, 3 as they are”."""
    lines = []
    for name, steps in (
        ("members", plan.members),
        ("accounts", plan.accounts),
        ("duties", plan.duties),
    ):
        if steps:
            lines.append(f"{name}: {_counts(steps)}")
    if plan.departments:
        lines.append(f"new departments: {', '.join(plan.departments)}")
    if plan.refused:
        lines.append(f"refused: {plan.refused} rows" if plan.refused > 1 else "refused: 1 row")
    return tuple(lines)


def _counts(steps: Sequence[Step[Any]]) -> str:
    new = sum(step.is_new for step in steps)
    changed = sum(not step.is_new and bool(step.changed) for step in steps)
    same = len(steps) - new - changed
    parts = ((new, "new"), (changed, "changed"), (same, "as they are"))
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def finding_row(finding: Finding) -> tuple[str, str, str, str]:
    return (
        f"{finding.kind.value} {finding.row}",
        finding.column,
        LEVEL_NAMES[finding.level],
        finding.text,
    )


def sorted_findings(plan: Plan) -> tuple[Finding, ...]:
    """What needs somebody first: refused, corrected, then notes."""
    order = list(LEVEL_NAMES)
    return tuple(sorted(plan.findings, key=lambda f: (order.index(f.level), f.kind, f.row)))


def tried(plan: Plan, draft: int) -> Card:
    body: list[Element] = [Text((f"{line[0].upper()}{line[1:]}.",)) for line in counted(plan)]
    findings = sorted_findings(plan)
    if findings:
        rows = tuple(finding_row(f) for f in findings[:MOST_SHOWN])
        body.append(Table("What was noticed, by row", ("Row", "Column", "", "What"), rows))
    if len(findings) > MOST_SHOWN:
        body.append(Small((f"{len(findings) - MOST_SHOWN} more.",)))
    body.append(Controls(_ways(plan, draft)))
    title = (
        "This is what the import would do" if plan.has_work else "The import would change nothing"
    )
    return Card(f"{title}. Nothing is changed yet.", tuple(body))


def _ways(plan: Plan, draft: int) -> tuple[Button, ...]:
    again = Button("Paste it again", OpenImport())
    if not plan.has_work:
        return (again,)
    if plan.refused:
        label = "Import the rest without those"
        return (again, Button(label, ApplyImport(draft=draft, skip=True), Style.DANGER))
    return (Button("Import it", ApplyImport(draft=draft), Style.PRIMARY), again)


def applied(plan: Plan) -> Card:
    lines = tuple(Text((f"{line[0].upper()}{line[1:]}.",)) for line in counted(plan))
    return Card("Imported." if plan.has_work else "There was nothing left to import.", lines)


def changed_since() -> Refusal:
    return Refusal(
        "import_refused",
        "Nothing was imported: some rows cannot be taken.",
        "An import is done whole or not at all.",
        "Mend those rows and paste the sheet again.",
    )


def unreadable(reason: str) -> Refusal:
    return Refusal(
        "unreadable_sheet",
        reason,
        "",
        "The first row holds the headings: members need name and department, accounts name and url,"
        " duties name and hours_a_week.",
        field="text",
    )


def no_draft() -> Refusal:
    return Refusal("no_draft", "This import can no longer be found.", "", "Paste the sheet again.")


def exported(kind: Kind, rows: int) -> Card:
    return Card(
        f"Here are the {kind.value}: {rows} rows.", (Text(("Import takes the same sheet back.",)),)
    )


def changed_for_you(
    by: str,
    duty: tuple[Duty, Duty],
    yours: Sequence[Claim],
    off: Sequence[Claim],
    reader: Reader,
) -> Card:
    """To a holder; `duty` before and now, `yours` stay as they are, `off` left the plan."""
    before, now = duty
    body: list[Element] = [Text((f"{by} imported a sheet with it, and you hold turns of it.",))]
    body += [
        Text((f"{label}: {was}, now {new}.",)) for label, was, new in _differences(before, now)
    ]
    if yours:
        body.append(Text((f"Still yours: {_listed([reader.span(c.span) for c in yours])}.",)))
    if off:
        body.append(Text(("No longer in the plan, and yours until you give it back:",)))
    for claim in off[:MOST_TURNS]:
        when = reader.span(claim.span)
        button = Button("Give back", Release(claim=claim.id), about=f"Give back {when}")
        body.append(Row((f"{when}, {say_minutes(claim.minutes)}",), button))
    if len(off) > MOST_TURNS:
        more = f"and {len(off) - MOST_TURNS} more; type "
        body.append(Small((more, Code("/muster mine"), " to see all.")))
    return Card(f"{now.name} was changed.", tuple(body))


def _differences(before: Duty, now: Duty) -> list[tuple[str, str, str]]:
    said = [(_said(duty)) for duty in (before, now)]
    return [(name, was, said[1][name]) for name, was in said[0].items() if was != said[1][name]]


def _said(duty: Duty) -> dict[str, str]:
    return {
        "Name": duty.name,
        "Hours a week": say_minutes(duty.minutes_a_week),
        "People": f"{duty.people_least} to {duty.people_most}",
        "When": format_windows(duty.windows) or "all week",
    }


def _listed(spans: Sequence[str]) -> str:
    more = len(spans) - MOST_TURNS
    return "; ".join([*spans[:MOST_TURNS], *([f"and {more} more"] if more > 0 else [])])
