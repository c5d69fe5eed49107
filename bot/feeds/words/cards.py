"""What people read about their feeds, and the chair about everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.cards import (
    Button,
    Card,
    ChoiceInput,
    Code,
    Confirm,
    Controls,
    Element,
    Form,
    LinkButton,
    Row,
    Small,
    Style,
    Text,
)
from bot.feeds.requests import AddFeed, ChooseDuty, EndFeed, ListFeeds, OpenFeeds, ShowNames
from bot.feeds.words.events import MY_TURNS, ROSTER, feed_title
from bot.model import Duty, TaskForce
from bot.ports.feeds import Feed, FeedKind
from bot.reader import Reader
from bot.setup.requests import OpenSetup
from bot.undo.requests import Undo
from bot.weeks import beginning, say_day, to_local

PAGE = 15  # rows before "more"
MINE, ALL = "your turns", "the whole roster"


def what(kind: FeedKind, duty: str) -> str:
    """What a feed is of, inside of a sentence."""
    if kind is FeedKind.DUTY:
        return duty or "a duty"
    return MINE if kind is FeedKind.MINE else ALL


def overview(
    feeds: Sequence[tuple[Feed, str]],
    force: TaskForce,
    reader: Reader,
    *,
    has_duties: bool,
    is_chair: bool,
) -> Card:
    """One's own feeds with what each is of, and what more there could be."""
    rows = tuple(
        Row(
            (f"{beginning(said)}: {_dates(feed, reader)}.",),
            Button("Change", _add(feed), about=f"Change the feed of {said}"),
        )
        for feed, said in feeds
    )
    intro = (
        "The roster in your own calendar, kept up to date: in Google Calendar, Outlook, Apple"
        " Calendar, and wherever one can be subscribed to."
    )
    there = {feed.kind for feed, _said in feeds}
    buttons = [
        Button(label, AddFeed(kind=kind.value))
        for label, kind in (("My turns", FeedKind.MINE), ("The whole roster", FeedKind.ALL))
        if kind not in there
    ]
    if has_duties:
        buttons.append(Button("A duty", ChooseDuty(), about="A duty in my own calendar"))
    if is_chair:
        buttons.append(Button("Everybody's feeds", ListFeeds(inside=True)))
    body: tuple[Element, ...] = (Text((intro,)), *rows)
    if buttons:
        body = (*body, Controls(tuple(buttons)))
    return Card("In your calendar", (*body, Small((_names_said(force),))))


def duty_form(duties: Sequence[Duty]) -> Form:
    options = tuple((str(duty.id), duty.name) for duty in duties)
    choice = ChoiceInput(name="duty", label="Duty", options=options)
    return Form(
        "A duty in my calendar", "Show address", AddFeed(kind=FeedKind.DUTY.value), (choice,)
    )


def _names_said(force: TaskForce) -> str:
    if force.feed_names:
        return "Feeds of a duty and of the roster show who holds what."
    return "Feeds show whether a turn is held or open, not by whom. The chair can allow names."


def address(
    public_url: str, token: str, feed: Feed, said: str, force: TaskForce, *, again: bool
) -> Card:
    """The one time that the address is seen."""
    title = feed_title(force.name, _calendar_name(feed, said))
    small = [_warning(again=again), _WHEN]
    if feed.kind is not FeedKind.MINE:
        small.append(_names_said(force))
    if not public_url.startswith("https://"):
        small.append("It is an address of a trial: calendars on the web do not reach it.")
    buttons = (
        Button("Calendar feeds", OpenFeeds()),
        Button("End it", EndFeed(feed=feed.id), Style.DANGER, _confirm_end(said)),
    )
    body: tuple[Element, ...] = (
        Text(("Press the one that you use, and say yes there:",)),
        Controls(_links(public_url, token, title)),
        *_by_hand(f"{public_url}/feeds/{token}.ics"),
        *(Small((text,)) for text in small),
        Controls(buttons),
    )
    return Card(f"{beginning(said)}, for your calendar", body)


def _links(public_url: str, token: str, title: str) -> tuple[LinkButton, ...]:
    """Each leads to where that calendar asks whether it is meant. Chats lead to https alone."""
    web = f"{public_url}/feeds/{token}.ics"
    query = f"url={quote(web, safe='')}&name={quote(title, safe='')}"
    return (
        LinkButton(
            "Google Calendar",
            f"https://calendar.google.com/calendar/r?cid={quote(_webcal(web), safe='')}",
        ),
        LinkButton("Outlook", f"https://outlook.office.com/calendar/0/addfromweb?{query}"),
        LinkButton("Apple Calendar", f"{public_url}/feeds/{token}/apple"),
    )


_WHEN = "A calendar looks again every few hours; Google's sometimes once a day."


def _by_hand(web: str) -> tuple[Text, ...]:
    """Where the buttons do not lead there."""
    return (
        Text(("Or paste the address there: ", Code(web))),
        Text(("Google: on the web, Other calendars, +, From URL.",)),
        Text(("Outlook: Add calendar, Subscribe from web.",)),
        Text(("Apple: File, New Calendar Subscription: ", Code(_webcal(web)))),
    )


