"""What counts as absence in a calendar and in a status, and when a calendar is read again. Pure.

A meeting is none. Who is asked "shall I note it?" can say no; yet each needless question is noise,
so a calendar's own "out of office" counts, and else words that hardly mean anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from urllib.parse import urlsplit

from bot.names import fold

LEAST = timedelta(hours=1)  # shorter is no absence: a turn bears it
LONG = timedelta(hours=6)  # of hours named only "vacation" or "sick": most of a working day
AHEAD = timedelta(weeks=12)  # so far turns are made: what comes later is asked about later


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# ---- which words -----------------------------------------------------------------------------
# All folded: lower case, no accents. Several words are matched as they stand.

EXPLICIT = _set(
    "out of office|ooo|oof|pto|absent|abwesend|abwesenheit|ausser haus|außer haus|nicht im buro|"
    "absente|en absence|hors du bureau|fuera de la oficina|ausente|fuori ufficio|assente|"
    "afwezig|fora do escritorio|nieobecny|nieobecna|poza biurem|franvarande|fravaerende"
)
NAMED = _set(
    # English
    "vacation|vacationing|vacations|holiday|holidays|annual leave|on leave|parental leave|"
    "maternity leave|paternity leave|sick leave|bereavement leave|unpaid leave|medical leave|"
    "family leave|compassionate leave|study leave|sabbatical|sick|sick day|out sick|off sick|ill|"
    "unwell|paid time off|time off|day off|days off|off duty|leave of absence|not working|"
    # German
    "urlaub|urlaubstag|urlaubstage|ferien|krank|krankheit|krankgeschrieben|krankgemeldet|"
    "krankmeldung|krankenstand|kind krank|kindkrank|elternzeit|mutterschutz|freier tag|"
    "freie tage|gleittag|zeitausgleich|uberstundenabbau|uberstundenfrei|bildungsurlaub|reha|"
    # French, Spanish, Italian, Dutch, Portuguese, Polish, the North
    "vacances|conge|conges|rtt|arret maladie|malade|vacaciones|de baja|baja medica|enfermo|"
    "enferma|dia libre|dias libres|ferie|malattia|malato|malata|vakantie|verlof|ziek|"
    "vrije dag|ferias|doente|urlop|chory|chora|zwolnienie lekarskie|sjuk|sygdom|syg|syk|"
    "barselsorlov|semesterledig"
)
COMPOUND = "urlaub"  # Sommerurlaub, Sonderurlaub, Resturlaub …
# With these it is about absence, and none: a party, a plan, somebody's cover, a public holiday
# (Muster knows those by country).
NOT_WITH = _set(
    "party|parties|planning|plan|planen|plans|planung|feier|request|requests|antrag|approval|"
    "approve|approvals|deadline|policy|cover|covering|coverage|vertretung|vertreten|handover|"
    "ubergabe|review|meeting|sync|briefing|book|buchen|booking|search|ideas|photos|cards|season|"
    "market|markt|sale|quiz|lunch|dinner|bank|public|national|feiertag|feiertage|school|schule|"
    "schulferien|no|not|kein|keine|keinen|cancelled|canceled|abgesagt|reminder|erinnerung|budget|"
    "insurance|versicherung|half|halber|halbtags|workshop|training|webinar|interview|ended|over|"
    "before|after|nachher|vorher|vor|countdown|message|nachricht|autoreply|campaign|kampagne|"
    "post|posts|newsletter|special|gift|gifts|decorations"
)
NOT_AFTER = ("back from", "return from", "returning from", "zuruck aus", "zuruck vom", "retour de")
# What may stand beside such a word without saying that it is somebody else's.
FILLING = _set(
    "my|mein|meine|mon|mes|mi|mis|mio|mie|im|i|am|ich|bin|is|in|on|an|at|the|a|der|die|das|auf|en|"
    "day|days|tag|tage|all|whole|full|ganzer|ganztagig|family|familie|familien|summer|sommer|"
    "winter|spring|autumn|herbst|fruhling|christmas|xmas|weihnachten|weihnachts|easter|ostern|"
    "to|bis|until|till|from|von|ab|and|und|with|mit|week|woche|long|jahr|year|today|heute|still|"
    "again|wieder|s|m|genehmigt|approved|bezahlt|paid|annual|rest"
)
_TOKEN = re.compile(r"[a-z0-9ß]+")


class Saying(IntEnum):
    """How clearly a title speaks of absence."""

    NOTHING = 0
    AMONG_OTHERS = 1  # there is more in it: "Urlaub Mallorca", but also "Anna on vacation"
    ALONE = 2  # nothing else


@dataclass(frozen=True, slots=True)
class Title:
    saying: Saying
    explicit: bool = False  # "out of office" and its like


_NO_TITLE = Title(Saying.NOTHING)


def read_title(text: str) -> Title:
    """What an event's name, or a status, says. Emoji, figures and case do not count."""
    words = _TOKEN.findall(fold(text[:300].replace("'", "")))
    joined = f" {' '.join(words)} "
    if any(f" {phrase} " in joined for phrase in NOT_AFTER):
        return _NO_TITLE
    explicit = [phrase for phrase in EXPLICIT if f" {phrase} " in joined]
    named = [phrase for phrase in NAMED if f" {phrase} " in joined]
    named += [word for word in words if word.endswith(COMPOUND)]
    # "not" is in "nicht im Büro" and "not working" itself
    for phrase in sorted((*explicit, *named), key=len, reverse=True):
        joined = joined.replace(f" {phrase} ", "  ")
    rest = [word for word in joined.split() if not word.isdecimal()]
    if not (explicit or named) or not NOT_WITH.isdisjoint(rest):
        return _NO_TITLE
    alone = all(word in FILLING for word in rest)
    return Title(Saying.ALONE if alone else Saying.AMONG_OTHERS, bool(explicit))


