"""Every number of Microsoft's that Muster keeps, once, each with the page it stands on.

LM stands for https://learn.microsoft.com/en-us/microsoftteams/platform.
"""

from __future__ import annotations

from typing import Final

# ---- messages ---------------------------------------------------------------------------------
# Teams takes some 100 KB, counted as UTF-16 with mentions; 80 KB is what it advises.
# LM/bots/how-to/format-your-bot-messages
MESSAGE_BYTES: Final = 80_000
REFRESH_USERS: Final = 60  # for whom a card refreshes itself.
# LM/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views

# ---- people. LM/bots/how-to/get-teams-context -------------------------------------------------
ROSTER_PAGE: Final = 500  # members in one answer; 50 at least
ROSTER_MOST: Final = 5_000  # ours: of one conversation; a task force has hundreds

# ---- time and the wire ------------------------------------------------------------------------
# An invoke is to be answered in 5 s, and is sent again after some 15.
# LM/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
INVOKE_SECONDS: Final = 3.0  # ours: the rest is the way there and back
# https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
TOKEN_LEEWAY_SECONDS: Final = 300
KEYS_SECONDS: Final = 24 * 3600  # same page: keys are read anew once a day
BODY_BYTES: Final = 1 << 20  # ours: activities are smaller than 100 KB, submitted forms too

# ---- the app package. https://developer.microsoft.com/json-schemas/teams/v1.29, an app manifest's
DEVELOPER_NAME: Final = 32  # characters
PAGE_LENGTH: Final = 2_048  # characters of a website's address
VERSION_LENGTH: Final = 256
COMMANDS: Final = 10  # a list; the schema says 12. LM/bots/how-to/create-a-bot-commands-menu
HOST_LENGTH: Final = 253  # characters. RFC 1035, without the dot at its end

# ---- cards --------------------------------------------------------------------------------------
# https://adaptivecards.microsoft.com names no lengths: what is shown is bounded by MESSAGE_BYTES.
# These are ours, so that no single part takes the whole of it.
CARD_VERSION: Final = "1.5"  # of bots' cards. LM/task-modules-and-cards/cards/cards-reference
RUN: Final = 2_000  # units of one run of text; longer text is split
BLOCK: Final = 3_000  # units of one block of text: so much goes at once if it has to be cut
URL: Final = 2_000  # units of an address
LABEL: Final = 250  # of a link or an input
BUTTON: Final = 75  # of a button: as on Slack, where it was worded to fit
ABOUT: Final = 200  # of a button's tooltip
# In one row, where a host may hide the rest: what hosts set by default.
# https://learn.microsoft.com/en-us/adaptive-cards/rendering-cards/host-config
ACTIONS: Final = 5
FACTS: Final = 10  # names with values in one block: so much goes at once if it has to be cut
BOXES: Final = 10  # choices to tick; more are a list to search in
ROOMS_BYTES: Final = 8_000  # of the list of rooms
CHOICES: Final = 1_000  # of one list
TITLE: Final = 60  # of a dialog
HINT: Final = 2_000
INPUT_TEXT: Final = 3_000  # of one text input: as on Slack, so that forms ask the same
CODE: Final = 8_000  # units of a document in one message, where it stands twice
TABLE_COLUMNS: Final = 20
NATIVE_BYTES: Final = 32_000  # of one table or chart: a larger one is text, line by line
CHART_POINTS: Final = 40  # categories; more cannot be told apart
CHART_SERIES: Final = 12
TEXT_BYTES: Final = 8_000  # kept for a card as text, beside what is shown (three times)
