"""How a playground begins, and why it may not."""

from __future__ import annotations

import pytest

from handlers.playground.manifest import Manifest
from handlers.playground.server import Playground


async def test_a_port_in_use_is_an_error_at_once(playground, clock, manifest):
    second = Playground(clock, Manifest.of(manifest))
    port = int(playground.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await second.start(port=port)
    await second.close()


def test_a_playground_needs_a_manifest(tmp_path, clock):
    path = tmp_path / "manifest.yml"
    path.write_text("oauth_config: {scopes: {bot: [chat:write]}}\n")
    assert Playground(clock, path).manifest.scopes == {"chat:write"}
    optional = {"oauth_config": {"scopes": {"bot": ["commands"], "bot_optional": ["im:read"]}}}
    assert Manifest.of(optional).scopes == {"commands", "im:read"}
    assert Manifest.of(optional, declined=["im:read"]).scopes == {"commands"}
    with pytest.raises(OSError, match="manifest"):
        Playground(clock, tmp_path / "no-manifest.yml")
