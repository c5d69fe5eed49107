"""Old cards on a phone, and what is taken back: nothing stays behind, nobody reads nonsense."""

from __future__ import annotations

from dataclasses import replace

from bot.catalog import make_compose
from bot.claims.requests import ReleaseMany
from bot.cover.requests import (
    AskMeLater,
    FindCover,
    FindCoverForMany,
    NotMe,
    SetFree,
    TakeCover,
    TakeCoverPart,
    WithdrawCover,
)
from bot.covering import ASK, HOLDER
from bot.people.requests import RemoveMember
from bot.plain import plain_text
from bot.ports.covers import AskState, Cover
from bot.swaps.requests import AcceptSwap
from bot.turns import remake_turns
from bot.weeks import Window
from tests.bot.cast import text
from tests.bot.company import Company
from tests.bot.cover.asking import (
    asked_card,
    asks,
    cover_now,
    first,
    open_covers,
    the_cover,
)

FIRST_HALF = {"from_day": "2026-11-30", "from_time": "00:00", "to_day": "2026-12-02", "to_time": ""}


def take_part(company: Company, cover: Cover, user: str, **answers: str):
    form = company.push(user, asked_card(company, user), "Take a part")
    return company.submit(user, form, **({"hours": ""} | answers))


# ---- one person, several parts -------------------------------------------------------------------


def test_undoing_a_second_part_leaves_the_first_one_counted(company: Company, cover: Cover):
    user = first(company, cover)
    take_part(company, cover, user, **FIRST_HALF)
    [one] = company.claims_of(user)

    again = company.press(
        user,
        TakeCoverPart(cover.id, from_day="2026-12-03", to_day="2026-12-04"),
    )
    assert len(company.claims_of(user)) == 2, text(again)
    company.push(user, again, "Undo")
    assert [claim.id for claim in company.claims_of(user)] == [one.id]
    mine = asks(company, cover)[user]
    assert (mine.state, mine.minutes) == (AskState.TOOK, one.minutes)


def test_an_old_not_me_takes_nothing_from_who_took_a_part(company: Company, cover: Cover):
    user = first(company, cover)
    take_part(company, cover, user, **FIRST_HALF)
    before = asks(company, cover)[user]
    for request in (NotMe(cover.id), AskMeLater(cover.id)):
        said = text(company.press(user, request))
        assert said.startswith("You took a part of Copywriting.")
        assert "My turns" in said
    assert asks(company, cover)[user] == before


def test_a_part_comes_back_to_a_holder_who_kept_the_rest(company: Company, cover: Cover):
    user = first(company, cover)
    reply = take_part(company, cover, user, **FIRST_HALF)
    company.press("ada", WithdrawCover(cover.id))
    company.push(user, reply, "Undo")
    told = plain_text(company.told(company.ids["ada"])[-1])
    assert "yours again, and I go on looking for cover" in told
    [again] = open_covers(company)
    [part] = [c for c in company.claims_of("ada") if c.span.overlaps(again.span)]
    assert part.span == again.span
    assert asks(company, again, AskState.ASKED).keys() - {user}


# ---- nobody is wanted any more -------------------------------------------------------------------


def test_find_cover_where_others_hold_it_by_now_gives_it_back_instead(company: Company):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    before = company.say("ada", "release copywriting")
    company.hold(company.ids["uma"], company.turn("Copywriting", 1), 360)
    reply = company.push("ada", before, "Find cover")
    assert text(reply).startswith("Nobody is wanted in your place for Copywriting.")
    assert open_covers(company) == []
    assert company.deliveries(ASK) == []
    company.push("ada", reply, "Give it back")
    assert company.claims_of("ada") == []


def test_of_several_only_those_are_asked_for_that_somebody_wants(company: Company):
    for words in ("copywriting next week", "vimeo next week"):
        company.say("ada", f"claim {words}")
    company.at(23, 10)
    ids = tuple(claim.id for claim in company.claims_of("ada"))
    company.hold(company.ids["uma"], company.turn("Copywriting", 1), 360)
    reply = company.press("ada", FindCoverForMany(claims=ids))
    assert text(reply).startswith("I am looking for cover for one turn.")
    assert "Copywriting: nobody is wanted in your place. [Give it back]" in text(reply)
    assert "You hold it until somebody takes it" in text(reply)
    assert len(open_covers(company)) == 1
    assert "Nobody is wanted in your place for Copywriting." in text(
        company.press("ada", FindCoverForMany(claims=ids[1:]))
    )


def test_of_two_parts_of_one_turn_the_second_is_wanted_once_the_first_is_given(company: Company):
    """Each alone could go; both would leave a hole that nobody is asked about."""
    turn = company.turn("Copywriting", 1)
    middle = turn.span.start + (turn.span.end - turn.span.start) / 2
    parts = (replace(turn.span, end=middle), replace(turn.span, start=middle))
    ids = tuple(company.hold(company.ids["ada"], turn, 120, part) for part in parts)
    company.hold(company.ids["uma"], turn, 240)
    company.press("ada", ReleaseMany(claims=ids))
    assert len(company.claims_of("ada")) == 1


# ---- old buttons ---------------------------------------------------------------------------------


def test_set_free_pressed_late_says_what_is_true(company: Company, cover: Cover):
    [claim] = company.claims_of("ada")
    company.press(first(company, cover), TakeCover(cover.id))
    said = text(company.press("farah", SetFree(claim=claim.id)))
    assert said.startswith("There is nothing of Copywriting left to set free.")
    assert "Who holds it" in said
    assert "no longer on the roster" not in said


