"""Every word of the home card and of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.away.requests import Back, SayAway
from bot.cards import (
    Button,
    Card,
    ChoiceInput,
    Confirm,
    Controls,
    DateInput,
    Divider,
    Element,
    Fields,
    Form,
    Heading,
    Row,
    Small,
    Style,
    Text,
    TextInput,
    TimeInput,
)
from bot.claims.requests import Claim, Release
from bot.claims.rules import DEFAULT_CEILING
from bot.figures import Coverage
from bot.held import Held
from bot.help.requests import AskHelp
from bot.home.requests import OpenSettings, SaveSettings
from bot.hours.requests import OpenHoursForm, OpenLogForm
from bot.model import Away, Duty, Member, Reminding, Role
from bot.model import Claim as Holding
from bot.people.requests import AskToJoin, Leave
from bot.roster.requests import AskMine, AskOpen, AskWho
from bot.setup.requests import OpenSetup
from bot.status.requests import AskStatus
from bot.undo.requests import Undo
from bot.weeks import (
    beginning,
    format_minute,
    say_day,
    say_days,
    say_minutes,
    say_span,
    say_week,
    to_local,
    week_label,
)

ROWS = 6  # turns in each section: the whole card stays within Slack's 50 blocks of a message

_REMINDING = {
    Reminding.NORMAL: "normal: the weekly question, reminders, up to two nudges a week",
    Reminding.GENTLE: "gentle: the weekly question and reminders, no nudges",
    Reminding.NONE: "none: nothing unless you ask",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """What is one member's own, as the card shows it."""

    member: Member
    turns: Sequence[tuple[Duty, Holding]]
    pledged: int | None  # minutes this week; None: not said
    held: int
    logged: int
    away: Away | None  # running now
    open_turns: Sequence[Held]


def home(
    task_force: str,
    mine: Mine,
    weeks: Sequence[tuple[date, Coverage]],
    now: datetime,
    first_weekday: int,
) -> Card:
    """The whole page of one member."""
    zone = mine.member.zone
    body: list[Element] = [
        Text((f"{beginning(say_week(weeks[0][0]))}.",)),
        *_away(mine.away),
        Controls(_main_buttons(mine.member, mine.away)),
        *_my_turns(mine.turns, zone, now, first_weekday),
        *_my_hours(mine, weeks[0][0]),
        *_open(mine.open_turns, mine.member, zone, first_weekday),
        Heading("The next weeks"),
        *(_week_row(week, figures) for week, figures in weeks),
        *_settings(mine.member, to_local(now, zone).date()),
    ]
    return Card(f"Muster · {task_force}", tuple(body))


def _main_buttons(member: Member, away: Away | None) -> tuple[Button, ...]:
    buttons = [
        Button("Who has what", AskWho()),
        Button("What is open", AskOpen()),
        Button("My turns", AskMine()),
        Button("I am back", Back(away=away.id)) if away else Button("I will be away", SayAway()),
        Button("Help", AskHelp()),
    ]
    if member.role is Role.CHAIR:
        buttons += [Button("Status", AskStatus()), Button("Set-up", OpenSetup())]
    return tuple(buttons)


def _away(away: Away | None) -> tuple[Text, ...]:
    if away is None:
        return ()
    return (Text((f"You are away, {say_days(away.first_day, away.last_day)}.",)),)


def _my_turns(
    turns: Sequence[tuple[Duty, Holding]], zone: str, now: datetime, first_weekday: int
) -> tuple[Element, ...]:
    rows: list[Element] = [Heading("My turns")]
    for duty, claim in turns[:ROWS]:
        running = " · now" if claim.span.contains(now) else ""
        when = say_span(claim.span, zone, first_weekday)
        line = f"{duty.name}: {when}, {say_minutes(claim.minutes)}{running}"
        button = Button("Give back", Release(claim=claim.id), about=f"Give back {duty.name}")
        rows.append(Row((line,), button))
    if not turns:
        rows.append(Text(("You hold nothing from now on.",)))
    if len(turns) > ROWS:
        rows.append(Row((f"{len(turns) - ROWS} more.",), Button("All my turns", AskMine())))
    return tuple(rows)


