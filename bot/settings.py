"""Settings, from the environment or a `.env` file; the only reader of the environment."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import Fault
from bot.weeks import zone_name

SLACK_API = "https://slack.com/api/"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TYPES = {name.lower(): name for name in ("SingleTenant", "MultiTenant", "UserAssignedMSI")}


class Settings(BaseSettings):
    """Each field's `description` is its line in the README's table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = Field(
        "sqlite:///muster.db",
        validation_alias="MUSTER_DATABASE_URL",
        description="Where Muster remembers: an SQLAlchemy address; "
        "`postgresql://…` works as people write it.",
    )
    host: str = Field("0.0.0.0", validation_alias="HOST", description="Address to listen on.")  # noqa: S104  # a container is reached from outside; the port is the operator's to guard
    port: int = Field(
        8000, validation_alias="PORT", ge=0, le=65535, description="Port to listen on."
    )
    slack_bot_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot token of the Slack app, `xoxb-…`.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing secret of the Slack app; needed for requests over HTTPS.",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="App token, `xapp-…`; set: Socket Mode.",
    )
    slack_api_url: str = Field(
        SLACK_API,
        validation_alias="SLACK_API_URL",
        description="Any Slack-compatible server; Slack's own by default.",
    )
    microsoft_app_id: str = Field(
        "",
        validation_alias="MICROSOFT_APP_ID",
        description="Application (client) id of the bot's registration; set: Muster is in Teams.",
    )
    microsoft_app_password: SecretStr | None = Field(
        None,
        validation_alias="MICROSOFT_APP_PASSWORD",
        description="Client secret of that registration; none with a managed identity.",
    )
    microsoft_app_tenant_id: str = Field(
        "",
        validation_alias="MICROSOFT_APP_TENANT_ID",
        description="Directory (tenant) id of your company; not needed for MultiTenant.",
    )
    microsoft_app_type: Literal["SingleTenant", "MultiTenant", "UserAssignedMSI"] = Field(
        "SingleTenant",
        validation_alias="MICROSOFT_APP_TYPE",
        description="How the bot is registered; `UserAssignedMSI` is a managed identity.",
    )
    microsoft_cloud: Literal["public", "gcc", "gcchigh"] = Field(
        "public",
        validation_alias="MICROSOFT_CLOUD",
        description="Microsoft's cloud: `gcc` and `gcchigh` are the US government's.",
    )
    teams_api_url: str = Field(
        "",
        validation_alias="TEAMS_API_URL",
        description="A stand-in for Microsoft's servers, for trials; empty: Microsoft's own.",
    )
    teams: Literal["", "open"] = Field(
        "",
        validation_alias="MUSTER_TEAMS",
        description="`open`: Teams without credentials, on a loopback address only, for trials.",
    )
    zone: str = Field(
        "UTC",
        validation_alias="MUSTER_ZONE",
        description="Time zone of a new task force, such as `Europe/Berlin`; "
        "the chair can change it.",
    )
    chair_email: str = Field(
        "",
        validation_alias="MUSTER_CHAIR_EMAIL",
        description="If set, only this person can become the first chair; "
        "else whoever types `/muster setup` first.",
    )
    public_url: str = Field(
        "",
        validation_alias="MUSTER_PUBLIC_URL",
        description="Where people's browsers and calendars reach this server, such as "
        "`https://muster.example.com`; empty: no links to pages and feeds.",
    )
    proxies: str = Field(
        "127.0.0.1,::1",
        validation_alias="FORWARDED_ALLOW_IPS",
        description="Addresses of what stands before Muster, whose `X-Forwarded-For` is believed; "
        "`*` where nobody else reaches its port. Else all who ask for feeds count as one.",
    )
    secret_key: SecretStr | None = Field(
        None,
        validation_alias="MUSTER_SECRET_KEY",
        min_length=32,
        description="32 characters or more, at random and secret: signs links to pages, seals what "
        "people entrust. A new one ends every link.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias="LOG_LEVEL", description="How much is logged."
    )
    log_format: Literal["console", "json"] = Field(
        "console", validation_alias="LOG_FORMAT", description="For people or for machines."
    )

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        match = zone_name(value)
        if match is None:
            raise ValueError(f"{value!r} is no time zone; write it like Europe/Berlin")
        return match

    @field_validator("microsoft_app_type", mode="before")
    @classmethod
    def _known_type(cls, value: object) -> object:
        """In any case, as people copy it."""
        return _TYPES.get(value.strip().lower(), value) if isinstance(value, str) else value

    @field_validator("slack_api_url", "teams_api_url")
    @classmethod
    def _with_slash(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return value
        if not value.startswith(("https://", "http://")):
            example = SLACK_API if info.field_name == "slack_api_url" else "http://127.0.0.1:3978/"
            raise ValueError(f"write it with https://, such as {example}")
        return value.rstrip("/") + "/"

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        """Without the slash at its end."""
        if value and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
            raise ValueError("write it whole, such as https://muster.example.com")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _token_kinds(self) -> Settings:
        if self.slack_app_token and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            raise ValueError(
                "SLACK_APP_TOKEN begins with xapp-; what is set looks like another token"
            )
        if self.slack_bot_token and not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            raise ValueError(
                "SLACK_BOT_TOKEN begins with xoxb-; what is set looks like another token"
            )
        return self

    @property
    def has_slack(self) -> bool:
        """Whether anything says that Muster is to be in Slack."""
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret)

    @property
    def has_teams(self) -> bool:
        """Whether anything says that Muster is to be in Teams."""
        return bool(self.microsoft_app_id or self.microsoft_app_password or self.teams)

    def check_can_serve(self) -> None:
        """Raises Fault, with a line for each setting that serving needs and that is not set."""
        missing = []
        if self.has_slack or not self.has_teams:
            missing += self._missing_for_slack()
        if self.has_teams:
            missing += self._missing_for_teams()
        if not self.has_slack and not self.has_teams:
            missing.append("For Teams, set MICROSOFT_APP_ID and what docs/teams.md names with it.")
        if missing:
            raise Fault("\n".join(missing))

    def _missing_for_slack(self) -> list[str]:
        missing = []
        if not self.slack_bot_token:
            missing.append(
                "SLACK_BOT_TOKEN is not set: copy the app's bot token from Slack (Install App)."
            )
        if not self.slack_app_token and not self.slack_signing_secret:
            missing.append(
                "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTPS) is set: "
                "set one of them."
            )
        return missing

    def _missing_for_teams(self) -> list[str]:
        if self.teams and not self.microsoft_app_id:
            if self.host in LOOPBACK:
                return []
            return ["MUSTER_TEAMS=open lets anybody in: set HOST=127.0.0.1 too, or credentials."]
        missing = []
        if self.teams:
            missing.append("MUSTER_TEAMS=open is for trials without credentials: set one of them.")
        if not self.microsoft_app_id:
            missing.append("MICROSOFT_APP_ID is not set: copy it from the bot's registration.")
        managed = self.microsoft_app_type == "UserAssignedMSI"
        if not managed and not self.microsoft_app_password:
            missing.append("MICROSOFT_APP_PASSWORD is not set: make a client secret for the bot.")
        if self.microsoft_app_type != "MultiTenant" and not self.microsoft_app_tenant_id:
            missing.append("MICROSOFT_APP_TENANT_ID is not set: copy your directory's id.")
        return missing


def read_settings() -> Settings:
    """Raises Fault with one sentence for each wrong setting; values are not repeated."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False):
            name = ".".join(str(part) for part in problem["loc"])
            message = problem["msg"].removeprefix("Value error, ")
            lines.append(f"{name}: {message}." if name else f"{message}.")
        raise Fault("\n".join(lines)) from None
