"""What anybody may read at /readyz."""

from __future__ import annotations

from structlog.testing import capture_logs

from bot.operating.composition import Muster
from bot.settings import Settings
from storage.migrate import migrate

ADDRESS = "postgresql://muster:hidden@127.0.0.1:1/inner-name"


def problems(url):
    muster = Muster(Settings(_env_file=None, MUSTER_DATABASE_URL=url))
    try:
        with capture_logs() as logged:
            return list(muster._problems()), logged
    finally:
        muster.store.close()


def test_where_the_database_lives_is_for_the_log_alone():
    said, logged = problems(ADDRESS)
    assert said == ["The database cannot be used; the log says why."]
    assert "127.0.0.1" in logged[0]["reason"]
    assert "hidden" not in str(logged)


def test_a_database_that_answers_is_no_problem(sqlite_url):
    assert problems(sqlite_url)[0] == ["The database is not migrated."]
    migrate(sqlite_url)
    assert problems(sqlite_url)[0] == []
