"""errbot: each message through its own dispatch and thread pool, to the plugin and back.

`python drive_errbot.py JOB`, in errbot's environment.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

replay: Any = import_module("replay")  # beside this file
HERE = Path(__file__).parent
THREADS = 8  # as many as Muster answers with


def start_bot(folder: str) -> Any:
    """Its own defaults, but for what would ask the network."""
    config = SimpleNamespace(
        BOT_DATA_DIR=folder,
        BOT_LOG_LEVEL=logging.ERROR,
        BOT_IDENTITY={"username": "bot"},
        BOT_ADMINS=(),
        BOT_EXTRA_BACKEND_DIR=str(HERE / "errbot_backend"),
        BOT_EXTRA_PLUGIN_DIR=str(HERE / "errbot_plugin"),
        BOT_ASYNC_POOLSIZE=THREADS,
        BOT_PREFIX="!",
        AUTOINSTALL_DEPS=False,
        STORAGE="Memory",
        CORE_PLUGINS=("ACLs", "CommandNotFoundFilter", "Flows"),
    )
    root = logging.getLogger("")
    bot = import_module("errbot.bootstrap").setup_bot("Bench", root, config)
    bot.connect_callback()
    return bot


def lane_of(bot: Any, lane: int, turns: int, taken: list[float]) -> None:
    for turn in range(turns):
        begun = time.perf_counter()
        bot.hear(f"U{lane}", f"!{replay.words_of(lane, turn)}")
        if turn % 2 == 0:
            taken.append(time.perf_counter() - begun)


def run_lanes(bot: Any, lanes: int, turns: int) -> list[float]:
    taken: list[float] = []
    threads = [threading.Thread(target=lane_of, args=(bot, n, turns, taken)) for n in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


if __name__ == "__main__":
    job = replay.read_job()
    with tempfile.TemporaryDirectory() as folder:
        bot = start_bot(folder)
        bot.plugin_manager.get_plugin_obj_by_name("Claims").replay = replay.Replay(job)
        run_lanes(bot, job["lanes"], 4)
        begun = time.process_time()
        taken = run_lanes(bot, job["lanes"], job["times"] // job["lanes"] * 2)
        replay.report(taken, time.process_time() - begun)
