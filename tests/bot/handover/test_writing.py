"""What is open is written, corrected, taken back; whoever comes next sees it, at once if they can.

Ada holds the Facebook page this week, Bao the next one. It is Friday, 15:00.
"""

from __future__ import annotations

from bot.buttons import encode
from bot.cards import Link, Small
from bot.claims.requests import Release
from bot.cover.requests import TakeCover
from bot.handover.requests import NothingNotable, OpenHandover, WriteHandover
from bot.model import Role
from bot.plain import plain_text
from tests.bot.cast import labels, text
from tests.bot.company import Company
from tests.bot.handover.stage import FACEBOOK, speak, write


def test_the_form_is_filled_in_and_the_card_says_so(friday: Company):
    card = friday.last("handover", "ada")
    form = friday.push("ada", card, "Write a note").form
    assert form is not None
    assert [one.name for one in form.inputs] == ["left_open", "watch", "links"]
    reply = friday.submit(
        "ada",
        form,
        left_open="Two threads wait for PR.",
        watch="The giveaway ends on Tuesday.",
        links="https://example.com/threads/1?x=1\nThe guidelines: https://example.com/guide",
    )
    assert text(reply).splitlines() == [
        "Noted: Moderate the Facebook page.",
        "You noted: Two threads wait for PR. · To watch: The giveaway ends on Tuesday.",
        (
            "Links: example.com/threads/1 (https://example.com/threads/1?x=1)"
            " · The guidelines (https://example.com/guide)"
        ),
        "Bao Xu sees it with the reminder.",
        "[Undo] [Change]",
    ]
    [edited] = speak(friday)["ada"]
    assert edited.startswith("(edited) Handover noted. Thank you.")
    assert "[Change]" in edited
    assert "Nothing notable" not in edited


def test_nothing_notable_is_one_tap_for_all(friday: Company):
    friday.say("ada", "claim vimeo")
    friday.travel(27, 16, 30)
    assert "Keep the Vimeo channel" in speak(friday)["ada"][0]
    card = friday.last("handover", "ada")
    reply = friday.push("ada", card, "Nothing notable")
    assert text(reply).splitlines() == [
        "Noted: nothing notable.",
        "Keep the Vimeo channel, Moderate the Facebook page. Thank you.",
        "[Undo]",
    ]
    assert plain_text(friday.last("handover", "ada")).count("You noted: nothing notable.") == 2
    assert "noted already" in text(friday.push("ada", card, "Nothing notable"))  # pressed again
    assert "is taken back" in text(friday.push("ada", reply, "Undo"))
    assert "Anything to hand over?" in plain_text(friday.last("handover", "ada"))


def test_whose_reminder_was_said_before_finds_the_note_in_it(friday: Company):
    friday.travel(27, 16, 30)
    [reminder] = speak(friday)["bao"]
    assert "left a note" not in reminder
    write(friday, left_open="Two threads wait")
    heard = speak(friday)
    [edited] = heard["bao"]
    assert edited.startswith("(edited) Coming up: Moderate the Facebook page")
    assert "Ada Brandt left a note: Two threads wait" in edited


def test_who_holds_it_already_gets_it_at_once(friday: Company):
    friday.travel(30, 10)
    speak(friday)
    reply = write(friday, left_open="Two threads wait")
    assert "Bao Xu gets it now." in text(reply)
    told = [card for card in speak(friday)["bao"] if card.startswith("Handover: ")]
    assert [card.splitlines() for card in told] == [
        [
            "Handover: Moderate the Facebook page",
            "Ada Brandt left a note: Two threads wait",
            "About Moderate the Facebook page, week of Mon 23 – Sun 29 Nov 2026.",
            "[Who holds it]",
        ]
    ]


def test_a_correction_replaces_it_where_it_stands_and_the_record_has_both(friday: Company):
    friday.travel(30, 10)
    write(friday, left_open="Two threads wait")
    speak(friday)
    again = write(friday, left_open="One thread waits")
    assert text(again).startswith("Changed: Moderate the Facebook page.")
    [edited] = [card for card in speak(friday)["bao"] if "Handover:" in card]
    assert edited.startswith("(edited) Handover: ")
    assert "One thread waits" in edited
    assert "Two threads" not in friday.says("bao", "who facebook")
    with friday.read() as tx:
        changes = tx.record.of_subject(f"handover:{friday.turn(FACEBOOK).id}:{friday.ids['ada']}")
    assert [c.after["notes"][0]["left_open"] for c in changes] == [
        "Two threads wait",
        "One thread waits",
    ]
    assert changes[1].before["notes"][0]["left_open"] == "Two threads wait"


def test_the_same_again_changes_nothing(friday: Company):
    write(friday, left_open="Two threads")
    assert "Your note is as it was." in text(write(friday, left_open="Two threads"))
    assert len(friday.deliveries("handover.note")) == 0


