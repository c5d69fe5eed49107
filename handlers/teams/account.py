"""Who Muster is to Microsoft, and where that one of Microsoft's clouds lives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
DEFAULT_TENANT = "botframework.com"  # in whose name a multi-tenant bot asks for its token


@dataclass(frozen=True, slots=True)
class Cloud:
    """Addresses of one of Microsoft's clouds. `login` ends in a slash."""

    login: str
    scope: str
    metadata: str  # OpenID metadata of who signs what comes in
    issuer: str
    hosts: frozenset[str]  # of service addresses: our token is sent there


# https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
# https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
_PUBLIC = Cloud(
    login="https://login.microsoftonline.com/",
    scope="https://api.botframework.com",
    metadata="https://login.botframework.com/v1/.well-known/openidconfiguration",
    issuer="https://api.botframework.com",
    hosts=frozenset({"smba.trafficmanager.net"}),
)
_GCC = Cloud(  # the public cloud's log-in and signatures; some of its tenants are served there too
    login=_PUBLIC.login,
    scope=_PUBLIC.scope,
    metadata=_PUBLIC.metadata,
    issuer=_PUBLIC.issuer,
    hosts=_PUBLIC.hosts | {"smba.infra.gcc.teams.microsoft.com"},
)
_GCC_HIGH = Cloud(
    login="https://login.microsoftonline.us/",
    scope="https://api.botframework.us",
    metadata="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    issuer="https://api.botframework.us",
    hosts=frozenset({"smba.infra.gov.teams.microsoft.us"}),
)
CLOUDS = {"public": _PUBLIC, "gcc": _GCC, "gcchigh": _GCC_HIGH}


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's registration. Without `app_id` Teams is open: nothing signed, loopback only.

    `kind`: SingleTenant, MultiTenant or UserAssignedMSI. `api_url`: a stand-in for all of
    Microsoft's servers, for trials; "": Microsoft's own.
    """

    app_id: str
    password: str | None = field(default=None, repr=False)
    tenant: str = ""
    kind: str = "SingleTenant"
    cloud: str = "public"
    api_url: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing that comes in is signed, and nothing that goes out."""
        return not self.app_id

    @property
    def is_microsofts(self) -> bool:
        """Whether Microsoft itself is spoken to, and no stand-in on this machine."""
        return not self.is_open and not self.api_url

    @property
    def addresses(self) -> Cloud:
        """Where to log in, who signs, and which service addresses are Microsoft's."""
        cloud = CLOUDS[self.cloud]
        if not self.api_url:
            return cloud
        url = self.api_url.rstrip("/") + "/"
        return Cloud(
            login=url,
            scope=cloud.scope,
            metadata=f"{url}v1/.well-known/openidconfiguration",
            issuer=cloud.issuer,
            hosts=frozenset({urlsplit(url).netloc.lower()}),
        )

    @property
    def login_tenant(self) -> str:
        """In whose name the token is asked for."""
        return DEFAULT_TENANT if self.kind == "MultiTenant" else self.tenant

    @property
    def is_one_tenants(self) -> bool:
        """Whether it is known which company alone Muster is for."""
        named = _GUID.fullmatch(self.tenant.lower())
        return bool(named) and not self.is_open and self.kind != "MultiTenant"

    def serves(self, tenant: str) -> bool:
        """Whether this company is one whose people Muster hears.

        Anybody may upload a package with our app id in a tenant of their own. A tenant that was
        set by its domain name cannot be compared.
        """
        return not self.is_one_tenants or tenant.lower() == self.tenant.lower()

    def takes(self, service_url: str) -> bool:
        """Whether this service address is one that Muster may speak to."""
        try:
            parts = urlsplit(service_url)
            plain, port = parts.username is None and parts.password is None, parts.port
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        if not plain or parts.query or parts.fragment or "\\" in service_url:
            return False
        if self.is_open:
            return parts.scheme in ("http", "https") and host in LOOPBACK
        if self.api_url:
            ours = urlsplit(self.api_url)
            return (parts.scheme, host, port) == (ours.scheme, ours.hostname, ours.port)
        return parts.scheme == "https" and port in (None, 443) and host in self.addresses.hosts
