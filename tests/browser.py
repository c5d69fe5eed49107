"""Where this machine keeps Chromium. `python -m tests.browser` prints it, or fails without one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """The path of a Chromium, or None."""
    on_path = (shutil.which(name) for name in NAMES)
    on_disk = (path for path in ON_A_MAC if Path(path).exists())
    return next((path for path in (*on_path, *on_disk) if path), None)


def required() -> bool:
    """Whether a machine without Chromium is an error (CI, `make e2e`) and no reason to skip."""
    return bool(os.environ.get("MUSTER_REQUIRE_CHROMIUM") or os.environ.get("CI"))


if __name__ == "__main__":
    found = find_chromium()
    sys.stdout.write(f"{found}\n")
    sys.exit(found is None)
