"""One person, two identities: by address and by code, said on both sides, taken off again."""

from __future__ import annotations

from bot.model import MemberState, Role
from bot.people.requests import AskToJoin, TypeLinkCode, Unlink
from bot.people.usecases import people_seen, person_changed
from bot.ports.outside import Profile
from tests.bot.cast import MONDAY, ZONE, labels, text
from tests.bot.sides import Both


def test_the_same_address_links_by_itself_and_both_sides_are_told(both_on_each: Both):
    both = both_on_each
    ada = both.member("ada")
    reply = both.teams.say("ada", "mine")
    assert "You hold no turns." in text(reply)  # she is answered as the member she is
    assert [i.user for i in both.find(ada).identities] == ["U-ada", "aad-ada"]
    for side in (both.slack, both.teams):
        [card] = both.told(ada, side)
        assert card.title == "You are linked in Teams now."
        assert "it has your e-mail address" in text(card)
        assert "Undo" in labels(card)


def test_undone_on_either_side_it_stays_undone(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    [card] = both.told(ada, both.slack)
    assert "Unlinked: Teams." in text(both.slack.push("ada", card, "Undo"))
    assert both.who(both.teams, "ada") is None
    both.teams.say("ada", "mine")  # the address is as equal as before
    assert both.who(both.teams, "ada") is None
    assert "not linked in Teams any more" in text(both.slack.push("ada", card, "Undo"))


def test_undone_from_the_new_side(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    [card] = both.told(ada, both.teams)
    assert "This user is nobody in the task force now" in text(both.teams.push("ada", card, "Undo"))
    assert both.who(both.teams, "ada") is None
    assert both.told(ada, both.slack)[-1].title == "You are no longer linked in Teams."


def test_the_first_meeting_is_announced_to_nobody(both: Both):
    ada = both.member("ada", met=False)
    both.teams.say("ada", "mine")
    assert both.find(ada).identities
    assert both.owed(ada) == []


def test_whoever_was_taken_off_is_linked_again_by_a_code(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    both.slack.push("ada", both.told(ada, both.slack)[0], "Undo")
    code = both.code(both.slack.say("ada", "link"))
    assert "You are Ada here too." in text(both.teams.say("ada", f"link {code}"))
    assert both.who(both.teams, "ada") == both.find(ada)


def test_a_code_links_users_whose_addresses_differ(both_on_each: Both):
    both = both_on_each
    bert = both.member("bert")
    shown = both.slack.say("bert", "link")
    code = both.code(shown)
    assert f"link {code}" in text(shown)
    assert "Teams" in text(shown)
    typed = both.teams.say("albert", f"link {code.lower().replace('-', ' ')}")
    assert typed.card is not None
    assert typed.card.title == "You are Bert here too."
    assert "In Teams and in Slack you are the same member" in text(typed)
    [card] = both.told(bert, both.slack)
    assert "The user Albert in Teams is you from now on" in text(card)
    assert both.told(bert, both.teams) == []  # the answer has said it
    assert "people.link" in both.cast.recorded(f"member:{bert}")


def test_the_code_is_taken_by_a_form_as_well(both: Both):
    bert = both.member("bert")
    code = both.code(both.slack.say("bert", "link"))
    form = both.teams.press("albert", TypeLinkCode())
    wrong = both.teams.submit("albert", form, code="ABCD-EFGH-JKMN")
    assert "not a code" in wrong.errors["code"]
    assert "Bert" in text(both.teams.submit("albert", form, code=f" {code} "))
    assert both.who(both.teams, "albert") == both.find(bert)


def test_it_works_from_teams_to_slack_too(both: Both):
    dora = both.member("dora", met=False)
    both.teams.say("dora", "mine")
    code = both.code(both.teams.say("dora", "link"))
    assert "You are Dora here too." in text(both.slack.say("theodora", f"link {code}"))
    assert [i.user for i in both.find(dora).identities] == ["aad-dora", "U-theodora"]


def test_with_one_platform_there_is_nothing_to_link(apart: Both):
    apart.member("ada")
    assert "The task force lives in Slack only." in text(apart.slack.say("ada", "link"))


def test_who_is_linked_everywhere_gets_no_code(both: Both):
    both.member("ada")
    both.teams.say("ada", "mine")
    assert "You are linked in Slack and Teams already." in text(both.slack.say("ada", "link"))


def test_somebody_without_a_past_goes_over(both: Both):
    bert = both.member("bert")
    both.teams.say("cara", "mine")
    form = both.teams.press("albert", AskToJoin())
    both.teams.submit("albert", form, department=both.cast.department())
    waiting = both.cast.members(MemberState.ASKED)
    assert [m.name for m in waiting] == ["Albert"]
    code = both.code(both.slack.say("bert", "link"))
    assert "You are Bert here too." in text(both.teams.say("albert", f"link {code}"))
    assert both.cast.members(MemberState.ASKED) == []
    assert both.who(both.teams, "albert") == both.find(bert)


def test_two_members_who_both_hold_turns_are_not_made_one(both: Both):
    both.member("bert")
    other = both.member("albert")
    both.teams.say("albert", "mine")
    duty = both.cast.duty()
    both.cast.hold(other, both.cast.turns(duty)[1])
    code = both.code(both.slack.say("bert", "link"))
    refused = text(both.teams.say("albert", f"link {code}"))
    assert "You are in the task force already, as Albert." in refused
    assert "Ask Cara" in refused
    assert both.who(both.teams, "albert") == both.find(other)


def test_a_chair_takes_off_a_user_that_does_not_belong(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    gone = both.slack.press("cara", Unlink(workspace=both.teams.workspace.id, member=ada))
    assert "Unlinked: Teams." in text(gone)
    assert both.who(both.teams, "ada") is None
    assert "Cara took it off." in text(both.told(ada, both.slack)[-1])


def test_the_other_chairs_are_told_when_a_chair_is_linked(both: Both):
    carl = both.member("carl", Role.CHAIR)
    both.teams.say("cara", "mine")
    [card] = both.told(carl, both.slack)
    assert card.title == "Cara, a chair, is linked in Teams now."


def test_what_a_platform_says_is_compared_with_what_that_platform_said(both: Both):
    """Else a name that differs on the two would change with every word."""
    ada = both.member("ada", met=False)
    both.slack.say("ada", "mine")
    both.teams.knows("ada", name="Ada Lovelace (she)", zone="Europe/London")
    both.teams.say("ada", "mine")
    now = MONDAY
    with both.cast.write() as tx:
        profile = both.slack.profiles["U-ada"]
        person_changed(tx, both.slack.workspace, profile, now)
        person_changed(tx, both.teams.workspace, both.teams.profiles["aad-ada"], now)
    assert both.find(ada).name == "Ada"
    assert both.find(ada).zone == ZONE
    with both.cast.write() as tx:
        renamed = Profile("aad-ada", "Ada King", "ada@example.com", "Europe/London")
        person_changed(tx, both.teams.workspace, renamed, now)
        person_changed(tx, both.slack.workspace, profile, now)
    assert both.find(ada).name == "Ada King"


def test_deactivated_on_one_platform_is_still_there_on_the_other(both: Both):
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    gone = Profile("U-ada", "Ada", "ada@example.com", ZONE, deactivated=True)
    with both.cast.write() as tx:
        person_changed(tx, both.slack.workspace, gone, MONDAY)
    assert both.find(ada).state is MemberState.ACTIVE
    assert [i.user for i in both.find(ada).identities] == ["aad-ada"]


def test_not_met_and_deactivated_on_one_platform_may_come_from_the_other(both: Both):
    ada = both.member("ada", met=False)
    gone = Profile("U-ada", "Ada", "ada@example.com", ZONE, deactivated=True)
    with both.cast.write() as tx:
        person_changed(tx, both.slack.workspace, gone, MONDAY)
    assert both.find(ada).state is MemberState.ACTIVE


def test_people_of_a_room_are_linked_if_they_were_met_nowhere(both: Both):
    met, unmet = both.member("met"), both.member("unmet", met=False)
    seen = [Profile(both.teams.knows(n), n, f"{n}@example.com", ZONE) for n in ("met", "unmet")]
    seen.append(Profile(both.teams.knows("x"), "x", "x@example.com", ZONE))
    with both.cast.write() as tx:
        people_seen(tx, both.teams.workspace, seen, MONDAY)
    assert [i.user for i in both.find(unmet).identities] == ["aad-unmet"]
    assert [i.user for i in both.find(met).identities] == ["U-met"]
    assert len(both.cast.members()) == 3