# ---- which events ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """Of an event, all that matters; it ends with the reading."""

    title: str
    busy: str  # Outlook's: FREE, TENTATIVE, BUSY, OOF, WORKINGELSEWHERE; "" if it does not say
    transparent: bool  # TRANSP: shown as free
    cancelled: bool
    whole_days: bool
    lasts: timedelta


def counts(event: Facts) -> bool:
    """Whether it is an absence.

    Whole days shown as free count only by a name that says nothing else: so calendars keep one's
    own "Vacation" (free is what they propose for whole days), but also "Anna's vacation".
    """
    if event.cancelled or (not event.whole_days and event.lasts < LEAST):
        return False
    if event.busy == "OOF":
        return True
    if event.busy in ("TENTATIVE", "WORKINGELSEWHERE"):
        return False
    title = read_title(event.title)
    if event.whole_days:
        free = event.transparent or event.busy == "FREE"
        return title.saying >= (Saying.ALONE if free else Saying.AMONG_OTHERS)
    if event.transparent or event.busy == "FREE" or title.saying is Saying.NOTHING:
        return False
    return title.explicit or event.lasts >= LONG


# ---- which statuses --------------------------------------------------------------------------

AWAY_EMOJI = _set(
    "palm_tree|desert_island|beach_with_umbrella|umbrella_on_ground|face_with_thermometer|"
    "face_with_head_bandage|mask|sneezing_face|nauseated_face|hospital|baby_bottle"
)
WORKING = _set(
    "working|work|remote|remotely|arbeite|mobil|homeoffice|home|office|workation|meeting|focus|"
    "fokus|call|lunch|available|erreichbar|reachable|commuting|travel|travelling"
)


