"""What a message is made of: text, blocks, attachments, metadata, as an app hands them over."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from handlers.playground.errors import Refused, refused_blocks
from handlers.playground.faults import Faults
from handlers.playground.objects import Json
from handlers.playground.rules import Problem
from handlers.playground.rules_payload import check_message

TEXT_MOST = 40_000  # characters, cut beyond: docs.slack.dev/reference/methods/chat.postMessage
UPDATE_MOST = 4_000  # characters, refused beyond: docs.slack.dev/reference/methods/chat.update
MARKDOWN_MOST = 12_000  # characters of markdown_text: chat.postMessage
ATTACHMENTS_MOST = 100  # chat.postMessage
METADATA_BYTES_MOST = 16 * 1024


@dataclass(slots=True)
class Content:
    """A checked message. `blocks` None: not given (an edit without them removes them)."""

    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def strict_json(text: str | bytes) -> Any:
    """JSON as the standard has it: no NaN, no Infinity. Raises ValueError."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


def structure(args: Json, name: str, error: str) -> Any:
    """An argument that is JSON, or a string of JSON, as apps may send either. None if absent."""
    value = args.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return strict_json(value)
    except ValueError as broken:
        raise Refused(error) from broken


def flag(args: Json, name: str, *, default: bool = False) -> bool:
    """A boolean argument; forms carry it as a word."""
    value = args.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() in {"1", "true"}


def read_content(args: Json, faults: Faults) -> Content:
    """Read and check a message's content. Raises Refused with Slack's codes."""
    text = args.get("text") or ""
    if not isinstance(text, str):
        raise Refused("invalid_arguments", ["[ERROR] text must be a string"])
    blocks = _blocks(args, faults)
    attachments = _attachments(args, faults)
    markdown = args.get("markdown_text")
    if markdown:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        if len(str(markdown)) > MARKDOWN_MOST:
            raise Refused("msg_too_long")
        text = str(markdown)
    if not (text or blocks or attachments):
        raise Refused("no_text")
    return Content(text[:TEXT_MOST], blocks, attachments, _metadata(args))


def _blocks(args: Json, faults: Faults) -> list[Json] | None:
    blocks = structure(args, "blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems = check_message(blocks) or list(faults.block_problems(blocks))
    if problems:
        raise refused_blocks(problems)
    return blocks


def _attachments(args: Json, faults: Faults) -> list[Json]:
    given = structure(args, "attachments", "invalid_attachments") or []
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        raise Refused("invalid_attachments")
    if len(given) > ATTACHMENTS_MOST:
        raise Refused("too_many_attachments")
    problems: list[Problem] = []
    for part in given:
        blocks = part.get("blocks") or []
        problems += check_message(blocks) or list(faults.block_problems(blocks))
    if problems:
        raise refused_blocks(problems, "invalid_attachments")
    return given


def _metadata(args: Json) -> Json | None:
    metadata = structure(args, "metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES_MOST:
        raise Refused("metadata_too_large")
    return metadata
