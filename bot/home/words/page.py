"""The home card of a member: everything of theirs on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.away.requests import Back, OpenAwayForm
from bot.calendars.requests import ShowCalendars
from bot.cards import (
    Button,
    Card,
    Confirm,
    Controls,
    Divider,
    Element,
    Fields,
    Heading,
    Row,
    Small,
    Style,
    Text,
)
from bot.claims.requests import Release
from bot.claims.rules import DEFAULT_CEILING
from bot.cover.requests import ShowCover
from bot.fairness.requests import ShowMyLoad
from bot.feeds.requests import OpenFeeds
from bot.figures import Coverage
from bot.handover.requests import OpenHandover
from bot.help.requests import AskHelp
from bot.home.requests import OpenSettings
from bot.home.words.settings import said
from bot.hours.requests import OpenHoursForm, OpenLogForm
from bot.model import Away, Duty, Member, Role
from bot.model import Claim as Holding
from bot.people.requests import Leave, LinkMe, Unlink
from bot.picture.requests import ShowWeek
from bot.places import Places
from bot.reader import Reader, say_need
from bot.roster.requests import AskMine, AskOpen, AskWho, claim_of
from bot.roster.rules import Opening
from bot.setup.requests import OpenSetup
from bot.status.requests import AskStatus
from bot.swaps.requests import OpenSwapForm
from bot.weeks import beginning, say_minutes, say_week, to_local, week_label

AWAYS = 3  # absences
ROWS = 6  # turns in each section: the whole card stays within Slack's 50 blocks of a message


@dataclass(frozen=True, slots=True)
class Mine:
    """What is one member's own, as the card shows it."""

    member: Member
    turns: Sequence[tuple[Duty, Holding]]
    covers: Mapping[int, int]  # requests for cover, by claim
    pledged: int | None  # minutes this week; None: not said
    held: int
    logged: int
    aways: Sequence[Away]  # running now, and to come
    open_turns: Sequence[Opening]
    places: Places
    load: str  # what they carried lately, in words
    feeds: bool = False  # calendars can reach Muster


def home(
    task_force: str,
    mine: Mine,
    weeks: Sequence[tuple[date, Coverage]],
    now: datetime,
    reader: Reader,
) -> Card:
    """The whole page of one member, who is its reader."""
    body: list[Element] = [
        Text((f"{beginning(say_week(weeks[0][0]))}.",)),
        *_away(mine.aways, now, reader),
        Controls(_main_buttons(mine, now)),
        *_my_turns(mine.turns, mine.covers, now, reader),
        *_my_hours(mine, weeks[0][0]),
        *_open(mine.open_turns, reader, has_turns=any(figures.turns for _week, figures in weeks)),
        Heading("The next weeks"),
        *(_week_row(week, figures) for week, figures in weeks),
        *_settings(mine.member, to_local(now, reader.zone).date(), mine.places),
    ]
    return Card(f"Muster · {task_force}", tuple(body))


def _main_buttons(mine: Mine, now: datetime) -> tuple[Button, ...]:
    member, away = mine.member, next((a for a in mine.aways if a.span.contains(now)), None)
    buttons = [
        Button("Who holds what", AskWho()),
        Button("The week", ShowWeek(), about="The week as a table"),
        Button("See what is open", AskOpen()),
        Button("My turns", AskMine()),
        Button("I am back", Back(away=away.id))
        if away
        else Button("I will be away", OpenAwayForm()),
        Button("Help", AskHelp()),
    ]
    if mine.feeds:
        buttons.insert(4, Button("In my calendar", OpenFeeds(), about="Turns in my own calendar"))
    if member.role is Role.CHAIR:
        buttons += [Button("Status", AskStatus()), Button("Set-up", OpenSetup())]
    return tuple(buttons)


def _away(aways: Sequence[Away], now: datetime, reader: Reader) -> tuple[Element, ...]:
    rows: list[Element] = []
    for away in aways[:AWAYS]:
        when = reader.away(away)
        if away.span.contains(now):
            rows.append(Text((f"You are away, {when}.",)))
            continue
        here = Button("I am here", Back(away=away.id), about=f"I am here {when}")
        rows.append(Row((f"You will be away, {when}.",), here))
    left = len(aways) - AWAYS
    return (*rows, Small((f"Absences after that: {left}.",))) if left > 0 else tuple(rows)


