"""Words that people write → values: forgivingly, without guessing, without knowing any feature.

Import everything from here. Nothing reads the clock: a `When` is what was said, `resolve` makes a
span of it for an instant and a zone.

    tidying     what keyboards leave in a text
    durations   hours → minutes
    when        a time as it is said; reading, days, clocks read it; resolving dates it
    matching    which of several names is meant
    splitting   name, time, hours, people, note in any order; chunks, known, people help it
    parties     who takes part: with whom, from whom, for whom
    verbs       the first word of a command
    doubts      words with two meanings, and both of them to copy
"""

from __future__ import annotations

from bot.grammar.doubts import Doubt
from bot.grammar.durations import hours
from bot.grammar.matching import Match, match
from bot.grammar.parties import Exchange, Named, Party, read_exchange, read_named
from bot.grammar.people import Mention, read_mention
from bot.grammar.reading import parse_when
from bot.grammar.resolving import Kind, Prefer, Resolved, resolve
from bot.grammar.splitting import Parts, split, split_tail
from bot.grammar.tidying import LONGEST, tidy
from bot.grammar.verbs import NoVerb, Verb, find_verb
from bot.grammar.when import Day, DayKind, When

__all__ = [
    "LONGEST",
    "Day",
    "DayKind",
    "Doubt",
    "Exchange",
    "Kind",
    "Match",
    "Mention",
    "Named",
    "NoVerb",
    "Parts",
    "Party",
    "Prefer",
    "Resolved",
    "Verb",
    "When",
    "find_verb",
    "hours",
    "match",
    "parse_when",
    "read_exchange",
    "read_mention",
    "read_named",
    "resolve",
    "split",
    "split_tail",
    "tidy",
]
