"""What people do with their fingers: press, choose, fill in, submit, close.

https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from typing import Any

from handlers.playground.blocktree import controls
from handlers.playground.errors import CannotDo, Refused, Unanswered, refused_blocks
from handlers.playground.inputs import STATELESS, entry, initial_values, objections
from handlers.playground.manifest import Manifest
from handlers.playground.objects import Json, Message, User, Values, View
from handlers.playground.payloads import interaction, message_object, place, view_object
from handlers.playground.rules_payload import check_view
from handlers.playground.state import Workspace
from handlers.playground.tickets import ResponseUrls, Triggers
from handlers.playground.wire import Wire

TROUBLE = "We had some trouble connecting. Try again?"
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."
STACK_MOST = 3  # views on top of each other: docs.slack.dev/surfaces/modals
QUERY_LEAST = 3  # characters typed before an external menu asks: select-menu-element


class Touch:
    """Pressing and filling in. `where` is the message or the view that holds the element."""

    def __init__(
        self, ws: Workspace, manifest: Manifest, wire: Wire, tickets: tuple[Triggers, ResponseUrls]
    ) -> None:
        self._ws = ws
        self._manifest = manifest
        self._wire = wire
        self._triggers, self._urls = tickets

    # ---- elements ------------------------------------------------------------------------------

    def values(self, user: User, where: Message | View) -> Values:
        """What this person has entered there so far, initial values included."""
        if isinstance(where, View):
            known, held = initial_values(where.blocks, where.room), where.values
        else:
            known, held = initial_values(where.blocks), where.entered.get(user.id, {})
        for block_id, entries in known.items():
            kept = held.get(block_id, {})
            entries |= {action: kept[action] for action in entries if action in kept}
        if isinstance(where, View):
            where.values = known
        else:
            where.entered[user.id] = known
        return known

    def enter(
        self, user: User, where: Message | View, block_id: str, action_id: str, given: Any
    ) -> Json:
        """Fill in one element, without telling Muster. Returns the state value."""
        _, element = self._find(user, where, block_id, action_id)
        value = entry(self._ws, element, given)
        self.values(user, where).setdefault(block_id, {})[action_id] = value
        if isinstance(where, View):
            where.errors.pop(block_id, None)
            self._ws.changed("home" if where.content["type"] == "home" else "modal", user.id)
        else:
            self._ws.changed("message", where.channel)
        return value

    async def press(
        self, user: User, where: Message | View, block_id: str, action_id: str, given: Any = None
    ) -> None:
        """Press a button, or choose in a menu or picker, and tell Muster.

        An element of an input block is only filled in, unless the block has dispatch_action.
        `given` is as in inputs.entry; a feedback element takes "positive" or "negative".
        """
        block, element = self._find(user, where, block_id, action_id)
        action: Json = {"type": element["type"], "block_id": block_id, "action_id": action_id}
        if element["type"] in STATELESS - {"overflow"}:
            action |= _pressed(element, given)
        elif element["type"] == "overflow":
            action |= entry(self._ws, element, given)
        else:
            action |= self.enter(user, where, block_id, action_id, given)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return
        await self._act(user, where, action | {"action_ts": self._ws.next_ts()})

    async def _act(self, user: User, where: Message | View, action: Json) -> None:
        payload = interaction(self._ws, "block_actions", user) | self._place(user, where)
        view = where.id if isinstance(where, View) else ""
        room = where.room if isinstance(where, View) else where.channel
        payload["trigger_id"] = self._triggers.issue(user.id, room, view)
        payload["actions"] = [action]
        if isinstance(where, Message):
            payload["state"] = {"values": self.values(user, where)}
            payload["response_url"] = self._urls.issue(user.id, where.channel, where.ts)
        await self._send(user, where, payload)

    async def options(
        self, user: User, where: Message | View, block_id: str, action_id: str, typed: str
    ) -> list[Json]:
        """The options that Muster offers in an external menu for what was typed.

        Empty, and Muster is not asked, below the menu's min_query_length. Raises Unanswered.
        """
        _, element = self._find(user, where, block_id, action_id)
        if len(typed) < element.get("min_query_length", QUERY_LEAST):
            return []
        payload = interaction(self._ws, "block_suggestion", user) | self._place(user, where)
        payload |= {"block_id": block_id, "action_id": action_id, "value": typed}
        body = (await self._wire.ask("interactive", payload)).body or {}
        groups = body.get("option_groups") or []
        return [*(body.get("options") or []), *(o for g in groups for o in g.get("options", []))]

    # ---- views ---------------------------------------------------------------------------------

    async def submit(self, user: User, view: View) -> None:
        """Press a form's submit button. What is missing or wrong is shown in `view.errors`."""
        self._on_top(user, view)
        values = self.values(user, view)
        view.errors = objections(view.blocks, values)
        if view.errors:
            self._ws.changed("modal", user.id)
            return
        payload = interaction(self._ws, "view_submission", user)
        payload |= {
            "trigger_id": self._triggers.issue(user.id, view.room, view.id),
            "view": view_object(self._ws, view),
            "response_urls": self._response_urls(user, view),
        }
        body = await self._send(user, view, payload)
        if body is None:
            return
        try:
            self._follow(user, view, body)
        except Refused as refused:
            view.trouble = f"{TROUBLE} ({refused.error})"
        self._ws.changed("modal", user.id)

    async def close(self, user: User, view: View, *, everything: bool = False) -> None:
        """Close a form, or with `everything` the whole stack (the cross in the corner)."""
        self._on_top(user, view)
        whole = everything or bool(view.content.get("clear_on_close"))
        gone = list(reversed(user.modals)) if whole else [view]
        self._ws.close_modal(user.id, everything=whole)
        for each in gone:
            if each.content.get("notify_on_close"):
                payload = interaction(self._ws, "view_closed", user)
                payload |= {"view": view_object(self._ws, each), "is_cleared": whole}
                await self._send(user, each, payload)

    def _follow(self, user: User, view: View, body: Json) -> None:
        """Do what the answer to a submission says. Raises Refused if it cannot be done."""
        action = body.get("response_action")
        if action == "errors":
            self._show_errors(view, body.get("errors"))
        elif action == "clear":
            self._ws.close_modal(user.id, everything=True)
        elif action in {"update", "push"}:
            content = body.get("view")
            problems = check_view(content, "modal")
            if problems or not isinstance(content, dict):
                raise refused_blocks(problems, "invalid_arguments")
            if action == "update":
                self._ws.fill_view(view, content)
            elif len(user.modals) >= STACK_MOST:
                raise Refused("push_limit_reached")
            else:
                fresh = self._ws.new_view(user.id, content)
                fresh.room = view.room
                self._ws.show_modal(fresh)
        elif action is not None:
            raise Refused("invalid_arguments")
        elif user.modals and user.modals[-1] is view:
            self._ws.close_modal(user.id)

    def _show_errors(self, view: View, errors: Any) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise Refused("invalid_arguments")
        view.errors = {str(block): str(sentence) for block, sentence in errors.items()}

    def _response_urls(self, user: User, view: View) -> list[Json]:
        urls = []
        for block, element in controls(view.blocks):
            if element.get("response_url_enabled"):
                state = view.values[block["block_id"]][element["action_id"]]
                room = state.get("selected_conversation") or state.get("selected_channel")
                if room:
                    urls.append(
                        {
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                            "channel_id": room,
                            "response_url": self._urls.issue(user.id, room),
                        }
                    )
        return urls

    # ---- together ------------------------------------------------------------------------------

    async def _send(self, user: User, where: Message | View, payload: Json) -> Json | None:
        """Send; on failure say so where the person looks, and return None."""
        trouble, body = "", None
        if not self._manifest.interactive:
            trouble = NOT_INTERACTIVE
        else:
            try:
                body = (await self._wire.ask("interactive", payload)).body or {}
            except Unanswered:
                trouble = TROUBLE
        if isinstance(where, View):
            where.trouble = trouble
            self._ws.changed("home" if where.content["type"] == "home" else "modal", user.id)
        else:
            where.trouble.pop(user.id, None)
            if trouble:
                where.trouble[user.id] = trouble
            self._ws.changed("message", where.channel)
        return body

    def _place(self, user: User, where: Message | View) -> Json:
        if isinstance(where, View):
            self.values(user, where)
            shown = view_object(self._ws, where)
            return {"container": {"type": "view", "view_id": where.id}, "view": shown}
        ephemeral = where.ephemeral_for is not None
        container = {
            "type": "message",
            "message_ts": where.ts,
            "channel_id": where.channel,
            "is_ephemeral": ephemeral,
        }
        if where.thread_ts:
            container["thread_ts"] = where.thread_ts
        found: Json = {
            "container": container,
            "channel": place(self._ws.channels[where.channel]),
        }
        return found if ephemeral else found | {"message": message_object(self._ws, where)}

    def _find(
        self, user: User, where: Message | View, block_id: str, action_id: str
    ) -> tuple[Json, Json]:
        """The block and element, if this person can reach them. Raises CannotDo."""
        if user.deleted:
            raise CannotDo(f"{user.name} is deactivated.")
        if isinstance(where, View) and all(v is not where for v in (*user.modals, user.home)):
            raise CannotDo("That view is no longer on the screen.")
        if isinstance(where, Message) and not self._ws.can_see(user.id, where):
            raise CannotDo(f"{user.name} cannot see that message.")
        for block, element in controls(where.blocks):
            if block["block_id"] == block_id and element["action_id"] == action_id:
                return block, element
        raise CannotDo("That control is no longer there.")

    def _on_top(self, user: User, view: View) -> None:
        if not user.modals or user.modals[-1] is not view:
            raise CannotDo("That form is not on top of the screen.")


def _pressed(element: Json, given: Any) -> Json:
    """What a button adds to an action."""
    source = element
    if element["type"] == "feedback_buttons":
        source = element[f"{given or 'positive'}_button"]
    kept = ("text", "value", "style", "url", "confirm")
    return {key: source[key] for key in kept if key in source}
