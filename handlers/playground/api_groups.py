"""usergroups.*: https://docs.slack.dev/reference/methods?family=usergroups."""

from __future__ import annotations

from handlers.playground.api import Api, Method
from handlers.playground.content import flag
from handlers.playground.errors import Refused
from handlers.playground.objects import Json, UserGroup
from handlers.playground.state import Workspace


def group_object(ws: Workspace, group: UserGroup, *, users: bool = False) -> Json:
    """A user group as Slack answers."""
    shown: Json = {
        "id": group.id,
        "team_id": ws.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_create": group.created,
        "date_delete": group.disabled,
        "user_count": len(group.users),
    }
    return shown | {"users": list(group.users)} if users else shown


def _find(api: Api, args: Json) -> UserGroup:
    """The group of the arguments, where the workspace lets a bot change it. Raises Refused."""
    if not api.ws.groups.allowed:
        raise Refused("plan_upgrade_required")
    if not args.get("usergroup"):
        raise Refused("missing_argument")
    group = api.ws.groups.get(str(args["usergroup"]))
    if group is None:
        raise Refused("no_such_subteam")
    if group.admins_only:
        raise Refused("permission_denied")
    return group


def _list(api: Api, args: Json) -> Json:
    if not api.ws.groups.allowed:
        raise Refused("plan_upgrade_required")
    every, users = flag(args, "include_disabled"), flag(args, "include_users")
    found = [group for group in api.ws.groups.values() if every or not group.disabled]
    return {"usergroups": [group_object(api.ws, group, users=users) for group in found]}


def _update(api: Api, args: Json) -> Json:
    """Replaces everybody; never by nobody."""
    group = _find(api, args)
    ids = [part for part in str(args.get("users") or "").split(",") if part]
    if not ids:
        raise Refused("no_users_provided")
    users = [api.ws.users.get(user_id) for user_id in ids]
    if any(user is None or user.deleted or user.is_stranger for user in users):
        raise Refused("failed_for_some_users")
    if any(user and (user.is_bot or user.is_restricted) for user in users):
        raise Refused("invalid_users")
    group.users = ids
    api.ws.changed("group", group.id)
    return {"usergroup": group_object(api.ws, group, users=True)}


def _users(api: Api, args: Json) -> Json:
    return {"users": list(_find(api, args).users)}


def _enable(api: Api, args: Json) -> Json:
    return _switch(api, args, 0)


def _disable(api: Api, args: Json) -> Json:
    return _switch(api, args, api.ws.seconds())


def _switch(api: Api, args: Json, disabled: int) -> Json:
    group = _find(api, args)
    group.disabled = disabled
    api.ws.changed("group", group.id)
    return {"usergroup": group_object(api.ws, group)}


METHODS = {
    "usergroups.list": Method(_list, ("usergroups:read",)),
    "usergroups.users.list": Method(_users, ("usergroups:read",)),
    "usergroups.users.update": Method(_update, ("usergroups:write",)),
    "usergroups.enable": Method(_enable, ("usergroups:write",)),
    "usergroups.disable": Method(_disable, ("usergroups:write",)),
}
