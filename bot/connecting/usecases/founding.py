"""The first who sets up in a workspace that is of no task force."""

from __future__ import annotations

from bot.app import Bot
from bot.cards import Request
from bot.connecting.rules import ADOPTED, check_is_colleague
from bot.connecting.words import joining as words
from bot.installing import found_for
from bot.model import Workspace
from bot.people.rules import Standing, clean_email, standing
from bot.ports.outside import Caller, Profile, WhoIsThis
from bot.weeks import zone_name


def found_here(
    bot: Bot, caller: Caller, workspace: Workspace | None, request: Request
) -> WhoIsThis | None:
    """A task force for this workspace, if it has none; who becomes chair is decided after it.

    Raises Refusal where nobody can, or for somebody who could not become chair either.
    """
    if workspace is not None:
        return None
    if caller.platform in ADOPTED:
        raise words.served_elsewhere()
    if caller.profile is None:
        return WhoIsThis()
    check_is_colleague(standing_of(caller.profile))
    reserved = clean_email(bot.first_chair_email)
    if reserved and clean_email(caller.profile.email or "") != reserved:
        raise words.reserved()
    zone = zone_name(caller.profile.zone) or bot.zone
    found_for(bot.store, caller.platform, caller.workspace, "", zone, bot.clock.now())
    return None


def standing_of(profile: Profile) -> Standing:
    return standing(
        is_bot=profile.is_bot,
        is_stranger=profile.is_stranger,
        is_guest=profile.is_guest,
        deactivated=profile.deactivated,
    )