def _my_hours(mine: Mine, week: date) -> tuple[Element, ...]:
    member = mine.member
    pledged = "not said yet" if mine.pledged is None else say_minutes(mine.pledged)
    most = member.ceiling_minutes
    usual = f"{say_minutes(member.usual_minutes)} a week"
    ceiling = (
        f"{say_minutes(DEFAULT_CEILING)} unless you set it" if most is None else say_minutes(most)
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
    return (Heading("My hours"), Fields(pairs), Controls((offered, log)))


def _open(
    turns: Sequence[Held], member: Member, zone: str, first_weekday: int
) -> tuple[Element, ...]:
    rows: list[Element] = [Heading("Open for me")]
    for held in turns[:ROWS]:
        fits = " · your department" if held.duty.department_id == member.department_id else ""
        when = say_span(held.turn.span, zone, first_weekday)
        need = say_minutes(held.missing) if held.missing else "one more person"
        button = Button("Claim", Claim(turn=held.turn.id), about=f"Claim {held.duty.name}, {when}")
        rows.append(Row((f"{held.duty.name}: {when}, {need}{fits}",), button))
    if not turns:
        rows.append(Text(("Nothing is open this week and next. Thank you.",)))
    if len(turns) > ROWS:
        rows.append(Row((f"{len(turns) - ROWS} more.",), Button("All that is open", AskOpen())))
    return tuple(rows)


def _week_row(week: date, figures: Coverage) -> Row:
    covered = f"{say_minutes(figures.covered)} of {say_minutes(figures.needed)} covered"
    holes = len(figures.holes)
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


def _settings(member: Member, today: date) -> tuple[Element, ...]:
    buttons = (Button("Change my settings", OpenSettings()), _leave_button())
    return (
        Divider(),
        Heading("My settings"),
        Fields(_said_settings(member, today)),
        Controls(buttons),
    )


def _said_settings(member: Member, today: date) -> tuple[tuple[str, str], ...]:
    paused = member.paused_until
    pause = f"until {say_day(paused)}" if paused and paused > today else "none"
    return (
        ("Quiet hours", _quiet(member)),
        ("Reminders", str(member.reminding)),
        ("Pause", pause),
        ("Zone", member.zone),
    )


def _quiet(member: Member) -> str:
    if member.quiet_from == member.quiet_to:
        return "none"
    return f"{format_minute(member.quiet_from)}–{format_minute(member.quiet_to)}"


def _leave_button() -> Button:
    text = "What you hold from now on is open again. What you did stays on record."
    confirm = Confirm("Leave the task force?", text, "Leave", "Stay")
    return Button("Leave the task force", Leave(), Style.DANGER, confirm)


# ---- people outside of the task force -----------------------------------------------------------

_WHAT = (
    "Muster holds the roster of the social media task force: who looks after which account, when,"
    " and for how many hours. Colleagues of every department give a few hours a week, and Muster"
    " fills the gaps and reminds gently."
)


def newcomer(task_force: str, *, left: bool, never_set_up: bool) -> Card:
    """Two sentences and the way in."""
    if never_set_up:
        text = "Nobody has set it up yet. Whoever does that first becomes its chair."
        buttons = (Button("Set it up", OpenSetup(), Style.PRIMARY), Button("Help", AskHelp()))
        return Card(f"Muster · {task_force}", (Text((_WHAT,)), Text((text,)), Controls(buttons)))
    label = "Ask to join again" if left else "Ask to join"
    body: list[Element] = [Text((_WHAT,))]
    if left:
        body.append(Text(("You are no longer in the task force.",)))
    body.append(Controls((Button(label, AskToJoin(), Style.PRIMARY), Button("Help", AskHelp()))))
    return Card(f"Muster · {task_force}", tuple(body))


def waiting(task_force: str, deciders: Sequence[str]) -> Card:
    who = (
        f"{' or '.join(deciders[:3])} says yes in one tap."
        if deciders
        else "There is no chair now."
    )
    text = f"Your request to join is waiting. {who} You get a message."
    return Card(
        f"Muster · {task_force}",
        (Text((_WHAT,)), Text((text,)), Controls((Button("Help", AskHelp()),))),
    )


def cannot_join(task_force: str, sentences: Sequence[str]) -> Card:
    """A stranger of another company, or an app: what this is, and why it is not for them."""
    return Card(
        f"Muster · {task_force}", (Text((_WHAT,)), Text((" ".join(s for s in sentences if s),)))
    )


# ---- settings -----------------------------------------------------------------------------------


def settings_form(member: Member, today: date) -> Form:
    paused = member.paused_until
    ceiling = member.ceiling_minutes
    return Form(
        "My settings",
        "Save",
        SaveSettings(),
        (
            TimeInput(
                name="quiet_from",
                label="Quiet from",
                hint="Nothing is said to you of its own accord in quiet hours. Twice the same: none.",
                initial=format_minute(member.quiet_from % 1440),
            ),
            TimeInput(
                name="quiet_to", label="Quiet until", initial=format_minute(member.quiet_to % 1440)
            ),
            ChoiceInput(
                name="reminding",
                label="Reminders",
                options=tuple((str(r), text) for r, text in _REMINDING.items()),
                initial=(str(member.reminding),),
            ),
            DateInput(
                name="paused_until",
                label="Pause until",
                hint="No questions, nudges and reminders before that day. Empty: no pause.",
                initial=paused.isoformat() if paused and paused > today else "",
                optional=True,
            ),
            TextInput(
                name="zone",
                label="Time zone",
                hint="A city in it, like Berlin.",
                initial=member.zone,
                most=80,
            ),
            TextInput(
                name="country",
                label="Country",
                hint="Two letters such as DE: on its public holidays you are left alone.",
                initial=member.country,
                most=2,
                optional=True,
            ),
            TextInput(
                name="usual",
                label="Usual hours a week",
                hint="Like 2, 1.5 or 1h30.",
                initial=say_minutes(member.usual_minutes),
                most=20,
                optional=True,
            ),
            TextInput(
                name="ceiling",
                label="At most a week",
                hint=f"Beyond it you cannot claim. Empty: {say_minutes(DEFAULT_CEILING)}, or what you offer.",
                initial="" if ceiling is None else say_minutes(ceiling),
                most=20,
                optional=True,
            ),
        ),
    )


def saved(member: Member, change: int, today: date) -> Card:
    """The settings as they are now."""
    ceiling = member.ceiling_minutes
    pairs = (
        *_said_settings(member, today),
        ("Country", member.country or "as the task force"),
        ("Usually", f"{say_minutes(member.usual_minutes)} a week"),
        ("At most a week", "not set" if ceiling is None else say_minutes(ceiling)),
    )
    return Card(
        "Your settings are saved.", (Fields(pairs), Controls((Button("Undo", Undo(change)),)))
    )


def unchanged() -> Card:
    return Card("Your settings are as they were.", (Small(("Nothing was changed.",)),))


def undone(member: Member, today: date) -> Card:
    return Card("Undone: your settings are as before.", (Fields(_said_settings(member, today)),))
