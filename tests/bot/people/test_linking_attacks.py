"""Ways to become somebody else on a second platform. Each is refused, in words that help.

What an attacker wants: to act as another member, best as the chair. What they have: a user of
their own on one of the platforms, names and addresses they may choose, and codes seen or guessed.
What they try with addresses and names is in test_linking_attacks_by_address.py.
"""

from __future__ import annotations

import threading

import pytest

from bot.cards import Reply
from bot.model import MemberState, Role
from bot.onetime import ALPHABET, LENGTH, new_code
from bot.people.requests import LinkMe, Unlink
from bot.ports.codes import CodeKind
from tests.bot.cast import MONDAY, ZONE, text
from tests.bot.sides import Both, Side

# ---- by code ------------------------------------------------------------------------------------


@pytest.fixture
def code(both: Both) -> str:
    """What Bert was shown on Slack."""
    both.member("bert")
    return both.code(both.slack.say("bert", "link"))


def typed(both: Both, code: str, name: str = "eve") -> str:
    return text(both.teams.say(name, f"link {code}"))


def test_there_are_too_many_codes_to_guess_one():
    assert len(ALPHABET) ** LENGTH > 2**58
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set(ALPHABET) & set("01ILOUV")
    assert len({new_code() for _ in range(500)}) == 500


def test_a_code_guessed(both: Both, code: str):
    for _ in range(5):
        assert "This is not a code that I have given out." in typed(both, new_code())
    assert "These were too many codes." in typed(both, code)  # not even the right one now
    assert both.is_nobody(both.teams, "eve")
    both.clock.forward(minutes=10, seconds=1)
    assert "too old" in typed(both, code)


def test_guessing_by_one_does_not_shut_out_another(both: Both, code: str):
    for _ in range(6):
        typed(both, new_code())
    assert "You are Bert here too." in typed(both, code, "bertram")


def test_guesses_are_counted_whatever_way_they_come(both: Both, code: str):
    """By words, by form, and by a button that was made up."""
    for number in range(5):
        request = LinkMe(code=new_code()) if number % 2 else LinkMe(words=new_code())
        both.teams.press("eve", request)
    assert "too many codes" in typed(both, code)


def test_a_code_replayed(both: Both, code: str):
    assert "You are Bert here too." in typed(both, code, "bertram")
    refused = typed(both, code)
    assert "This code was used already." in refused
    assert "tell your chair" in refused
    assert both.is_nobody(both.teams, "eve")


def test_a_code_replayed_after_the_link_was_undone(both: Both, code: str):
    linked = both.teams.say("bertram", f"link {code}")
    both.teams.push("bertram", linked, "Undo")
    assert "used already" in typed(both, code, "bertram")
    assert both.is_nobody(both.teams, "bertram")


def test_an_older_code_of_the_same_member(both: Both, code: str):
    newer = both.code(both.slack.say("bert", "link"))
    assert "This is not a code" in typed(both, code)
    assert "You are Bert here too." in typed(both, newer, "bertram")


def test_an_expired_code(both: Both, code: str):
    both.clock.forward(minutes=10)
    assert "This code is too old." in typed(both, code)
    assert both.is_nobody(both.teams, "eve")


def test_a_code_of_another_task_force(both: Both, code: str):
    store = both.cast.bot.store
    other = store.create_task_force("Other", ZONE, MONDAY)
    store.add_workspace(other, "teams", "tenant-2", "")
    theirs = Side(both.cast.bot, "teams", "tenant-2")
    assert "This is not a code" in text(theirs.say("bertram", f"link {code}"))
    assert "You are Bert here too." in typed(both, code, "bertram")  # and is still good at home


def test_a_code_for_connecting_links_nobody(both: Both):
    code = both.code(both.slack.say("cara", "connect"))
    assert "This is not a code" in typed(both, code)
    assert both.is_nobody(both.teams, "eve")


def test_a_code_used_by_somebody_who_is_another_member_with_a_role(both: Both, code: str):
    lead = both.member("lead", Role.LEAD)
    both.teams.say("lead", "mine")
    assert "You are in the task force already, as Lead." in typed(both, code, "lead")
    assert both.who(both.teams, "lead") == both.find(lead)


def test_a_code_of_an_ordinary_member_typed_by_the_chair(both: Both, code: str):
    """Somebody talks the chair into it: the chair stays who they are, and stays chair."""
    both.teams.say("cara", "mine")
    assert "You are in the task force already, as Cara." in typed(both, code, "cara")
    assert both.who(both.teams, "cara") == both.chair
    assert both.chair.role is Role.CHAIR


def test_the_chairs_code_typed_by_an_ordinary_member(both: Both):
    """Nobody who has a past of their own here becomes chair by a code."""
    eve = both.member("eve")
    both.teams.say("eve", "mine")
    both.cast.hold(eve, both.cast.turns(both.cast.duty())[1])
    code = both.code(both.slack.say("cara", "link"))
    assert "You are in the task force already, as Eve." in typed(both, code)
    assert both.who(both.teams, "eve") == both.find(eve)


def test_the_chairs_code_typed_by_a_guest(both: Both):
    code = both.code(both.slack.say("cara", "link"))
    both.teams.knows("eve", is_guest=True)
    assert "A guest cannot be linked to this member." in typed(both, code)
    both.teams.knows("pat", is_stranger=True)
    assert "You cannot join this task force from here." in typed(both, code, "pat")
    assert len(both.chair.identities) == 1