def _webcal(web: str) -> str:
    return "webcal://" + web.partition("://")[2]


def _calendar_name(feed: Feed, said: str) -> str:
    return {FeedKind.MINE: MY_TURNS, FeedKind.ALL: ROSTER}.get(feed.kind, said)


def _warning(*, again: bool) -> str:
    ended = " The address before it has ended." if again else ""
    return (
        "The address is shown this once. Whoever has it reads along, without a password: give it"
        f" to your calendar only.{ended}"
    )


def there_already(feed: Feed, said: str, reader: Reader) -> Card:
    text = (
        f"{beginning(_dates(feed, reader))}. I have not kept its address and cannot show it again."
    )
    return Card(
        f"There is a calendar feed of {said}.",
        (
            Text((text,)),
            Controls(
                (
                    Button(
                        "New address", _add(feed, again=True), Style.PRIMARY, _confirm_new(said)
                    ),
                    Button("End it", EndFeed(feed=feed.id), Style.DANGER, _confirm_end(said)),
                    Button("Calendar feeds", OpenFeeds()),
                )
            ),
        ),
    )


def ended(said: str) -> Card:
    text = "Calendars that use its address get nothing from now on. Remove it there, too."
    buttons = (Button("Calendar feeds", OpenFeeds(inside=True)),)
    return Card(f"The calendar feed of {said} has ended.", (Text((text,)), Controls(buttons)))


def told_ended(said: str, feed: Feed, by: str, reader: Reader) -> Card:
    """To its owner, when the chair ended it."""
    made = say_day(to_local(feed.made_at, reader.zone).date())
    text = (
        f"{by} ended the one that you made on {made}. Your calendar gets nothing from it any more."
    )
    button = Button("Calendar feeds", OpenFeeds())
    return Card(f"Your calendar feed of {said} has ended.", (Text((text,)), Controls((button,))))


# ---- for the chair ------------------------------------------------------------------------------


def everybodys(
    feeds: Sequence[tuple[Feed, str, str]], force: TaskForce, reader: Reader, skip: int
) -> Card:
    """`feeds`: each with who made it, and what it is of."""
    skip = skip if skip < len(feeds) else 0
    rows = tuple(_their_row(*found, reader) for found in feeds[skip : skip + PAGE])
    left = len(feeds) - skip - len(rows)
    controls = [_names_button(on=not force.feed_names)]
    if left > 0:
        more = ListFeeds(inside=True, skip=skip + PAGE)
        controls.append(Button(f"Show {min(left, PAGE)} more", more))
    controls += [Button("My own", OpenFeeds(inside=True)), Button("Set-up", OpenSetup(inside=True))]
    said: Text = Text((_names_said(force),))
    none = () if feeds else (Text(("Nobody has made one.",)),)
    return Card(f"Calendar feeds: {len(feeds)}", (said, *none, *rows, Controls(tuple(controls))))


def _their_row(feed: Feed, name: str, said: str, reader: Reader) -> Row:
    own = "own turns" if feed.kind is FeedKind.MINE else said
    line = f"{name}: {own}, {_dates(feed, reader)}"
    end = EndFeed(feed=feed.id, listed=True)
    about = f"End {name}'s feed of {own}"
    return Row((line,), Button("End it", end, Style.DANGER, _confirm_end(own), about))


def _names_button(*, on: bool) -> Button:
    text = (
        "Whoever has a feed's address then reads who holds what, by name, in their calendar."
        if on
        else "Calendars then show whether a turn is held or open, and not by whom."
    )
    label = "Show names" if on else "Show no names"
    return Button(label, ShowNames(on=on), confirm=Confirm(f"{label}?", text, label))


def names_changed(change: int | None, *, on: bool) -> Card:
    undo = (Button("Undo", Undo(change)),) if change else ()
    again = Button("Calendar feeds", ListFeeds(inside=True))
    text = "It shows in people's calendars as soon as they look again."
    return Card(_names_now(on=on), (Text((text,)), Controls((*undo, again))))


def names_unchanged(*, on: bool) -> Card:
    again = Button("Calendar feeds", ListFeeds(inside=True))
    return Card(_names_now(on=on), (Text(("It was so already.",)), Controls((again,))))


def _names_now(*, on: bool) -> str:
    return "Calendar feeds show names." if on else "Calendar feeds show no names."


# ---- pieces -------------------------------------------------------------------------------------


def _add(feed: Feed, *, again: bool = False) -> AddFeed:
    return AddFeed(kind=feed.kind.value, duty=feed.duty_id or 0, again=again)


def _dates(feed: Feed, reader: Reader) -> str:
    made = say_day(to_local(feed.made_at, reader.zone).date())
    if feed.read_at is None:
        return f"made {made}, read by no calendar yet"
    return f"made {made}, last read about {say_day(to_local(feed.read_at, reader.zone).date())}"


def _confirm_end(said: str) -> Confirm:
    text = "Calendars that use its address get nothing any more. A new one can be made any time."
    return Confirm(f"End the feed of {said}?"[:100], text, "End it")


def _confirm_new(said: str) -> Confirm:
    text = "Calendars that use the one before get nothing any more: add the new one there."
    return Confirm(f"A new address for {said}?"[:100], text, "New address")
