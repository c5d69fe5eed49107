"""What a press sets going: Action.Execute, Action.Submit, dialogs, refreshing.

Shapes: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.handlers.teams.fake.checks import parts
from tests.handlers.teams.fake.seen import Control, Seen, see_card
from tests.handlers.teams.fake.wire import Answer
from tests.handlers.teams.fake.world import CARD, Json, Post

if TYPE_CHECKING:
    from tests.handlers.teams.connector import Teams
    from tests.handlers.teams.fake.person import Person

THEME = {"theme": "default"}


class CannotDo(Exception):
    """Teams does not let somebody do this."""


class Pressing:
    """One person's hand; `dialog` is what it opened."""

    def __init__(self, person: Person, teams: Teams) -> None:
        self.dialog: Seen | None = None
        self._person = person
        self._teams = teams
        self._from: Post | None = None  # whose button opened the dialog

    async def press(self, seen: Seen, control: Control, given: Json) -> None:
        if not control.is_button:
            raise CannotDo(f"“{control.label}” is no button: {control.kind}")
        action = control.part
        if action["type"] == "Action.Execute" and self._person.old:
            action = action.get("fallback")
            if not isinstance(action, dict):
                raise CannotDo("an old client shows nothing here: there is no fallback")
        kind = action["type"]
        if kind == "Action.ToggleVisibility":
            return self._toggle(seen, action)
        answers = self._answers(seen, control, given)
        if kind == "Action.Execute":
            await self._execute(seen, action, answers, "manual")
        elif kind == "Action.Submit":
            await self._submit(seen, action, answers)
        elif kind not in {"Action.ShowCard", "Action.OpenUrl"}:
            raise CannotDo(f"{kind} does nothing")
        return None

    async def refresh(self, post: Post) -> None:
        """If the card asks for it, and this person is among those it is refreshed for."""
        card = post.card_for() or {}
        wish = card.get("refresh") or {}
        if self._person.user.id in (wish.get("userIds") or ()):
            await self._execute(Seen("", (), post), wish["action"], {}, "automatic")

    def _toggle(self, seen: Seen, action: Json) -> None:
        user = self._person.user
        shown = seen.post.toggled.setdefault(user.id, {}) if seen.post else {}
        there = {part["id"]: part for part in parts(list(seen.cards)) if "id" in part}
        for target in action.get("targetElements", ()):
            name = target if isinstance(target, str) else target["elementId"]
            now = there[name].get("isVisible", True)
            wanted = None if isinstance(target, str) else target.get("isVisible")
            shown[name] = (not now) if wanted is None else wanted
        if seen.post:
            self._teams.world.touch(seen.post)
        else:
            self.dialog = see_card(seen.cards[0], user, seen.title, shown)

    # ---- kinds of buttons ----------------------------------------------------------------------

    async def _execute(self, seen: Seen, action: Json, answers: Json, trigger: str) -> None:
        if seen.post is None:
            raise CannotDo("Action.Execute does nothing in a dialog")
        done = {
            "type": "Action.Execute",
            "verb": action.get("verb", ""),
            "data": {**(action.get("data") or {}), **answers},
        }
        if "id" in action:
            done["id"] = action["id"]
        value = {"action": done, "trigger": trigger}
        answer = await self._invoke(seen.post, "adaptiveCard/action", value)
        body = answer.body if isinstance(answer.body, dict) else {}
        kind, shown = body.get("type"), body.get("value")
        if kind == CARD and isinstance(shown, dict):
            seen.post.views[self._person.user.id] = shown
            seen.post.toggled.pop(self._person.user.id, None)
            self._teams.world.touch(seen.post)
        elif kind == "application/vnd.microsoft.activity.message":
            self._person.toast = str(shown)
        elif isinstance(shown, dict):
            self._person.toast = str(shown.get("message"))

    async def _submit(self, seen: Seen, action: Json, answers: Json) -> None:
        data = action.get("data")
        value = {**data, **answers} if isinstance(data, dict) else {**answers}
        teams = value.get("msteams") or {}
        if seen.post is None:
            assert self._from is not None
            body = {"data": value, "context": THEME}
            await self._dialog(self._from, "task/submit", body)
        elif teams.get("type") == "task/fetch":
            self._from = seen.post
            await self._dialog(seen.post, "task/fetch", {"data": value, "context": THEME})
        else:
            made, post = self._teams.activities, seen.post
            root = post.root if post.room.kind == "channel" else ""
            person = self._person.user
            activity = made.submitted(person, post.room, post.id, value, root)
            await self._teams.wire.send(activity)

    async def _dialog(self, post: Post, name: str, value: Json) -> None:
        answer = await self._invoke(post, name, value)
        task = (answer.body or {}).get("task") or {}
        self.dialog = None
        if task.get("type") == "continue":
            shown = task["value"]
            card = shown["card"]["content"]
            self.dialog = see_card(card, self._person.user, shown.get("title", ""))
        elif task.get("type") == "message":
            self._person.toast = task["value"]
        self._teams.world.changed()

    async def _invoke(self, post: Post, name: str, value: Json) -> Answer:
        root = post.root if post.room.kind == "channel" else ""
        made = self._teams.activities
        activity = made.invoke(
            self._person.user, post.room, name, value, root=root, replyToId=post.id
        )
        if post.only:
            activity["recipient"]["isTargeted"] = True
        return await self._teams.wire.send(activity)

    # ---- inputs --------------------------------------------------------------------------------

    def _answers(self, seen: Seen, control: Control, given: Json) -> Json:
        """Input ids and what stands in them. Raises CannotDo as Teams's own checks do."""
        if control.part.get("associatedInputs") == "none":
            return {}
        inputs = [c for c in seen.controls if not c.is_button and self._reaches(seen, control, c)]
        answers: Json = {}
        for one in inputs:
            label = next((name for name in given if one.label.lower() == name.lower()), None)
            value = self._value(one, given.pop(label)) if label else str(one.part.get("value", ""))
            _check(one, value)
            answers[str(one.part["id"])] = value
        if given:
            there = [one.label for one in inputs]
            raise LookupError(f"There is nothing to fill in for {list(given)}; there is {there}.")
        return answers

    def _reaches(self, seen: Seen, button: Control, one: Control) -> bool:
        """An action gets the inputs of its own card and of those that this card stands in."""
        inside = any(part is button.part for part in parts(one.card))
        return one.card is button.card or inside

    def _value(self, control: Control, given: Any) -> str:
        if control.kind == "Input.ChoiceSet":
            many = given if isinstance(given, list | tuple) else [given]
            return ",".join(self._choice(control, str(one)) for one in many)
        if control.kind == "Input.Toggle":
            on, off = control.part.get("valueOn", "true"), control.part.get("valueOff", "false")
            return str(on if given else off)
        return str(given)

    def _choice(self, control: Control, title: str) -> str:
        """The value of a choice; in a people picker, the person's Entra id."""
        for choice in control.part.get("choices", ()):
            if title in {choice["title"], choice["value"]}:
                return str(choice["value"])
        picker = (control.part.get("choices.data") or {}).get("dataset", "")
        user = self._teams.world.user(title) if picker.startswith("graph.") else None
        if user is None:
            raise LookupError(f"“{title}” is no choice of {control.label}: {control.choices}")
        return user.aad


def _check(control: Control, value: str) -> None:
    """learn.microsoft.com/adaptive-cards/authoring-cards/input-validation."""
    part = control.part
    if part.get("isRequired") and not value:
        raise CannotDo(f"“{control.label}” is required: {part.get('errorMessage')}")
    if len(value) > part.get("maxLength", len(value)):
        raise CannotDo(f"“{control.label}” takes {part['maxLength']} characters at most")
    if value and not re.fullmatch(part.get("regex", ".*"), value, re.DOTALL):
        raise CannotDo(f"“{control.label}” does not take {value!r}: {part.get('errorMessage')}")
