"""What can go wrong on this side of the wire.

Refused     the Web API answers `{"ok": false, "error": …}`, as Slack would
Unanswered  Muster did not take a request, in time or at all
CannotDo    a person wants what Slack's client would not let them do
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.playground.objects import Json
from handlers.playground.rules import Problem


class Refused(Exception):
    """Slack's refusal: `error` is its code, `messages` go into response_metadata."""

    def __init__(self, error: str, messages: Sequence[str] = (), **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.more = more

    def body(self) -> Json:
        """The JSON that Slack answers with."""
        answer: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


def refused_blocks(problems: Sequence[Problem], error: str = "invalid_blocks") -> Refused:
    """The refusal of blocks with these problems; `errors` repeats them without "[ERROR]"."""
    code = next((p.error for p in problems if p.error), error)
    messages = [str(problem) for problem in problems]
    return Refused(code, messages, errors=[m.removeprefix("[ERROR] ") for m in messages])


class Unanswered(Exception):
    """Muster did not take a request. `reason` is Slack's word in x-slack-retry-reason.

    http_timeout, connection_failed or http_error; `final`: Muster asked not to be asked again.
    """

    def __init__(self, reason: str, status: int = 0, *, final: bool = False) -> None:
        super().__init__(f"{reason} {status or ''}".strip())
        self.reason = reason
        self.status = status
        self.final = final


class CannotDo(Exception):
    """A person tries what Slack's client would not let them do; the message says why."""