def test_the_chairs_code_typed_by_a_partner(both: Both):
    pat = both.member("pat", Role.PARTNER, company="Agency")
    both.teams.say("pat", "mine")
    code = both.code(both.slack.say("cara", "link"))
    assert "A guest cannot be linked" in typed(both, code, "pat")
    assert both.who(both.teams, "pat") == both.find(pat)


def test_ones_own_code_typed_where_it_was_shown(both: Both, code: str):
    refused = text(both.slack.say("bert", f"link {code}"))
    assert "This code is to be typed on the other platform." in refused
    assert "You are Bert here too." in typed(both, code, "bertram")


def test_a_code_typed_by_a_second_user_of_the_platform_it_was_shown_on(both: Both, code: str):
    refused = text(both.slack.say("eve", f"link {code}"))
    assert "Bert is linked here already, with another user." in refused
    assert both.is_nobody(both.slack, "eve")


def test_a_code_is_not_shown_in_a_room(both: Both):
    both.member("bert")
    shown = both.slack.say("bert", "link", room="C1")
    assert "Codes are for our private chat alone." in text(shown)
    with both.cast.read() as tx:
        assert tx.codes.issued(CodeKind.LINK) == []


def test_a_code_typed_in_a_room_is_void_at_once(both: Both, code: str):
    """Others have read it by then."""
    both.teams.say("bertram", f"link {code}", room="19:room@thread.tacv2")
    assert both.is_nobody(both.teams, "bertram")
    assert "This code was used already." in typed(both, code)


def test_a_code_filled_into_a_form_is_seen_by_nobody_else(both: Both, code: str):
    linked = both.teams.press("bertram", LinkMe(code=code), room="19:room@thread.tacv2")
    assert "You are Bert here too." in text(linked)


def test_a_code_of_somebody_who_has_left_meanwhile(both: Both, code: str):
    bert = both.who(both.slack, "bert")
    assert bert is not None
    with both.cast.write() as tx:
        tx.people.change(bert.id, state=MemberState.LEFT)
    assert "no longer in the task force" in typed(both, code)
    assert both.is_nobody(both.teams, "eve")


def test_nobody_outside_is_shown_a_code(both: Both):
    assert "You are not in the task force" in text(both.teams.say("eve", "link"))
    assert "You are not in the task force" in text(both.slack.say("eve", "link"))


def test_only_a_digest_of_a_code_is_kept(both: Both, code: str):
    with both.cast.read() as tx:
        [issued] = tx.codes.issued(CodeKind.LINK)
        changes = [*tx.record.of_subject(f"member:{issued.member_id}")]
    kept = f"{issued} {changes} {both.cast.owed()}"
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert len(issued.digest) == 64


def test_two_who_type_one_code_at_once(both_on_each: Both):
    both = both_on_each
    bert = both.member("bert")
    code = both.code(both.slack.say("bert", "link"))
    names = ("eve", "mallory", "oscar", "bertram")
    for name in names:
        both.teams.knows(name)
    start, said = threading.Barrier(len(names)), list[Reply]()

    def type_it(name: str) -> None:
        start.wait(timeout=120)
        said.append(both.teams.say(name, f"link {code}"))

    threads = [threading.Thread(target=type_it, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("You are Bert here too." in text(reply) for reply in said) == [
        False,
        False,
        False,
        True,
    ]
    assert len(both.find(bert).identities) == 2
    assert sum(both.who(both.teams, name) is not None for name in names) == 1


# ---- afterwards ---------------------------------------------------------------------------------


def test_the_later_identity_does_not_put_out_the_earlier_one(both: Both, code: str):
    """Whoever got in by somebody's code cannot lock them out."""
    typed(both, code)
    bert = both.who(both.slack, "bert")
    assert bert is not None
    request = Unlink(workspace=both.slack.workspace.id)
    assert "Slack was linked before this one." in text(both.teams.press("eve", request))
    assert both.who(both.slack, "bert") == bert
    [card] = both.told(bert.id, both.slack)
    both.slack.push("bert", card, "Undo")
    assert both.is_nobody(both.teams, "eve")


def test_the_only_identity_is_not_taken_off(both: Both):
    both.member("bert")
    request = Unlink(workspace=both.slack.workspace.id)
    assert "the only place where they are linked" in text(both.slack.press("bert", request))


def test_nobody_but_the_chair_takes_off_somebody_elses(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    both.member("eve")
    request = Unlink(workspace=both.teams.workspace.id, member=ada)
    assert "Only the chair" in text(both.slack.press("eve", request))
    assert both.who(both.teams, "ada") == both.find(ada)


def test_an_old_undo_does_not_take_off_whoever_was_linked_since(both: Both, code: str):
    typed(both, code)
    bert = both.who(both.slack, "bert")
    assert bert is not None
    [undo] = both.told(bert.id, both.slack)
    both.slack.push("bert", undo, "Undo")
    again = both.code(both.slack.say("bert", "link"))
    assert "You are Bert here too." in typed(both, again, "bertram")
    assert "not linked in Teams any more" in text(both.slack.push("bert", undo, "Undo"))
    assert both.who(both.teams, "bertram") is not None


def test_what_a_forged_button_names_is_looked_at_anew(both: Both):
    both.member("bert")
    for request in (Unlink(workspace=99), Unlink(workspace=99, member=99), Unlink(change=7)):
        assert text(both.slack.press("bert", request))
    assert both.who(both.slack, "bert") is not None
