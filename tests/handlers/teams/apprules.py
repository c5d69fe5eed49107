"""Microsoft's rules for an app's manifest, of the parts that Muster uses."""

from __future__ import annotations

from jsonschema import Draft202012Validator


def text(most, pattern=None):
    rule = {"type": "string", "minLength": 1, "maxLength": most}
    return rule | ({"pattern": pattern} if pattern else {})


def thing(*required, **fields):
    return {
        "type": "object",
        "properties": fields,
        "required": list(required),
        "additionalProperties": False,
    }


def listed(item, most):
    return {"type": "array", "items": item, "maxItems": most, "minItems": 1, "uniqueItems": True}


FLAG = {"type": "boolean"}
GUID = text(36, r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
PAGE = text(2048, r"^https://")
SCOPE = {"enum": ["team", "personal", "groupChat", "copilot"]}
# App manifest 1.29, OfficeDev/microsoft-teams-app-schema; ten commands by Microsoft's pages
RULES = thing(
    *("manifestVersion", "version", "id", "developer", "name", "description", "icons"),
    "accentColor",
    **{"$schema": text(2048, "^https://.*/v1.29/")},
    manifestVersion={"const": "1.29"},
    version=text(256, r"^\d+\.\d+\.\d+$"),
    id=GUID,
    developer=thing(
        *("name", "websiteUrl", "privacyUrl", "termsOfUseUrl"),
        name=text(32),
        websiteUrl=PAGE,
        privacyUrl=PAGE,
        termsOfUseUrl=PAGE,
    ),
    name=thing("short", short=text(30), full=text(100)),
    description=thing("short", "full", short=text(80), full=text(4000)),
    icons=thing("outline", "color", outline=text(2048), color=text(2048)),
    accentColor=text(7, r"^#[0-9a-fA-F]{6}$"),
    bots=listed(
        thing(
            *("botId", "scopes"),
            botId=GUID,
            scopes=listed(SCOPE, 4),
            isNotificationOnly=FLAG,
            supportsFiles=FLAG,
            supportsTargetedMessages=FLAG,
            commandLists=listed(
                thing(
                    *("scopes", "commands"),
                    scopes=listed(SCOPE, 4),
                    triggers=listed({"enum": ["mention", "slash"]}, 2),
                    commands=listed(
                        thing(
                            "title",
                            title=text(32),  # 128 since 1.2x, 32 before
                            description=text(128),  # 4000 since 1.2x, 128 before
                            type={"enum": ["basic", "prompt"]},
                            prompt=text(4000),
                        ),
                        10,
                    ),
                ),
                3,
            ),
        ),
        1,
    ),
    validDomains=listed(text(2048, r"^[a-z0-9.-]+$"), 100),
)


def broken_rules(manifest):
    return [error.message for error in Draft202012Validator(RULES).iter_errors(manifest)]
