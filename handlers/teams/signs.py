"""User groups and topics: Teams lets a bot set neither, without rights that Muster never asks for.

Both would take Microsoft Graph: https://learn.microsoft.com/en-us/graph/api/resources/teamworktag
(tags, TeamworkTag.ReadWrite) and https://learn.microsoft.com/en-us/graph/api/channel-patch (a
channel's description, ChannelSettings.ReadWrite). bot.following refuses to set one up there.
"""

from __future__ import annotations

from bot.errors import DeliveryFailed, Outcome

NOT_HERE = "User groups and topics cannot follow the roster in this place."


def cannot_show() -> DeliveryFailed:
    """For good."""
    return DeliveryFailed(Outcome.UNREACHABLE, NOT_HERE)
