"""Where a member is written to, and their identities, on their own page."""

from __future__ import annotations

from bot.cards import Card, ChoiceInput
from bot.home.requests import OpenSettings
from bot.model import Recipient
from bot.people.requests import ShowMember
from tests.bot.cast import MONDAY, labels, text
from tests.bot.sides import Both, Side

PROMPT = Card("How many hours?")


def owe(both: Both, member: int, occasion: str) -> int:
    """Where it is to be said."""
    to = Recipient(member_id=member)
    with both.cast.write() as tx:
        tx.outbox.owe("prompt", occasion, to, PROMPT, due_at=MONDAY, now=MONDAY)
    return where(both, member, occasion)


def where(both: Both, member: int, occasion: str) -> int:
    with both.cast.read() as tx:
        found = tx.outbox.find("prompt", occasion, Recipient(member_id=member))
    assert found is not None
    return found.workspace_id


def linked(both: Both) -> int:
    ada = both.member("ada")
    both.teams.say("ada", "mine")
    return ada


def choose(side: Side, value: str) -> str:
    return text(side.submit("ada", side.press("ada", OpenSettings()), write_in=value))


def test_each_is_written_to_where_they_were_last(both: Both):
    ada, slack, teams = linked(both), both.slack.workspace.id, both.teams.workspace.id
    assert owe(both, ada, "1") == teams
    both.slack.say("ada", "mine")  # that is a reading
    assert owe(both, ada, "2") == slack
    both.teams.say("ada", "hours 3")  # and that a writing
    assert owe(both, ada, "3") == teams


def test_where_they_were_last_is_written_only_when_it_changes(both: Both):
    ada, slack = both.member("ada"), both.slack.workspace.id
    both.slack.say("ada", "mine")
    assert both.find(ada).last_workspace_id == slack
    store = both.cast.bot.store
    written: list[object] = []
    plain = store.write

    def counted(*args: object, **more: object) -> object:
        written.append(args)
        return plain(*args, **more)

    store.write = counted
    try:
        both.slack.say("ada", "mine")
    finally:
        store.write = plain
    assert written == []


def test_what_they_choose_holds_and_takes_along_what_waits(both: Both):
    ada, slack, teams = linked(both), both.slack.workspace.id, both.teams.workspace.id
    assert owe(both, ada, "1") == teams
    saved = choose(both.teams, str(slack))
    assert "Written to in: Slack" in saved
    assert "Linked in: Slack and Teams" in saved
    assert where(both, ada, "1") == slack
    both.teams.say("ada", "mine")
    assert owe(both, ada, "2") == slack
    assert "wherever you were last" in choose(both.teams, "anywhere")
    assert owe(both, ada, "3") == teams


def test_the_choice_can_be_undone(both: Both):
    ada, slack = linked(both), both.slack.workspace.id
    form = both.teams.press("ada", OpenSettings())
    saved = both.teams.submit("ada", form, write_in=str(slack))
    both.teams.push("ada", saved, "Undo")
    assert both.find(ada).chosen_workspace_id is None


def test_nobody_chooses_where_they_are_not(both: Both):
    both.member("ada")
    both.slack.say("ada", "mine")
    form = both.slack.press("ada", OpenSettings()).form
    assert form is not None
    assert "write_in" not in {one.name for one in form.inputs}
    linked_form = both.slack.press("cara", OpenSettings())
    both.teams.say("cara", "mine")
    linked_form = both.slack.press("cara", OpenSettings())
    answer = both.slack.submit("cara", linked_form, write_in="99")
    assert "You are not linked there." in answer.errors["write_in"]


def test_the_form_begins_with_what_is_chosen(both: Both):
    linked(both)
    slack = str(both.slack.workspace.id)
    choose(both.teams, slack)
    form = both.teams.press("ada", OpenSettings()).form
    assert form is not None
    [choice] = [i for i in form.inputs if i.name == "write_in"]
    assert isinstance(choice, ChoiceInput)
    assert choice.initial == (slack,)
    assert [label for _value, label in choice.options] == [
        "Wherever I was last",
        "Always in Slack",
        "Always in Teams",
    ]


def test_the_page_offers_to_link_and_to_take_off(both: Both):
    both.member("ada")
    home = both.slack.say("ada", "home")
    assert "Link Teams" in labels(home)
    code = both.code(both.slack.push("ada", home, "Link Teams"))
    both.teams.say("adele", f"link {code}")
    assert {"Unlink Slack", "Unlink Teams"} <= set(labels(both.slack.say("ada", "home")))
    there = both.teams.say("adele", "home")
    assert "Unlink Slack" not in labels(there)  # it was there first
    assert "Unlinked: Teams." in text(both.teams.push("adele", there, "Unlink Teams"))


def test_with_one_platform_the_page_says_nothing_of_it(apart: Both):
    apart.member("ada")
    home = apart.slack.say("ada", "home")
    assert not [label for label in labels(home) if "ink" in label]
    assert "Written to" not in text(home)


def test_a_newcomer_on_the_second_platform_is_told_both_ways_in(both: Both):
    outside = both.teams.say("tom", "")
    assert labels(outside) == ["Ask to join", "I have a code", "Help"]
    assert "If you are in it already, in Slack" in text(outside)


def test_the_chair_sees_where_somebody_is_linked_and_may_take_one_off(both: Both):
    ada = linked(both)
    shown = both.slack.press("cara", ShowMember(ada))
    assert "Met: Slack and Teams" in text(shown)
    assert "Unlinked: Teams." in text(both.slack.push("cara", shown, "Unlink Teams"))
    assert "Met: Slack" in text(both.slack.press("cara", ShowMember(ada)))