def status_counts(emoji: str, text: str) -> bool:
    """Whether what somebody says beside their name is that they are away. `emoji`: `palm_tree`."""
    if read_title(text).saying is not Saying.NOTHING:
        return True
    words = set(_TOKEN.findall(fold(text[:300])))
    said = any(f" {phrase} " in f" {fold(text[:300])} " for phrase in NOT_AFTER)
    return emoji in AWAY_EMOJI and not said and words.isdisjoint(WORKING | NOT_WITH)


# ---- when a calendar is read again -------------------------------------------------------------

EVERY = timedelta(hours=2)
_CARDS_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
SPREAD = 0.25  # so much sooner or later: a thousand calendars do not ask one server at once
LONGEST_PAUSE = timedelta(hours=24)
MOST_FAILURES = 6  # in a row …
PATIENCE = timedelta(days=2)  # … and for that long: then it is switched off
WHOLE_EVERY = timedelta(hours=20)  # read whole though unchanged: other days have come into view

PROBLEMS = frozenset(
    {
        "address",  # it is none that may be read: inside the company's net, another port
        "unreachable",  # no answer, or none in time
        "refused",  # 401, 403: it asks for a password
        "missing",  # 404, 410
        "server",  # 5xx, 429 and all else
        "too_large",
        "no_calendar",  # a web page, for instance
        "unreadable",  # its content cannot be understood, or not in time
        "sealed",  # the operator's secret has changed
        "unlinked",  # a status of somebody who is no longer linked there
    }
)
# Nothing that waiting mends: the first time, the member has only just typed it.
FINAL = frozenset({"address", "refused", "missing", "too_large", "no_calendar", "unreadable"})


def next_reading(
    now: datetime, failures: int, chance: float, asked_to_wait: timedelta | None = None
) -> datetime:
    """`chance`: 0 to 1, spreads the readings. `asked_to_wait`: the server's Retry-After."""
    pause = min(EVERY * (1 << min(failures, 10)), LONGEST_PAUSE)
    if asked_to_wait is not None:
        pause = max(pause, min(asked_to_wait, LONGEST_PAUSE))
    return now + pause * (1 - SPREAD + 2 * SPREAD * chance)


def first_card(now: datetime) -> int:
    """The number from which on the cards of a calendar that is added now are counted.

    A database may give the id of one that went to the next one, and messages are known by both.
    """
    return max(0, int((now - _CARDS_SINCE).total_seconds()))


def gives_up(failures: int, failing_since: datetime, now: datetime) -> bool:
    """Whether a calendar that cannot be read is switched off."""
    return failures >= MOST_FAILURES and now - failing_since >= PATIENCE


# ---- addresses and places ----------------------------------------------------------------------

LONGEST_ADDRESS = 2000  # bytes
# Platforms that tell a bot what users say of themselves. Teams would, for Graph's rights over
# everybody's presence and calendars.
SAYS_STATUS = frozenset({"slack"})


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    host: str


class WrongAddressError(ValueError):
    """`code`: one of bot.calendars.words.opting."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_address(text: str) -> Address:
    """What a person pasted as an address that may be asked. Raises WrongAddressError.

    Where its name leads is looked at when it is fetched (handlers.calendars.addresses).
    """
    written = text.strip().strip("<>“”\"'").strip()
    if len(written.encode()) > LONGEST_ADDRESS:
        raise WrongAddressError("too_long")
    if not written.isprintable() or any(letter.isspace() for letter in written):
        raise WrongAddressError("no_address")
    scheme, colon, rest = written.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in ("https", "webcal", "webcals"):
        raise WrongAddressError("no_https" if scheme == "http" else "no_address")
    try:
        parts = urlsplit(f"https://{rest}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise WrongAddressError("no_address") from None
    if parts.username is not None or parts.password is not None:
        raise WrongAddressError("password")
    if port not in (None, 443):
        raise WrongAddressError("port")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise WrongAddressError("private")
    if "." not in host or len(host) > 253:
        raise WrongAddressError("no_address")
    return Address(f"https://{rest.partition('#')[0]}", host)
