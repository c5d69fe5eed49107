"""The one door for people: words, a button or a form → request → use-case → Reply. Never raises."""

from __future__ import annotations

import secrets
from typing import Any

import structlog

from bot import catalog
from bot.app import Bot, Visit
from bot.buttons import UnreadableError
from bot.cards import Button, Card, Code, Controls, Reply, Request, Text
from bot.catalog import Entry, Who
from bot.connecting.rules import ADOPTED
from bot.connecting.words.joining import nowhere_yet, served_elsewhere
from bot.errors import Collided, Refusal, Repeated
from bot.home.requests import OpenHome
from bot.installing import regained
from bot.model import Member, MemberState, Role
from bot.people.usecases import meet
from bot.places import platform_name
from bot.ports.outside import Caller, Heard, WhoIsThis

TRIES = 3  # of a request that meets others that change the same things
log = structlog.get_logger()


class _StrangerError(Exception):
    """Leaves the transaction without a trace: the same request comes again, with a profile."""


class _LostError(Exception):
    """Leaves the transaction without a trace: a workspace that was given up has spoken again."""


class _OnlyLookedError(Exception):
    """Leaves the transaction without a trace: only the form was wanted."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.form = reply.form


def answer(bot: Bot, caller: Caller, heard: Heard) -> Reply | WhoIsThis:
    """What the caller gets back, whatever happens below."""
    try:
        return _answer_in_the_end(bot, caller, heard)
    except _StrangerError:
        return WhoIsThis()
    except _OnlyLookedError as looked:
        return Reply(form=looked.form)
    except Refusal as refusal:
        log.info("Said no to a request.", action="refused", code=refusal.code)
        return _refused(refusal, heard)
    except Repeated:
        log.info("A request came again and was handled once.", action="repeated")
        return Reply()
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("A request failed.", action="failed", reference=reference)
        return Reply(card=_sorry(reference))


def _answer_in_the_end(bot: Bot, caller: Caller, heard: Heard) -> Reply | WhoIsThis:
    for _ in range(TRIES - 1):
        try:
            return _answer(bot, caller, heard)
        except Collided:
            log.info("A request met another one and is done once more.", action="collided")
        except _LostError:
            _meet(bot, caller)
    return _answer(bot, caller, heard)


def _answer(bot: Bot, caller: Caller, heard: Heard) -> Reply | WhoIsThis:
    try:
        request = _read(bot, heard)
    except Refusal:
        if bot.workspace(caller.platform, caller.workspace) is None:
            return _nowhere(caller)
        raise
    entry = catalog.ENTRIES[type(request)]
    if entry.before is not None:
        if heard.again:
            return Reply()  # what comes before a task force is known opens no form
        here = bot.workspace(caller.platform, caller.workspace)
        early = entry.before(bot, caller, here, request)
        if early is not None:
            return early
    if caller.profile is not None:
        _meet(bot, caller)
    return _inside(bot, caller, entry, request, again=heard.again)


def _nowhere(caller: Caller) -> Reply:
    """In a workspace of no task force. Raises Refusal where there can be none."""
    if caller.platform in ADOPTED:
        raise served_elsewhere()
    return Reply(card=nowhere_yet(platform_name(caller.platform)))


def _inside(
    bot: Bot, caller: Caller, entry: Entry, request: Request, *, again: bool
) -> Reply | WhoIsThis:
    store, where, now = bot.store, (caller.platform, caller.workspace), bot.clock.now()
    opened = store.read_in(*where) if entry.reads else store.write_in(*where, caller.once, now)
    with opened as entered:
        if entered is None:
            return _nowhere(caller)
        workspace, tx = entered
        if workspace.lost_at is not None:
            raise _LostError
        member = tx.people.find_by_identity(workspace.id, caller.user)
        if member is None and caller.profile is None:
            raise _StrangerError
        visit = Visit(bot, caller, workspace, tx.task_force, member, now)
        check_may(entry, visit)
        # where they were last is written only when it is another place
        moved = member.id if member and member.last_workspace_id != workspace.id else 0
        if moved and not entry.reads:
            tx.people.change(moved, last_workspace_id=workspace.id)
        reply = entry.run(tx, visit, request)
        if again:
            raise _OnlyLookedError(reply)
    if moved and entry.reads:
        with store.write(workspace.task_force_id, now=now) as tx:
            tx.people.change(moved, last_workspace_id=workspace.id)
    return reply


def _meet(bot: Bot, caller: Caller) -> None:
    """The workspace is heard of again, and whoever comes with a profile is known by it."""
    now = bot.clock.now()
    with bot.store.write_in(caller.platform, caller.workspace, now=now) as entered:
        if entered is None:
            return
        workspace, tx = entered
        regained(tx, workspace, now)
        if caller.profile is not None:
            meet(tx, workspace, caller.profile, now)


def _read(bot: Bot, heard: Heard) -> Request:
    if heard.words is not None:
        return catalog.read_words(heard.words)
    if heard.home:
        return OpenHome()
    encoded = heard.pressed if heard.pressed is not None else heard.submitted
    try:
        return bot.codec.decode(encoded or "", heard.answers)
    except UnreadableError as error:
        raise _unreadable(error, heard) from error


def _unreadable(error: UnreadableError, heard: Heard) -> Refusal:
    at_fault = next((name for name in error.fields if name in (heard.answers or {})), None)
    if at_fault:
        return Refusal(
            "bad_value",
            "This value does not fit here.",
            instead="Please correct it and send the form again.",
            field=at_fault,
        )
    return Refusal(
        "old_button",
        "This button no longer works.",
        "It is from an older message, or was changed on its way here.",
        "Type `/muster` to see everything as it is now.",
    )


def check_may(entry: Entry, visit: Visit) -> None:
    """Rights are looked at now, not when the button was drawn. Raises Refusal."""
    if entry.who is Who.ANYONE:
        return
    me = _active(visit)
    if entry.who is Who.CHAIR and me.role is not Role.CHAIR:
        raise Refusal(
            "chair_only",
            "Only the chair can do this.",
            f"Your role is {me.role}.",
            "Ask the chair; `/muster help` names what you can do.",
        )
    if entry.who is Who.LEADS and me.role not in (Role.CHAIR, Role.LEAD):
        raise Refusal(
            "leads_only",
            "Only the chair or a department lead can do this.",
            f"Your role is {me.role}.",
            "Ask your department's lead.",
        )


def _active(visit: Visit) -> Member:
    if visit.member and visit.member.state is MemberState.ASKED:
        raise Refusal(
            "waiting",
            "Your request to join is waiting.",
            "The chair or your department's lead says yes in one tap.",
            "You will get a message as soon as that has happened.",
        )
    return visit.me


def _refused(refusal: Refusal, heard: Heard) -> Reply:
    if heard.submitted is not None and heard.answers:
        name = refusal.field if refusal.field in heard.answers else next(iter(heard.answers))
        sentences = (refusal.what, refusal.why, refusal.instead)
        said = " ".join(s for s in sentences if s)
        return Reply(errors={name: said.replace("`", "")})  # beside an input there is no markup
    return Reply(card=refusal_card(refusal))


def refusal_card(refusal: Refusal) -> Card:
    """What happened, why, and what to do instead."""
    rest: list[Any] = [Text(_with_code(s)) for s in (refusal.why, refusal.instead) if s]
    if refusal.offers:
        rest.append(Controls(tuple(Button(o.label, o.request) for o in refusal.offers)))  # type: ignore[arg-type]  # offers hold requests; errors cannot name them
    return Card(refusal.what, tuple(rest))


def _with_code(sentence: str) -> tuple[Any, ...]:
    """`words between back-quotes` are an example to copy."""
    parts = sentence.split("`")
    return tuple(Code(p) if i % 2 else p for i, p in enumerate(parts) if p)


def _sorry(reference: str) -> Card:
    return Card(
        "Something went wrong, and nothing was changed.",
        (
            Text(
                ("Please try again. If it stays, give your admin this reference: ", Code(reference))
            ),
        ),
    )