def _my_turns(
    turns: Sequence[tuple[Duty, Holding]],
    covers: Mapping[int, int],
    now: datetime,
    reader: Reader,
) -> tuple[Element, ...]:
    rows: list[Element] = [Heading("My turns")]
    for duty, claim in turns[:ROWS]:
        running = " · now" if claim.span.contains(now) else ""
        line = f"{duty.name}: {reader.span(claim.span)}, {say_minutes(claim.minutes)}{running}"
        button = Button("Give back", Release(claim=claim.id), about=f"Give back {duty.name}")
        if claim.id in covers:
            line += " · cover wanted"
            look = ShowCover(cover=covers[claim.id])
            button = Button("How it stands", look, about=f"How cover stands for {duty.name}")
        rows.append(Row((line,), button))
    if not turns:
        rows.append(Text(("You hold nothing from now on.",)))
    if len(turns) > ROWS:
        rows.append(Row((f"{len(turns) - ROWS} more.",), Button("All my turns", AskMine())))
    if turns:
        rows.append(Controls((Button("Swap one of them", OpenSwapForm()),)))
    if any(claim.span.contains(now) for _duty, claim in turns):
        rows.append(Controls((Button("Handover note", OpenHandover()),)))
    return tuple(rows)


def _my_hours(mine: Mine, week: date) -> tuple[Element, ...]:
    member = mine.member
    pledged = "not said yet" if mine.pledged is None else say_minutes(mine.pledged)
    most = member.ceiling_minutes
    usual = f"{say_minutes(member.usual_minutes)} a week"
    ceiling = (
        f"{say_minutes(DEFAULT_CEILING)}, unless you set it" if most is None else say_minutes(most)
    )
    pairs = (
        ("Offered this week", pledged),
        ("Held this week", say_minutes(mine.held)),
        ("Done this week", say_minutes(mine.logged)),
        ("Usually", usual),
        ("At most a week", ceiling),
    )
    offered = Button("Offer hours" if mine.pledged is None else "Change my hours", OpenHoursForm())
    log = Button("Log hours done", OpenLogForm(week=week.isoformat()))
    carry = Button("What I carry", ShowMyLoad())
    load = Text((f"{mine.load}",))
    return (Heading("My hours"), Fields(pairs), load, Controls((offered, log, carry)))


def _open(openings: Sequence[Opening], reader: Reader, *, has_turns: bool) -> tuple[Element, ...]:
    rows: list[Element] = [Heading("Open for me")]
    for opening in openings[:ROWS]:
        duty, when = opening.held.duty, reader.span(opening.span)
        fits = " · your department" if opening.fits else ""
        need = say_need(opening.minutes, opening.people)
        button = Button("Claim", claim_of(opening), about=f"Claim {duty.name}, {when}")
        rows.append(Row((f"{duty.name}: {when}, {need}{fits}",), button))
    if not openings:
        nothing = "Nothing is open this week and next. Thank you."
        rows.append(Text((nothing if has_turns else "There are no duties yet.",)))
    if len(openings) > ROWS:
        rows.append(Row((f"{len(openings) - ROWS} more.",), Button("All that is open", AskOpen())))
    return tuple(rows)


def _week_row(week: date, figures: Coverage) -> Row:
    covered = f"{say_minutes(figures.covered)} of {say_minutes(figures.needed)} covered"
    holes = figures.open
    text = f"{beginning(say_week(week))}: {covered} ({figures.percent} %)"
    if not figures.turns:
        return Row((f"{beginning(say_week(week))}: no turns yet",))
    if not holes:
        return Row((f"{text}, nothing open",))
    button = Button(
        "See what is open",
        AskOpen(words=week_label(week)),
        about=f"See what is open, {say_week(week)}",
    )
    return Row((f"{text}, {holes} open",), button)


def _settings(member: Member, today: date, places: Places) -> tuple[Element, ...]:
    elsewhere = Button("Read my absence from a calendar", ShowCalendars())
    change = Button("Change my settings", OpenSettings())
    buttons = (change, elsewhere, *_links(places), _leave_button())
    return (
        Divider(),
        Heading("My settings"),
        Fields(said(member, today, places)),
        Controls(buttons),
    )


def _links(places: Places) -> tuple[Button, ...]:
    """To be known in one more place, and to be known in one no longer."""
    if not places.several:
        return ()
    link = (Button(f"Link {places.say(places.missing)}"[:75], LinkMe()),) if places.missing else ()
    return (*link, *(_unlink_button(places.name(w), w) for w in places.to_take_off))


def _unlink_button(where: str, workspace_id: int) -> Button:
    text = "Your user there is then nobody in the task force. What you hold stays yours."
    confirm = Confirm(f"Unlink {where}?"[:75], text, "Unlink")
    label, request = f"Unlink {where}"[:75], Unlink(workspace=workspace_id)
    return Button(label, request, Style.DANGER, confirm)


def _leave_button() -> Button:
    text = "What you hold from now on is open again. What you did stays on record."
    confirm = Confirm("Leave the task force?", text, "Leave", "Stay")
    return Button("Leave the task force", Leave(), Style.DANGER, confirm)
