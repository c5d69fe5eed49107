"""The playground's web page for people, made with NiceGUI.

mounting.py      mount_page: puts the page onto the playground's server; start reading here
screen.py        one browser tab: clock on top, up to three people side by side
pane.py          one person's view: sidebar.py, conversation.py, home.py, modal.py, dialogs.py
conversation.py  what was said (message.py) and the field to answer (composer.py)
blocks.py        Slack's blocks; controls.py, menus.py, forms.py, figures.py draw what is in them
mrkdwn.py, rich.py  text to HTML: the only places where HTML is made from what people wrote
finder.py, listbox.py  choosing by typing; tags.py plain HTML elements
clockbar.py, travel.py  the clock and how it is moved; faultspanel.py what can be broken

Importing `handlers.playground.page` imports nothing of NiceGUI; call `mount_page` for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.playground.page.mounting import mount_page

__all__ = ["mount_page"]


def __getattr__(name: str) -> object:
    """`mount_page`, imported when it is asked for."""
    if name == "mount_page":
        from handlers.playground.page import mounting  # noqa: PLC0415, NiceGUI is heavy

        return mounting.mount_page
    raise AttributeError(name)