def test_it_can_be_undone_also_where_it_was_told_and_only_by_its_author(friday: Company):
    friday.travel(30, 10)
    reply = write(friday, watch="The giveaway")
    speak(friday)
    refused = text(friday.push("bao", reply, "Undo"))
    assert "Only the person whose it is" in refused
    assert "is taken back" in text(friday.push("ada", reply, "Undo"))
    assert any("was taken back" in card for card in speak(friday)["bao"])
    assert "giveaway" not in friday.says("bao", "who facebook")
    assert "can no longer be undone" in text(friday.push("ada", reply, "Undo"))


def test_undoing_a_correction_brings_the_first_one_back(friday: Company):
    first = write(friday, left_open="Two threads")
    second = write(friday, left_open="One thread")
    assert "can no longer be undone" in text(friday.push("ada", first, "Undo"))
    assert "You noted: Two threads" in text(friday.push("ada", second, "Undo"))
    assert "left a note: Two threads" in friday.says("bao", "who facebook")


def test_several_holders_leave_several_notes(friday: Company):
    other = friday.hold(friday.ids["uma"], friday.turn(FACEBOOK), 60)
    write(friday, left_open="Two threads wait")
    friday.press("uma", WriteHandover(claim=other, watch="The giveaway"))
    friday.travel(27, 16, 30)
    shown = plain_text(friday.last("reminder", "bao"))
    assert "Ada Brandt left a note: Two threads wait" in shown
    assert "Uma" in shown
    assert "To watch: The giveaway" in shown


def test_that_nothing_was_notable_is_seen_too_but_told_to_nobody(friday: Company):
    friday.travel(30, 10)
    speak(friday)
    friday.press("ada", NothingNotable(claims=(friday.claim,)))
    assert "Ada Brandt noted: nothing notable." in friday.says("bao", "who facebook")
    assert "Handover:" not in str(speak(friday).get("bao"))


def test_links_are_links_where_it_is_read(friday: Company):
    write(friday, links="Guide https://example.com/a?b=1&c=<2>")
    card = friday.say("bao", "who facebook next week").card
    assert card is not None
    [line] = [e.line for e in card.body if isinstance(e, Small) and "Links: " in e.line]
    assert Link("https://example.com/a?b=1&c=<2>", "Guide") in line


def test_markup_in_a_note_is_text(friday: Company):
    write(friday, left_open="<!channel> *bold* <https://evil.example|here> & [x](y)")
    friday.travel(27, 16, 30)
    assert "<!channel> *bold*" in plain_text(friday.last("reminder", "bao"))


def test_without_a_turn_the_form_asks_which(friday: Company):
    vimeo = friday.hold(friday.ids["ada"], friday.turn("Vimeo"), 60)
    form = friday.push("ada", friday.say("ada", "handover"), "Handover note").form
    assert form is not None
    assert form.inputs[0].name == "claim"
    friday.submit("ada", form, claim=str(vimeo), left_open="Captions")
    assert "Captions" in friday.says("bao", "who vimeo")
    assert "Handover note" in labels(friday.home("ada"))
    assert "Handover note" not in labels(friday.home("bao"))


def test_who_may_read_it(friday: Company):
    write(friday, left_open="Two threads")
    friday.change("uma", role=Role.PARTNER)
    for user in ("bao", "farah", "uma"):
        assert "Two threads" in friday.says(user, "who facebook")
    friday.user("guest", is_guest=True)
    assert "Two threads" not in text(friday.say("guest", "who facebook"))


def test_whoever_takes_it_is_told(friday: Company):
    write(friday, left_open="Two threads")
    assert "Ada Brandt left a note: Two threads" in friday.says("uma", "claim facebook next week")
    assert "Two threads" not in friday.says("uma", "claim vimeo next week")


def test_old_buttons_are_still_read():
    assert encode(OpenHandover(claim=7)) == "handover.form.1?claim=7"
    assert encode(NothingNotable((7, 8))) == "handover.nothing.1?claims=7&claims=8"
    assert encode(WriteHandover(7, "a")) == "handover.write.1?claim=7&left_open=a"


def test_whose_turn_somebody_took_can_leave_them_a_note(friday: Company):
    coming = friday.hold(friday.ids["ada"], friday.turn("Vimeo", 1), 60)
    asking = friday.press("ada", Release(claim=coming))
    friday.push("ada", asking, "Find cover")
    with friday.read() as tx:
        [cover] = tx.covers.open()
    friday.press("uma", TakeCover(cover=cover.id))
    told = next(c for c in reversed(friday.told(friday.ids["ada"])) if "for you" in c.title)
    form = friday.push("ada", told, "Leave a note").form
    assert form is not None
    assert "Uma" in text(friday.submit("ada", form, left_open="Captions wait"))
    assert "Captions wait" in friday.says("uma", "who vimeo next week")
