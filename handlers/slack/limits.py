"""Every number of Slack's that Muster keeps, once, each with the page it stands on.

Characters are counted as UTF-16 code units (handlers.slack.text.units): never fewer than Slack
counts, whichever way it counts. SD stands for https://docs.slack.dev.
"""

from __future__ import annotations

from typing import Final

# ---- messages ---------------------------------------------------------------------------------
TEXT_POST: Final = (
    40_000  # characters; longer is cut by Slack. SD/reference/methods/chat.postMessage
)
TEXT_UPDATE: Final = 4_000  # else msg_too_long. SD/reference/methods/chat.update
BLOCKS_MESSAGE: Final = 50  # SD/reference/block-kit/blocks
# Undocumented: 12,000 characters and something for each block are said to fit, 11,341 in many small
# rich_text elements did not. https://github.com/slackapi/bolt-js/issues/2509 and /2867
WEIGHT_MESSAGE: Final = 12_000
WEIGHT_PER_PART: Final = 25  # our reckoning of "something for each block" and element
TABLES_MESSAGE: Final = 1  # else only_one_table_allowed. https://github.com/vercel/chat
CHARTS_MESSAGE: Final = 2  # observed, undocumented. https://github.com/vercel/chat
TOPIC: Final = 250  # characters of a channel's. SD/reference/methods/conversations.setTopic

# ---- views ------------------------------------------------------------------------------------
BLOCKS_VIEW: Final = 100  # modals and App Home. SD/reference/block-kit/blocks
VIEW_BYTES: Final = 250_000  # view_too_large. SD/reference/methods/views.publish
VIEW_TITLE: Final = 24  # and submit, and close. SD/reference/views/modal-views
PRIVATE_METADATA: Final = 3_000

# ---- blocks. SD/reference/block-kit/blocks/<name>-block -----------------------------------------
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
ACTIONS_ELEMENTS: Final = 25
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
BLOCK_ID: Final = 255
TEXT_OBJECT: Final = 3_000  # SD/reference/block-kit/composition-objects/text-object

TABLE_ROWS: Final = 100  # the header among them. SD/reference/block-kit/blocks/table-block
TABLE_COLUMNS: Final = 20
# Over all cells of a message. https://github.com/vellum-ai/vellum-assistant/pull/36219, and the
# same number for data_table: SD/reference/block-kit/blocks/data-table-block
TABLE_CHARS: Final = 10_000

# ---- data_visualization. SD/reference/block-kit/blocks/data-visualization-block -----------------
CHART_TITLE: Final = 50
CHART_AXIS: Final = 50
CHART_LABEL: Final = 20  # of a series, a category, a segment
CHART_POINTS: Final = 20  # categories, and so points of a series
CHART_SERIES: Final = 6  # and segments; newer sources say 12, the older and stricter one is kept

# ---- elements. SD/reference/block-kit/block-elements --------------------------------------------
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_ABOUT: Final = 75  # accessibility_label
URL: Final = 3_000
OPTIONS: Final = 100  # of a select, and of each of its groups
OPTION_GROUPS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 75  # 150 says composition-objects/option-object, 75 say npm @slack/types
GROUP_LABEL: Final = 75
PLACEHOLDER: Final = 150
CHECKBOXES: Final = 10
INPUT_TEXT: Final = 3_000  # plain_text_input: max_length
CONFIRM_TITLE: Final = 100  # composition-objects/confirmation-dialog-object, and the next two
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# ---- time and the wire --------------------------------------------------------------------------
ACK_SECONDS: Final = 3.0  # SD/interactivity/handling-user-interaction, SD/apis/events-api
SIGNATURE_SECONDS: Final = 300  # SD/authentication/verifying-requests-from-slack
RETRIES_SECONDS: Final = 6 * 60  # at once, after 1 and after 5 minutes. SD/apis/events-api
BODY_BYTES: Final = 1 << 20  # ours: Slack's largest payloads are views of 250 KB
