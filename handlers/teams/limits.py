"""Every number of Microsoft's that Muster keeps, once, each with the page it stands on.

LM stands for https://learn.microsoft.com/en-us/microsoftteams/platform.
"""

from __future__ import annotations

from typing import Final

# ---- messages ---------------------------------------------------------------------------------
# Teams takes some 100 KB, counted as UTF-16 with mentions; 80 KB is what it advises.
# LM/bots/how-to/format-your-bot-messages
MESSAGE_BYTES: Final = 80_000
TARGETED_SECONDS: Final = 24 * 3600  # a private message in a room then vanishes.
# LM/agents-in-teams/targeted-messages
REFRESH_USERS: Final = 60  # for whom a card refreshes itself.
# LM/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views

# ---- people. LM/bots/how-to/get-teams-context -------------------------------------------------
ROSTER_PAGE: Final = 500  # members in one answer; 50 at least
ROSTER_MOST: Final = 5_000  # ours: of one conversation; a task force has hundreds

# ---- time and the wire ------------------------------------------------------------------------
# An invoke is to be answered in 5 s, and is sent again after some 15.
# LM/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
INVOKE_SECONDS: Final = 3.0  # ours: the rest is the way there and back
REPEATED_SECONDS: Final = 6 * 60  # ours: in which an activity may come again
# https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
TOKEN_LEEWAY_SECONDS: Final = 300
KEYS_SECONDS: Final = 24 * 3600  # same page: keys are read anew once a day
BODY_BYTES: Final = 1 << 20  # ours: activities are smaller than 100 KB, submitted forms too
