"""users.*, bots.info, team.info, auth.test, api.test, apps.connections.open, blocks.validate."""

from __future__ import annotations

from handlers.playground.api import Api, Method
from handlers.playground.api_rooms import find_user, page
from handlers.playground.content import flag, structure
from handlers.playground.errors import Refused
from handlers.playground.objects import Json, User
from handlers.playground.payloads import bot_object, user_object
from handlers.playground.rules import Problem
from handlers.playground.rules_payload import check_message, check_view


def _shown(api: Api, user: User, args: Json) -> Json:
    shown = user_object(api.ws, user, email="users:read.email" in api.manifest.scopes)
    return shown | {"locale": "en-GB"} if flag(args, "include_locale") else shown


def _info(api: Api, args: Json) -> Json:
    return {"user": _shown(api, find_user(api, args.get("user")), args)}


def _by_email(api: Api, args: Json) -> Json:
    """The active user with this address, as Slack compares them: without regard to case."""
    email = str(args.get("email") or "").strip().lower()
    for user in api.ws.users.values():
        if email and user.email.lower() == email and not (user.deleted or user.is_stranger):
            return {"user": _shown(api, user, args)}
    raise Refused("users_not_found")


def _list(api: Api, args: Json) -> Json:
    found, more = page(args, list(api.ws.users.values()), default=1000)
    shown = [_shown(api, user, args) for user in found]
    return {"members": shown, "cache_ts": api.ws.seconds(), **more}


def _bot(api: Api, args: Json) -> Json:
    if str(args.get("bot") or api.ws.bot_id) != api.ws.bot_id:
        raise Refused("bot_not_found")
    return {"bot": bot_object(api.ws)}


def _team(api: Api, _args: Json) -> Json:
    team = {"id": api.ws.team_id, "name": api.ws.name, "domain": api.ws.domain}
    return {"team": team | {"email_domain": "", "icon": {}}}


def _auth(api: Api, _args: Json) -> Json:
    return {
        "url": f"{api.ws.base}/",
        "team": api.ws.name,
        "user": api.ws.bot.handle,
        "team_id": api.ws.team_id,
        "user_id": api.ws.bot.id,
        "bot_id": api.ws.bot_id,
        "is_enterprise_install": False,
    }


def _test(_api: Api, args: Json) -> Json:
    if error := args.get("error"):
        raise Refused(str(error), args=args)
    return {"args": args}


def _connect(api: Api, _args: Json) -> Json:
    return {"url": api.sockets.invite()}


def _validate(_api: Api, args: Json) -> Json:
    """docs.slack.dev/reference/methods/blocks.validate: exactly one of three, form-encoded."""
    given = [name for name in ("blocks", "view", "message") if args.get(name)]
    if len(given) != 1:
        message = "must provide exactly one of `blocks`, `view`, or `message`"
        raise Refused("invalid_arguments", [message])
    name = given[0]
    value = structure(args, name, "invalid_arguments")
    if name == "view":
        kind = value.get("type") if isinstance(value, dict) else ""
        problems = check_view(value, "home" if kind == "home" else "modal")
    else:
        blocks = value.get("blocks", []) if isinstance(value, dict) else value
        problems = check_message(blocks)
    if problems:
        cut = {"blocks": "/blocks", "view": "/view", "message": ""}[name]
        raise Refused("invalid_blocks", errors=[_error(p, cut) for p in problems])
    return {}


def _error(problem: Problem, cut: str) -> Json:
    return {
        "code": "failed_constraint",
        "message": problem.message,
        "pointer": problem.pointer.removeprefix(cut),
        "constraint": {"type": problem.kind, "expected": problem.expected},
    }


METHODS = {
    "users.info": Method(_info, ("users:read",)),
    "users.lookupByEmail": Method(_by_email, ("users:read.email",)),
    "users.list": Method(_list, ("users:read",)),
    "bots.info": Method(_bot, ("users:read",)),
    "team.info": Method(_team, ("team:read",)),
    "auth.test": Method(_auth),
    "api.test": Method(_test, caller="anyone"),
    "apps.connections.open": Method(_connect, caller="app"),
    "blocks.validate": Method(_validate, caller="anyone", form_only=True),
}
