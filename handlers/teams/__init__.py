"""Teams: what people say there becomes Caller and Heard, and cards become Adaptive Cards.

In      http (bearer tokens by signatures, malformed requests) → inbound → activities
Out     activities → replies, and the postman → messenger, both through
        adaptive, forms → elements, controls, tables, charts → fit, text
Line    api → adapter (botbuilder's turn and connector client) → tokens, errors
Facts   limits (Microsoft's numbers), account (its clouds), errors (what its refusals mean)

botbuilder and the typed cards are met only here; no type of theirs leaves. What goes in and out is
plain dicts, so that botbuilder's successor would be met only here too (docs/decisions/0010).
"""
