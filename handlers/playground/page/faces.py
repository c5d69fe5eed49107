"""Who is who at a glance: initials on a colour that stays theirs, and Muster's own sign."""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from handlers.playground.page.tags import Tag, markup

HUES = 8  # colours in assets/look.css: .hue-0 to .hue-7, each readable under white letters
SIGN = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true">'
    '<rect width="32" height="32" rx="9" fill="#0f6b57"/>'
    '<g stroke="#fff" stroke-width="2.6" stroke-linecap="round" fill="none">'
    '<path d="M14 9.5h10M14 16h10M14 22.5h6"/><path d="M7.2 9.6l1.3 1.4 2.3-2.8"/>'
    '<path d="M7.2 16.1l1.3 1.4 2.3-2.8"/></g><circle cx="9" cy="22.5" r="1.9" fill="#f2c14e"/>'
    "</svg>"
)


def sign(cls: str = "") -> None:
    """Muster's sign: a roll with two ticked and one still open."""
    markup(SIGN, tag="span", cls=f"face sign {cls}")


def face(name: str, cls: str = "", *, bot: bool = False) -> None:
    """A person's initials, or the sign; says nothing to screen readers."""
    if bot:
        sign(cls)
        return
    hue = int(hashlib.sha256(name.encode()).hexdigest(), 16) % HUES
    letters = "".join(word[0] for word in name.split()[:2]).upper() or "?"
    Tag("span", letters, cls=f"face hue-{hue} {cls}", aria_hidden="true")