def test_an_undo_of_what_moved_on_says_so(company: Company, cover: Cover):
    reply = company.press(first(company, cover), TakeCover(cover.id))
    user = first_holder(company)
    [claim] = company.claims_of(user)
    with company.write() as tx:
        tx.claims.release(claim.id, company.clock.now())
    said = text(company.push(user, reply, "Undo"))
    assert "This can no longer be undone." in said
    assert "Who holds it" in said


def first_holder(company: Company) -> str:
    with company.read() as tx:
        [claim] = tx.roster.find_turn(company.turn("Copywriting", 1).id).claims
    return next(user for user, key in company.ids.items() if key == claim.member_id)


# ---- messages ------------------------------------------------------------------------------------


def test_a_question_that_was_answered_before_it_was_said_is_not_said(
    company: Company, cover: Cover
):
    """Slack was down, and they saw it on the roster meanwhile."""
    user = first(company, cover)
    company.press(user, NotMe(cover.id))
    compose = make_compose(company.bot.store, company.clock)
    assert [compose(one) for one in company.asked(ASK)[user]] == [None]


def test_the_holder_is_not_woken_to_read_how_it_stands(company: Company):
    """A night turn: everybody is asked a day before it, which is at night as well."""
    with company.write() as tx:
        duty = tx.roster.find_duty(company.duty_id("Answer candidates"))
        changed = replace(duty, windows=(Window(3, 3 * 60, 6 * 60),), clearances=())
        tx.roster.change_duty(duty.id, windows=changed.windows, clearances=())
        remake_turns(tx, changed, company.clock.now())
    company.hold(company.ids["luan"], company.turn("Answer candidates", 1), 60)
    company.at(23, 10)
    [claim] = company.claims_of("luan")
    company.press("luan", FindCover(claim=claim.id))
    assert the_cover(company)
    company.travel(32, 12)  # the day before, which is Wednesday 2 December
    told = company.asked(HOLDER).get("luan", [])
    assert told
    for delivery in told:
        local = company.local("luan", delivery.due_at)
        assert 8 <= local.hour < 20, local


# ---- what ended with a change that is undone -----------------------------------------------------


def still_asked_for(company: Company, cover: Cover) -> None:
    assert len(company.claims_of("ada")) == 1
    assert [one.id for one in open_covers(company)] == [cover.id]
    company.travel(23, 12)
    assert asks(company, cover, AskState.ASKED)


def test_cover_is_asked_for_again_where_setting_free_is_undone(company: Company, cover: Cover):
    [claim] = company.claims_of("ada")
    free = company.press("farah", SetFree(claim=claim.id))
    assert open_covers(company) == []
    company.push("farah", free, "Undo")
    assert "I go on looking for cover." in plain_text(company.told(company.ids["ada"])[-1])
    still_asked_for(company, cover)


def test_and_where_taking_over_is_undone(company: Company, cover: Cover):
    reply = company.say("farah", "claim copywriting next week from ada")
    assert open_covers(company) == []
    company.push("farah", reply, "Undo")
    still_asked_for(company, cover)


def test_and_where_an_exchange_is_undone(company: Company, cover: Cover):
    company.say("bao", "claim linkedin next week 2h")
    company.say("ada", "swap copywriting with bao for linkedin")
    done = company.press("bao", AcceptSwap(swap=1))
    assert open_covers(company) == []
    company.push("bao", done, "Undo")
    still_asked_for(company, cover)


def test_nobody_takes_it_from_who_left_came_back_and_took_it_again(company: Company):
    company.say("luan", "claim copywriting next week")
    removed = company.press("farah", RemoveMember(member=company.ids["luan"]))
    [cover] = open_covers(company)
    company.push("farah", removed, "Undo")
    company.say("luan", "claim copywriting next week")
    assert open_covers(company) == []
    assert cover_now(company, cover).state == "ended"
    company.press("uma", TakeCover(cover.id))
    assert len(company.claims_of("luan")) == 1


# ---- more than before ----------------------------------------------------------------------------


def test_undoing_that_more_was_asked_for_leaves_what_was_asked_before(company: Company):
    company.say("ada", "claim copywriting next week")
    company.at(23, 10)
    [claim] = company.claims_of("ada")
    whole = claim.span
    middle = whole.start + (whole.end - whole.start) / 2
    first_half = FindCover(claim.id, whole.start.isoformat(), middle.isoformat(), "note one")
    company.press("ada", first_half)
    second = company.press(
        "ada", FindCover(claim.id, middle.isoformat(), whole.end.isoformat(), "note two")
    )
    [cover] = open_covers(company)
    assert (cover.span, cover.note) == (whole, "note two")
    reply = company.push("ada", second, "Undo")
    assert "Nobody has taken Copywriting yet." in text(reply)
    [cover] = open_covers(company)
    assert (cover.span, cover.note) == (replace(whole, end=middle), "note one")


def test_hours_for_several_stretches_are_taken_once(company: Company, cover: Cover):
    """The middle of it went to somebody else: an hour of what is left is not an hour of each."""
    company.press("uma", TakeCoverPart(cover.id, from_day="2026-12-02", to_day="2026-12-03"))
    taken = TakeCoverPart(cover.id, hours="1", from_day="2026-11-30", to_day="2026-12-05")
    company.press("jun", taken)
    claims = company.claims_of("jun")
    assert len(claims) == 2
    assert sum(claim.minutes for claim in claims) == 60
