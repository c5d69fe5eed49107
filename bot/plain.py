"""Cards as plain text: for screen readers, notifications, the terminal and whoever takes no blocks.

No markup of any platform, and nothing that a card shows is left out.
"""

from __future__ import annotations

from bot.cards import (
    Bold,
    Card,
    Chart,
    Code,
    Control,
    Controls,
    Divider,
    Element,
    Fields,
    Heading,
    Inline,
    Line,
    Link,
    Person,
    Row,
    Small,
    Table,
    Text,
)


def plain_line(line: Line) -> str:
    """The line as a screen reader would say it; no markup."""
    return "".join(_plain_inline(part) for part in line)


def _plain_inline(part: Inline) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Bold | Code):
        return part.text
    if isinstance(part, Link):
        return f"{part.label} ({part.url})"
    if isinstance(part, Person):
        return part.name
    return part.fallback


def plain_text(card: Card) -> str:
    """The whole card as text: every figure of a chart and a table is in it, and every control."""
    lines = [card.title, *(text for element in card.body for text in plain_element(element))]
    return "\n".join(lines).strip()


def plain_element(element: Element) -> tuple[str, ...]:
    """One element as lines of text."""
    match element:
        case Heading(text):
            return ("", text)
        case Text(line) | Small(line):
            return (plain_line(line),)
        case Row(line, control):
            return (plain_line(line) + _plain_controls((control,) if control else ()),)
        case Fields(pairs):
            return tuple(f"{name}: {value}" for name, value in pairs)
        case Table():
            return _plain_table(element)
        case Chart():
            return _plain_chart(element)
        case Controls(items):
            return (_plain_controls(items).strip(),)
        case Divider():
            return ("",)


def _plain_controls(items: tuple[Control, ...]) -> str:
    return "".join(f" [{item.label}]" for item in items)


def _plain_table(table: Table) -> tuple[str, ...]:
    rows = (
        "; ".join(f"{c}: {v}" if c else v for c, v in zip(table.columns, row, strict=True) if v)
        for row in table.rows
    )
    return (f"{table.caption}:", *rows)


def _plain_chart(chart: Chart) -> tuple[str, ...]:
    def figures(index: int) -> str:
        return ", ".join(f"{series.name} {series.values[index]:g}" for series in chart.series)

    head = f"{chart.title}:"
    return (head, *(f"{name}: {figures(i)}" for i, name in enumerate(chart.categories)))
