"""What takes back each recorded action."""

from __future__ import annotations

from bot.away import usecases as away
from bot.claims import usecases as claims
from bot.cover import usecases as cover
from bot.fairness import usecases as fairness
from bot.feeds import usecases as feeds
from bot.following import usecases as following
from bot.handover import usecases as handover
from bot.home import usecases as home
from bot.hours import usecases as hours
from bot.people import usecases as people
from bot.plan import usecases as plan
from bot.setup import usecases as setup
from bot.swaps import usecases as swaps
from bot.undo.usecases import Inverse

INVERSES: dict[str, Inverse] = {
    "claims.claim": plan.make_undo_claim(claims.undo_claim),
    "plan.share": plan.undo_share,
    "plan.decline": plan.undo_decline,
    "claims.release": claims.undo_release,
    "cover.ask": cover.undo_ask,
    "cover.take": cover.undo_take,
    "cover.free": cover.undo_free,
    "override.claim": claims.undo_override,
    "hours.pledge": hours.undo_pledge,
    "hours.log": hours.undo_log,
    "hours.pause": hours.undo_pause,
    "away.away": away.undo_away,
    "away.back": away.undo_back,
    "handover.write": handover.undo_write,
    "absence.enter": away.undo_enter,
    "home.settings": home.undo_settings,
    "swaps.swap": swaps.undo_swap,
    "swaps.takeover": swaps.undo_takeover,
    "acting.claim": swaps.undo_given,
    # what the chair and the leads did
    "people.let_in": people.undo_let_in,
    "people.decline": people.undo_decline,
    "people.add": people.undo_add,
    "people.edit": people.undo_edit,
    "people.remove": people.undo_remove,
    "following.save": following.undo_following,
    "setup.basics": setup.undo_basics,
    "setup.room": setup.undo_room,
    "setup.room.add": setup.undo_room_add,
    "setup.room.remove": setup.undo_room_remove,
    "setup.time": setup.undo_time,
    "setup.deadline": setup.undo_deadline,
    "setup.limits": fairness.undo_limits,
    "setup.department": setup.undo_department,
    "setup.account": setup.undo_account,
    "setup.duty": setup.undo_duty,
    "setup.duty.add": setup.undo_restore,
    "setup.duty.retire": setup.undo_retire,
    "setup.duty.restore": setup.undo_restore,
    "feeds.names": feeds.undo_show_names,
}
