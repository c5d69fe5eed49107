"""Slack: what people say there becomes Caller and Heard, and cards become Block Kit.

In      http (signatures, malformed requests) or socket (Socket Mode) → inbound → listeners
Out     listeners → replies, and the postman → messenger, both through
        blocks, forms → elements, controls, tables, charts → fit, pieces, text
Facts   limits (Slack's numbers), errors (what Slack's refusals mean), manifest.yml at the top

Bolt and the SDK are met only here; no type of theirs leaves. Blocks are plain dicts: the SDK's
models turn blocks that they do not know into null.
"""
