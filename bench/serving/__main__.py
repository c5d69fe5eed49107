"""`python -m bench.serving NAME OPTIONS`."""

from __future__ import annotations

import importlib
import json
import logging
import sys

import structlog

from handlers.loop import run

if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    program = importlib.import_module(f"bench.serving.{sys.argv[1]}")
    run(program.main(**json.loads(sys.argv[2])))
