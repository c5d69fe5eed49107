"""views.*: https://docs.slack.dev/reference/methods?family=views."""

from __future__ import annotations

from handlers.playground.api import Api, Method
from handlers.playground.api_rooms import find_user
from handlers.playground.content import structure
from handlers.playground.errors import Refused, refused_blocks
from handlers.playground.objects import Json, View
from handlers.playground.payloads import view_object
from handlers.playground.rules_payload import check_view, view_too_large
from handlers.playground.tickets import Trigger

STACK_MOST = 3  # views on top of each other: docs.slack.dev/surfaces/modals


def _content(api: Api, args: Json, surface: str, known: View | None = None) -> Json:
    """The view of the arguments, checked. Raises Refused with Slack's codes."""
    view = structure(args, "view", "invalid_arguments")
    problems = check_view(view, surface)
    if not problems:
        problems = list(api.faults.block_problems(view["blocks"], "/view/blocks"))
    if problems:
        raise refused_blocks(problems, "invalid_arguments")
    content: Json = view
    if view_too_large(content):
        raise Refused("view_too_large")
    name = content.get("external_id")
    if name and any(
        v.content.get("external_id") == name and v is not known for v in api.ws.views()
    ):
        raise Refused("duplicate_external_id")
    return content


def _check_hash(view: View | None, args: Json) -> None:
    if args.get("hash") and view is not None and args["hash"] != view.hash:
        raise Refused("hash_conflict")


def _shown(api: Api, view: View) -> Json:
    return {"view": view_object(api.ws, view)}


def _trigger(api: Api, args: Json) -> Trigger:
    trigger_id = str(args.get("trigger_id") or "")
    if not trigger_id:
        messages = ["[ERROR] missing required field: trigger_id [json-pointer:/]"]
        raise Refused("invalid_arguments", messages)
    return api.triggers.redeem(trigger_id)


def _open(api: Api, args: Json) -> Json:
    content = _content(api, args, "modal")
    trigger = _trigger(api, args)
    api.ws.close_modal(trigger.user, everything=True)
    return _put(api, trigger, content)


def _push(api: Api, args: Json) -> Json:
    content = _content(api, args, "modal")
    trigger = _trigger(api, args)
    stack = api.ws.users[trigger.user].modals
    if trigger.view not in {view.id for view in stack}:
        pointer = "[json-pointer:/view/type]"
        message = "must match the `type` of the root view whose stack we're pushing onto"
        raise Refused("invalid_arguments", [f"[ERROR] {message} {pointer}"])
    if len(stack) >= STACK_MOST:
        raise Refused("push_limit_reached")
    return _put(api, trigger, content)


def _put(api: Api, trigger: Trigger, content: Json) -> Json:
    view = api.ws.new_view(trigger.user, content)
    view.room = trigger.room
    api.ws.show_modal(view)
    return _shown(api, view)


def _update(api: Api, args: Json) -> Json:
    view = _known(api, args)
    if view is None:
        raise Refused("not_found")
    _check_hash(view, args)
    content = _content(api, args, str(view.content["type"]), view)
    api.ws.fill_view(view, content)
    api.ws.changed(str(view.content["type"]), view.owner)
    return _shown(api, view)


def _known(api: Api, args: Json) -> View | None:
    if args.get("view_id"):
        return api.ws.view(str(args["view_id"]))
    name = args.get("external_id")
    named = (v for v in api.ws.views() if v.content.get("external_id") == name)
    return next(named, None) if name else None


def _publish(api: Api, args: Json) -> Json:
    if not api.manifest.home_tab:
        raise Refused("not_enabled")
    user = find_user(api, args.get("user_id"))
    _check_hash(user.home, args)
    content = _content(api, args, "home", user.home)
    if user.home is None:
        user.home = api.ws.new_view(user.id, content)
    else:
        api.ws.fill_view(user.home, content)
    api.ws.changed("home", user.id)
    return _shown(api, user.home)


METHODS = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
