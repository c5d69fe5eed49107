from __future__ import annotations

import psycopg
import pytest

from tests import postgres


@pytest.mark.postgres
def test_every_test_gets_an_empty_database_of_its_own(postgres_cluster: postgres.Cluster):
    with postgres_cluster.database() as one, postgres_cluster.database() as other:
        with psycopg.connect(one) as connection:
            connection.execute("CREATE TABLE turn (id int)")
        with psycopg.connect(other) as connection:
            found = connection.execute("SELECT to_regclass('turn')").fetchone()
    assert found == (None,)


def test_a_database_url_names_a_database_that_can_be_opened(database_url: str):
    assert database_url.startswith(("sqlite:///", "postgresql://muster:"))


@pytest.mark.postgres
def test_the_server_is_reached_with_its_password_only(postgres_cluster: postgres.Cluster):
    address = postgres_cluster.url().replace("muster:", "muster:wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)
